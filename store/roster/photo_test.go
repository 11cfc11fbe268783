package roster_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// picture is wide, red on its left half and blue on its right, with a word that only the camera's own data holds.
func picture(orientation byte) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 800, 600))
	for y := range 600 {
		for x := range 800 {
			c := color.RGBA{200, 0, 0, 255}
			if x >= 400 {
				c = color.RGBA{0, 0, 200, 255}
			}
			m.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		panic(err)
	}
	exif := append([]byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02"), 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0)
	exif = append(exif, 0x01, 0x0f, 0, 2, 0, 0, 0, 8, 0, 0, 0, 38, 0, 0, 0, 0)
	exif = append(exif, "SECRET!\x00"...)
	head := []byte{0xff, 0xe1, 0, 0}
	binary.BigEndian.PutUint16(head[2:], uint16(len(exif)+2))
	return slices.Concat(b.Bytes()[:2], head, exif, b.Bytes()[2:])
}

// TestPhoto: a picture is made small and upright, and loses what the camera wrote into it.
func TestPhoto(t *testing.T) {
	s := storetest.Open(t, 2)
	id := s.Children[0].ID
	for orientation, red := range map[byte]image.Point{
		1: {40, 160}, 2: {280, 160}, 3: {280, 160}, 4: {40, 160},
		5: {160, 40}, 6: {160, 40}, 7: {160, 280}, 8: {160, 280},
	} {
		if err := s.Roster.SetPhoto(s.Office, id, picture(orientation)); err != nil {
			t.Fatal(err)
		}
		kept, err := s.Roster.Photo(s.Teacher, id)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(kept, []byte("SECRET")) || len(kept) > 20_000 {
			t.Errorf("%d bytes, with the camera's own: %v", len(kept), bytes.Contains(kept, []byte("SECRET")))
		}
		m, err := jpeg.Decode(bytes.NewReader(kept))
		if err != nil || m.Bounds() != image.Rect(0, 0, 320, 320) {
			t.Fatal(m.Bounds(), err)
		}
		r, _, b, _ := m.At(red.X, red.Y).RGBA()
		if opposite := image.Pt(320-red.X, 320-red.Y); r < b {
			t.Errorf("orientation %d: no red at %v", orientation, red)
		} else if r, _, b, _ = m.At(opposite.X, opposite.Y).RGBA(); r > b {
			t.Errorf("orientation %d: no blue at %v", orientation, opposite)
		}
	}
	var tiny bytes.Buffer
	if err := png.Encode(&tiny, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	bomb := slices.Clone(tiny.Bytes())
	binary.BigEndian.PutUint32(bomb[16:], 60_000) // its head says that it is 60,000 pixels wide and high
	binary.BigEndian.PutUint32(bomb[20:], 60_000)
	for name, upload := range map[string][]byte{
		"text": []byte("not a picture"), "tiny": tiny.Bytes(), "huge": bomb, "cut": picture(1)[:400],
	} {
		if err := s.Roster.SetPhoto(s.Office, id, upload); !errors.Is(err, roster.ErrPhoto) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Roster.SetPhoto(s.Teacher, id, picture(1)); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("a teacher: %v", err)
	}
	for _, a := range []school.Actor{s.Keeper, s.Gate, s.Admin, {}} {
		if _, err := s.Roster.Photo(a, id); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%q sees the photo: %v", a.Staff.Login, err)
		}
	}
	if err := s.Roster.SetPhoto(s.Office, id, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Roster.Photo(s.Office, id); !errors.Is(err, school.ErrNotFound) {
		t.Errorf("the photo taken away: %v", err)
	}
}
