package voice

import (
	"slices"
	"strconv"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const sentences school.Bucket[string] = "voice-sentence"

// key is a sentence's number as the buckets have it.
func key(n int) string { return school.Padded(n, 4) }

// Number gives each sentence that has none its number, in the order given. A school records files by these numbers, so a
// number stays its sentence's own, even after the program has ceased to say it. It is called at every start and writes
// only when the program has new sentences.
func (r *Room) Number(all []string) error {
	some := false
	if err := r.school.View(func(tx *school.Tx) error {
		fresh, _, err := unnumbered(tx, all)
		some = len(fresh) > 0
		return err
	}); err != nil || !some {
		return err
	}
	return r.school.Update(func(tx *school.Tx) error {
		fresh, last, err := unnumbered(tx, all)
		if err != nil {
			return err
		}
		for i, text := range fresh {
			if err := sentences.Put(tx, key(last+1+i), text); err != nil {
				return err
			}
		}
		return nil
	})
}

// unnumbered are those without a number, and the last number that was given.
func unnumbered(tx *school.Tx, all []string) (fresh []string, last int, err error) {
	fresh = slices.Clone(all)
	err = sentences.Each(tx, kv.Range{}, func(key, text string) error {
		fresh = slices.DeleteFunc(fresh, func(f string) bool { return f == text })
		last, _ = strconv.Atoi(key)
		return nil
	})
	return fresh, last, err
}

// Line is one sentence of the list, with its recording if it has one.
type Line struct {
	N       int
	Text    string
	Clip    Clip
	Speaker string // name of who recorded it
}

// Recorded says whether there is a recording.
func (l Line) Recorded() bool { return l.Clip.Name != "" }

// List is the given sentences by their numbers, with the recordings. That of a sentence which is not among them is kept
// for the day on which the program says it again.
func (r *Room) List(actor school.Actor, all []string) (list []Line, err error) {
	err = r.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin, school.RoleOffice); err != nil {
			return err
		}
		said := map[string]bool{}
		for _, text := range all {
			said[text] = true
		}
		return sentences.Each(tx, kv.Range{}, func(key, text string) error {
			if !said[text] {
				return nil
			}
			line := Line{Text: text}
			line.N, _ = strconv.Atoi(key)
			var err error
			if line.Clip, _, err = clips.Get(tx, key); err == nil && line.Recorded() {
				line.Speaker, err = school.StaffName(tx, line.Clip.By)
			}
			list = append(list, line)
			return err
		})
	})
	return list, err
}
