package roster

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // phones and scanners write both
	"sync"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"zhixinwu/store/school"
)

const photos school.Raw = "photo"

const (
	photoSide   = 320       // pixels of the square that is kept
	photoLeast  = 16        // pixels of a side below which nobody is to be seen
	photoMemory = 180 << 20 // bytes of a picture unpacked, a phone's of 60 million pixels: few kilobytes can unpack to gigabytes
	photoScans  = 64        // layers of a JPEG; each costs a walk over the whole picture, and cameras write one, programs ten
)

// shrinking lets one picture at a time take the memory that an unpacked one needs.
var shrinking sync.Mutex

// shrink makes the small square that is kept: the middle of the picture, upright, without what the camera wrote into it,
// such as where it was taken.
func shrink(upload []byte) ([]byte, error) {
	shrinking.Lock()
	defer shrinking.Unlock()
	size, format, err := image.DecodeConfig(bytes.NewReader(upload))
	if err != nil || !unpacks(size, upload) {
		return nil, ErrPhoto
	}
	if format == "jpeg" && bytes.Count(upload, []byte{0xff, jpegScan}) > photoScans {
		return nil, ErrPhoto
	}
	picture, _, err := image.Decode(bytes.NewReader(upload))
	if err != nil {
		return nil, ErrPhoto
	}
	small := image.NewRGBA(image.Rect(0, 0, photoSide, photoSide))
	draw.ApproxBiLinear.Transform(small, upright(picture.Bounds(), orientation(upload)), picture, picture.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	err = jpeg.Encode(&out, small, &jpeg.Options{Quality: 82})
	return out.Bytes(), err
}

// unpacks reports whether a picture's pixels fit into the memory that one may take: pixels times the bytes of each, as the
// decoder will lay them out.
func unpacks(size image.Config, upload []byte) bool {
	bytesEach := 4
	switch size.ColorModel {
	case color.GrayModel:
		bytesEach = 1
	case color.YCbCrModel:
		bytesEach = 3
		if bytes.Contains(upload, []byte{0xff, 0xc2}) { // in layers: each sample's coefficient waits for the last of them
			bytesEach += 3 * 4
		}
	case color.RGBA64Model, color.NRGBA64Model:
		bytesEach = 8
	}
	return size.Width >= photoLeast && size.Height >= photoLeast && size.Width <= photoMemory/bytesEach/size.Height
}

// upright maps the middle square of a picture onto the kept one, turned and mirrored as its orientation asks. The
// matrix leads from picture to square; its last column moves the square back to the origin after the turn.
func upright(b image.Rectangle, orientation int) f64.Aff3 {
	side := float64(min(b.Dx(), b.Dy()))
	k := photoSide / side
	x0, y0 := float64(b.Min.X)+(float64(b.Dx())-side)/2, float64(b.Min.Y)+(float64(b.Dy())-side)/2
	// Where the square's own x and y axes go, for each orientation.
	axes := [9][4]float64{
		1: {1, 0, 0, 1}, 2: {-1, 0, 0, 1}, 3: {-1, 0, 0, -1}, 4: {1, 0, 0, -1},
		5: {0, 1, 1, 0}, 6: {0, -1, 1, 0}, 7: {0, -1, -1, 0}, 8: {0, 1, -1, 0},
	}[orientation]
	a, c, d, e := axes[0]*k, axes[1]*k, axes[2]*k, axes[3]*k
	m := f64.Aff3{a, c, 0, d, e, 0}
	corner := func(row int) float64 { // the square's least coordinate after the turn
		least := 0.0
		for _, p := range [][2]float64{{0, 0}, {side, 0}, {0, side}, {side, side}} {
			least = min(least, m[row*3]*p[0]+m[row*3+1]*p[1])
		}
		return least
	}
	m[2] = -corner(0) - a*x0 - c*y0
	m[5] = -corner(1) - d*x0 - e*y0
	return m
}

// SetPhoto keeps a picture of a child, or takes it away when upload is empty. The old one is deleted in the same
// transaction, not kept as history. ErrPhoto for what is no JPEG or PNG, and for one too small or too big to unpack.
func (s *Room) SetPhoto(actor school.Actor, id string, upload []byte) error {
	var small []byte
	if len(upload) > 0 {
		var err error
		if small, err = shrink(upload); err != nil { // slow, so outside the transaction
			return err
		}
	}
	name := school.RandomID()
	return s.changeStatus(actor, id, whyPhoto, func(tx *school.Tx, c *Child) error {
		if err := deletePhoto(tx, c.Photo); err != nil {
			return err
		}
		c.Photo = ""
		if small == nil {
			return nil
		}
		c.Photo = name
		return photos.Put(tx, name, small)
	}, school.RoleOffice)
}

func deletePhoto(tx *school.Tx, name string) error {
	if name == "" {
		return nil
	}
	return photos.Delete(tx, name)
}

// Photo returns a child's picture as a JPEG, to those who may see the file.
func (s *Room) Photo(actor school.Actor, id string) (picture []byte, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		c, err := childRows.Must(tx, id)
		if err != nil {
			return hide(actor, err)
		}
		if err := sees(actor, c); err != nil {
			return err
		}
		if c.Photo == "" {
			return school.ErrNotFound
		}
		picture, err = photos.Get(tx, c.Photo)
		return err
	})
	return picture, err
}
