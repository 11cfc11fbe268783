package roster

import (
	"bytes"
	"encoding/binary"
)

// Markers of a JPEG's segments.
const (
	jpegApp1 = 0xe1 // where a camera writes what it knows, as EXIF: a TIFF file in the picture
	jpegScan = 0xda // of the picture itself: nothing is said behind it
)

// Of a TIFF directory: the tag that says how the camera was held, and the one type it has.
const (
	tagOrientation = 0x0112
	typeShort      = 3
)

// orientation is how the camera was held, 1 to 8 as EXIF counts; 1, upright, when the picture does not say. Whoever sends a
// picture may write anything there, so this reads the one tag and follows one pointer, to the first directory: the others,
// which may lead in a circle, are never looked at. Each step goes on in the bytes that are left.
func orientation(upload []byte) int {
	rest, isJPEG := bytes.CutPrefix(upload, []byte{0xff, 0xd8})
	for isJPEG && len(rest) >= 4 && rest[0] == 0xff {
		if rest[1] == 0xff { // a byte that only fills
			rest = rest[1:]
			continue
		}
		marker, size := rest[1], 2+int(binary.BigEndian.Uint16(rest[2:]))
		if marker == jpegScan || size < 4 || size > len(rest) {
			break
		}
		if tiff, is := bytes.CutPrefix(rest[4:size], []byte("Exif\x00\x00")); is && marker == jpegApp1 {
			return tiffOrientation(tiff)
		}
		rest = rest[size:]
	}
	return 1
}

// tiffOrientation reads the tag in the first directory.
func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "MM\x00*":
		order = binary.BigEndian
	case "II*\x00":
		order = binary.LittleEndian
	default:
		return 1
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for left := order.Uint16(tiff[at:]); left > 0 && len(entries) >= 12; left-- {
		entry := entries[:12] // tag, type, how many, and the value itself where it is short
		entries = entries[12:]
		if order.Uint16(entry) != tagOrientation {
			continue
		}
		o := int(order.Uint16(entry[8:]))
		if order.Uint16(entry[2:]) != typeShort || order.Uint32(entry[4:]) != 1 || o < 1 || o > 8 {
			return 1
		}
		return o
	}
	return 1
}
