package roster

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"testing"
)

// withExif puts what a camera writes, a TIFF of its own, behind a picture's first two bytes.
func withExif(picture, tiff []byte) []byte {
	head := append([]byte{0xff, 0xe1, 0, 0}, "Exif\x00\x00"...)
	binary.BigEndian.PutUint16(head[2:], uint16(len(head)-2+len(tiff)))
	return slices.Concat(picture[:2], head, tiff, picture[2:])
}

func aJPEG(width, height int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// TestDirectoriesInACircle: two directories, each of which names the other as the next, end where the first one ends.
func TestDirectoriesInACircle(t *testing.T) {
	tiff := []byte("MM\x00*\x00\x00\x00\x08")
	tiff = append(tiff, 0, 1, 0x01, 0x0f, 0, 2, 0, 0, 0, 4, 'a', 'b', 'c', 0, 0, 0, 0, 26) // at 8, next at 26
	tiff = append(tiff, 0, 1, 0x01, 0x0f, 0, 2, 0, 0, 0, 4, 'a', 'b', 'c', 0, 0, 0, 0, 8)  // at 26, next at 8
	upload := withExif(aJPEG(64, 64), tiff)
	if o := orientation(upload); o != 1 {
		t.Errorf("orientation %d of a picture that says none", o)
	}
	if _, err := shrink(upload); err != nil {
		t.Errorf("a picture that is whole but for what its camera says: %v", err)
	}
}

// TestOrientation reads the tag in both byte orders and behind other segments, and takes what makes no sense for upright.
func TestOrientation(t *testing.T) {
	tag := func(o byte) []byte {
		return append([]byte("MM\x00*\x00\x00\x00\x08\x00\x01"), 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, o, 0, 0)
	}
	little := append([]byte("II*\x00\x08\x00\x00\x00\x01\x00"), 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0)
	picture := aJPEG(16, 16)
	comment := slices.Concat(picture[:2], []byte{0xff, 0xfe, 0, 4, 'h', 'i', 0xff}, picture[2:]) // with a byte that only fills
	for name, c := range map[string]struct {
		upload []byte
		want   int
	}{
		"none":             {picture, 1},
		"no picture":       {[]byte("II*\x00"), 1},
		"big end first":    {withExif(picture, tag(8)), 8},
		"little end first": {withExif(picture, little), 6},
		"after a comment":  {slices.Concat(comment[:9], withExif(picture, tag(3))[2:]), 3},
		"zero":             {withExif(picture, tag(0)), 1},
		"nine":             {withExif(picture, tag(9)), 1},
		"cut":              {withExif(picture, tag(8)[:15]), 1},
		"cut segment":      {withExif(picture, tag(8))[:20], 1},
		"beyond its end":   {withExif(picture, []byte("MM\x00*\xff\xff\xff\xff\x00\x01")), 1},
		"a text":           {withExif(picture, bytes.Replace(tag(8), []byte{0x12, 0, 3}, []byte{0x12, 0, 2}, 1)), 1},
	} {
		if got := orientation(c.upload); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// TestPictureMemory: what a picture takes unpacked is known from its head, and is refused before it is taken.
func TestPictureMemory(t *testing.T) {
	progressive := slices.Clone(aJPEG(64, 64))
	progressive[bytes.Index(progressive, []byte{0xff, 0xc0})+1] = 0xc2
	for name, c := range map[string]struct {
		model  color.Model
		side   int
		upload []byte
		fits   bool
	}{
		"a phone's photo":                 {color.YCbCrModel, 7000, aJPEG(64, 64), true},
		"more than any phone's":           {color.YCbCrModel, 9000, aJPEG(64, 64), false},
		"a phone's photo in layers":       {color.YCbCrModel, 3400, progressive, true},
		"layers keep every coefficient":   {color.YCbCrModel, 7000, progressive, false},
		"a scan with 16 bits a colour":    {color.NRGBA64Model, 4000, nil, true},
		"the pixels fit, the colours not": {color.NRGBA64Model, 7000, nil, false},
		"gray":                            {color.GrayModel, 9000, nil, true},
		"no side":                         {color.GrayModel, 0, nil, false},
	} {
		if fits := unpacks(image.Config{ColorModel: c.model, Width: c.side, Height: c.side}, c.upload); fits != c.fits {
			t.Errorf("%s: %v", name, fits)
		}
	}
	layered := append(slices.Clone(aJPEG(64, 64)), bytes.Repeat([]byte{0xff, 0xda}, photoScans)...)
	if _, err := shrink(layered); err != ErrPhoto {
		t.Errorf("a picture of %d layers: %v", photoScans+1, err)
	}
}

// FuzzOrientation: whatever stands in a picture's place for what its camera says, the answer is one of the eight, and none
// but the tag in the first directory gives it.
func FuzzOrientation(f *testing.F) {
	f.Add([]byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x08"))
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"))
	f.Add([]byte("MM\x00*\xff\xff\xff\xf0\xff\xff"))
	picture := aJPEG(16, 16)
	f.Fuzz(func(t *testing.T, tiff []byte) {
		if len(tiff) > 60_000 {
			return
		}
		for _, upload := range [][]byte{withExif(picture, tiff), tiff, append([]byte{0xff, 0xd8}, tiff...)} {
			if o := orientation(upload); o < 1 || o > 8 {
				t.Errorf("orientation %d", o)
			}
		}
		if o := orientation(withExif(picture, tiff)); o != 1 && !bytes.Contains(tiff, []byte{0x12}) {
			t.Errorf("orientation %d without its tag", o)
		}
	})
}
