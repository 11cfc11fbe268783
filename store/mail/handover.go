package mail

import (
	"slices"
	"strings"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const newsRows school.Bucket[News] = "letter-waiting"

// News is what a child did at the kiosk, until the hour at which the keepers are told: a letter, or that the answers to one
// were fetched. It stands apart from the letters because the file tells more than its rows: where a row lies, beside the
// scans of the same minute, and how its page was parted from the next, come from the order in which they were written.
type News struct {
	Hour    time.Time
	ID      string
	Letter  *Letter    `json:",omitempty"` // a new one
	Fetched school.Day `json:",omitempty"` // of one that the keepers have answered
}

// key begins with the hour, so that what is due stands in front.
func (n News) key() string { return hourKey(n.Hour) + n.ID }

func hourKey(hour time.Time) string { return hour.UTC().Format("20060102T150405") + "/" }

// putNews lets news wait for its hour; where letters do not wait at all, it is told now. All news are written anew with it,
// in this one commit, and what they replace is wiped: of what waits together, nothing says which came first.
func putNews(tx *school.Tx, n News) error {
	n.Hour = NextBatch(tx.Settings, tx.Now)
	if n.Hour.IsZero() {
		return n.tell(tx)
	}
	if err := newsRows.Put(tx, n.key(), n); err != nil {
		return err
	}
	tx.Wipe = true
	return newsRows.Rewrite(tx)
}

// dropNews takes back what waits about a letter.
func dropNews(tx *school.Tx, id string) error {
	n, waits, err := newsOf(tx, id)
	if err != nil || !waits {
		return err
	}
	tx.Wipe = true
	if err := newsRows.Delete(tx, n.key()); err != nil {
		return err
	}
	return newsRows.Rewrite(tx)
}

// newsOf is what waits about a letter. Keys begin with the hour, and only a few wait.
func newsOf(tx *school.Tx, id string) (n News, waits bool, err error) {
	key := ""
	if err := newsRows.Keys(tx, kv.Range{}, func(k string) error {
		if strings.HasSuffix(k, "/"+id) {
			key = k
		}
		return nil
	}); err != nil || key == "" {
		return n, false, err
	}
	return newsRows.Get(tx, key)
}

// tell makes news what the keepers see.
func (n News) tell(tx *school.Tx) error {
	if n.Letter != nil {
		return putLetter(tx, *n.Letter)
	}
	l, err := letterRows.Must(tx, n.ID)
	if err != nil {
		return err
	}
	l.Fetched = n.Fetched
	return letterRows.Put(tx, n.ID, l)
}

// putLetter stores a new letter, and the key by which its return code finds it.
func putLetter(tx *school.Tx, l Letter) error {
	if err := lettersBy.Put(tx, l.Lookup, l.ID); err != nil {
		return err
	}
	tx.Publish(school.TopicLetter)
	tx.Wipe = true
	return letterRows.Put(tx, l.ID, l)
}

// due are the news whose hour has come.
func due(tx *school.Tx) kv.Range { return kv.Range{To: hourKey(tx.Now.Add(time.Second))} }

// HandOver tells the keepers all news whose hour has come, in one commit and in the order of their random ids. It is done at
// the hours for letters, and tells the keepers' pages whether or not a letter was in the batch: what is told at a fixed hour
// says nothing about who wrote.
func (s *Room) HandOver() error {
	return s.school.Update(func(tx *school.Tx) error {
		tx.Publish(school.TopicLetter)
		var news []News
		if err := newsRows.Each(tx, due(tx), func(_ string, n News) error { news = append(news, n); return nil }); err != nil {
			return err
		}
		slices.SortFunc(news, func(a, b News) int { return strings.Compare(a.ID, b.ID) }) // of several hours, after a pause
		for _, n := range news {
			if err := n.tell(tx); err != nil {
				return err
			}
			if err := newsRows.Delete(tx, n.key()); err != nil {
				return err
			}
		}
		if len(news) == 0 {
			return nil
		}
		tx.Wipe = true
		return newsRows.Rewrite(tx)
	})
}

// catchUp hands over for whoever asks before the hour's job has come to it. Letters can be read without a disk that takes
// anything: those whose hour has come meanwhile wait for it.
func (s *Room) catchUp() error {
	none := true
	if err := s.school.View(func(tx *school.Tx) error {
		return newsRows.Keys(tx, due(tx), func(string) error { none = false; return kv.ErrStop })
	}); err != nil || none {
		return err
	}
	return school.UnlessDisk(s.HandOver())
}

// HideWaiting leads to the schema in which letters that wait stand apart, and the others know of no hour; all letters are
// written anew. hours are those that the letters knew.
func HideWaiting(tx *school.Tx, hours map[string]time.Time) error {
	var letters []Letter // a scan must not write under its own feet
	if err := letterRows.Each(tx, kv.Range{}, func(_ string, l Letter) error { letters = append(letters, l); return nil }); err != nil {
		return err
	}
	for _, l := range letters {
		l.Urgent = l.Urgent && l.Opened == ""
		if !hours[l.ID].After(tx.Now) {
			if err := letterRows.Put(tx, l.ID, l); err != nil {
				return err
			}
			continue
		}
		if err := letterRows.Delete(tx, l.ID); err != nil {
			return err
		}
		if err := lettersBy.Delete(tx, l.Lookup); err != nil {
			return err
		}
		n := News{Hour: hours[l.ID], ID: l.ID, Letter: &l}
		if err := newsRows.Put(tx, n.key(), n); err != nil {
			return err
		}
	}
	if err := letterRows.Rewrite(tx); err != nil {
		return err
	}
	return lettersBy.Rewrite(tx)
}

// NextBatch is the next of the school's hours for letters after now, or zero when letters do not wait. Letters of one
// batch arrive together, so none can be matched with who has just left the kiosk (DOMAIN C, "Timestamp + CCTV": release
// in batches).
func NextBatch(settings school.Settings, now time.Time) time.Time {
	hours := settings.LetterHours
	if len(hours) == 0 {
		return time.Time{}
	}
	today := school.DayOf(now)
	for _, day := range []school.Day{today, today.Add(1)} {
		for _, c := range slices.Sorted(slices.Values(hours)) {
			if at := day.At(c, now.Location()); at.After(now) {
				return at
			}
		}
	}
	return time.Time{}
}
