package voice

import (
	"bytes"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const clips school.Bucket[Clip] = "voice-clip"

const sounds school.Raw = "voice-sound"

const version school.Cell[string] = "voice"

// MaxSize is the most that is kept of one sentence, in bytes. Spoken, it has 5 to 20 kB as Opus or MP3; as WAV, two seconds
// of CD quality do not fit, and a recorder has to be set to less.
const MaxSize = 200_000

// Clip is a recording. Its name is random and new with each one: there is never a second sound under a name, so a browser
// may keep for ever what it has heard.
type Clip struct {
	Name string
	Type string // MIME type
	By   string // id of the member of staff
	At   time.Time
}

// Keep makes a file the recording of a sentence, in place of the one it may have. ErrNumber is for a number that no
// sentence has, ErrSize for an empty file or one above MaxSize, ErrKind for what no browser plays.
func (r *Room) Keep(actor school.Actor, n int, sound []byte) error {
	if len(sound) == 0 || len(sound) > MaxSize {
		return ErrSize
	}
	kind := kindOf(sound)
	if kind == "" {
		return ErrKind
	}
	name := school.RandomID()[:16]
	return r.change(actor, actKeep, n, func(tx *school.Tx) error {
		if err := sounds.Put(tx, name, sound); err != nil {
			return err
		}
		return clips.Put(tx, key(n), Clip{Name: name, Type: kind, By: actor.ID(), At: tx.Now})
	})
}

// Delete takes a sentence's recording away; the browser's own voice says it again.
func (r *Room) Delete(actor school.Actor, n int) error {
	return r.change(actor, actDelete, n, func(tx *school.Tx) error { return clips.Delete(tx, key(n)) })
}

// change is what both do: the sound that was there goes, and the screens are told by a new version.
func (r *Room) change(actor school.Actor, act school.Action, n int, do func(*school.Tx) error) error {
	next := school.RandomID()[:8]
	return r.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin, school.RoleOffice); err != nil {
			return err
		}
		if _, known, err := sentences.Get(tx, key(n)); err != nil {
			return err
		} else if !known {
			return ErrNumber
		}
		if old, recorded, err := clips.Get(tx, key(n)); err != nil {
			return err
		} else if recorded {
			if err := sounds.Delete(tx, old.Name); err != nil {
				return err
			}
		}
		if err := do(tx); err != nil {
			return err
		}
		if err := version.Put(tx, next); err != nil {
			return err
		}
		return school.Record(tx, actor, act, key(n))
	})
}

// Version names the present recordings; it is empty while there are none.
func (r *Room) Version() (v string, err error) {
	err = r.school.View(func(tx *school.Tx) error {
		return clips.Keys(tx, kv.Range{}, func(string) error {
			if v, _, err = version.Get(tx); err != nil {
				return err
			}
			return kv.ErrStop // one is enough
		})
	})
	return v, err
}

// Index is the name of the clip of each recorded sentence, and the version it belongs to.
func (r *Room) Index() (names map[string]string, v string, err error) {
	err = r.school.View(func(tx *school.Tx) error {
		names = map[string]string{}
		if err := clips.Each(tx, kv.Range{}, func(key string, c Clip) error {
			text, err := sentences.Must(tx, key)
			names[text] = c.Name
			return err
		}); err != nil {
			return err
		}
		v, _, err = version.Get(tx)
		return err
	})
	return names, v, err
}

// Sound is a recording as it came, with its type. It says nothing of any child, so whoever may stand at a screen may hear
// it; school.ErrNotFound once it was replaced.
func (r *Room) Sound(name string) (sound []byte, kind string, err error) {
	err = r.school.View(func(tx *school.Tx) error {
		sound, err = sounds.Get(tx, name)
		if err == nil && sound == nil {
			err = school.ErrNotFound
		}
		return err
	})
	return sound, kindOf(sound), err
}

// kindOf is the MIME type of a file by its first bytes, whatever its name says; empty for what is none of the kinds that
// browsers record and play.
func kindOf(sound []byte) string {
	at := func(offset int, magic string) bool {
		return len(sound) >= offset && bytes.HasPrefix(sound[offset:], []byte(magic))
	}
	switch {
	case at(0, "\x1a\x45\xdf\xa3"):
		return "audio/webm"
	case at(0, "OggS"):
		return "audio/ogg"
	case at(0, "RIFF") && at(8, "WAVE"):
		return "audio/wav"
	case at(4, "ftyp"):
		return "audio/mp4"
	case at(0, "ID3"), len(sound) > 1 && sound[0] == 0xff && sound[1]&0xe6 == 0xe2: // a frame of layer III
		return "audio/mpeg"
	}
	return ""
}
