package visit

import (
	"fmt"
	"strings"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const lastSignins school.Bucket[string] = "signin-day"

const signins school.Bucket[Signin] = "signin"

// Signin is one scan of a card: that a child stood at a device, and whether that was the evening roll. Most rows of a
// school are of these, so a row does not repeat what its key says.
type Signin struct {
	At     time.Time `json:"-"`
	Child  string    `json:"-"`
	Device string
	Place  string
	Roll   bool `json:",omitempty"`
	Door   bool `json:",omitempty"` // the child has come for its talk, and the counselor knows
}

// Rescan is how long a second scan of the same card at the same device is the same scan.
const Rescan = 3 * time.Second

// scanTime is a time of day in a key: to the microsecond, so that no two scans are one.
const scanTime = "150405.000000"

// PutSignin files a scan of this moment under the building in which the child sleeps; "00" are those who sleep at home.
func PutSignin(tx *school.Tx, building string, si Signin) error {
	if building == "" {
		building = "00"
	}
	at := tx.Now.Format(scanTime)
	if err := signins.Put(tx, string(tx.Day)+"/"+building+"/"+si.Child+"/"+at, si); err != nil {
		return err
	}
	tx.Publish(school.TopicSignin)
	return lastSignins.Put(tx, string(tx.Day)+"/"+si.Child, building+"/"+at)
}

// placed gives a row what its key says.
func placed(tx *school.Tx, key string, si Signin) (Signin, error) {
	parts := strings.Split(key, "/")
	if len(parts) != 4 {
		return si, fmt.Errorf("%w: signin/%s", kv.ErrCorrupt, key)
	}
	at, err := time.ParseInLocation("2006-01-02 "+scanTime, parts[0]+" "+parts[3], tx.Now.Location())
	if err != nil {
		return si, fmt.Errorf("%w: signin/%s: %w", kv.ErrCorrupt, key, err)
	}
	si.At, si.Child = at, parts[2]
	return si, nil
}

// LastSignin is the latest scan of a child on a day, if there was one.
func LastSignin(tx *school.Tx, day school.Day, child string) (si Signin, found bool, err error) {
	last, found, err := lastSignins.Get(tx, string(day)+"/"+child)
	if err != nil || !found {
		return si, false, err
	}
	building, at, _ := strings.Cut(last, "/")
	key := string(day) + "/" + building + "/" + child + "/" + at
	if si, err = signins.Must(tx, key); err != nil {
		return si, false, err
	}
	si, err = placed(tx, key, si)
	return si, true, err
}

// SigninsOf are a building's scans of a day by child, the oldest first.
func SigninsOf(tx *school.Tx, day school.Day, building string) (map[string][]Signin, error) {
	scans := map[string][]Signin{}
	return scans, signins.Each(tx, kv.Prefix(string(day)+"/"+building+"/"), func(key string, si Signin) error {
		si, err := placed(tx, key, si)
		scans[si.Child] = append(scans[si.Child], si)
		return err
	})
}

// ShortenSignins rewrites the rows of schema 5, which repeated their keys, and the index, which repeated the rows. It goes
// from day to day: a scan must not write under its own feet, and ten years at once would not fit into the memory.
func ShortenSignins(tx *school.Tx) error {
	for from := ""; ; {
		day := ""
		var keys []string
		var rows []Signin
		last := map[string]string{} // child → time and building, so that the greatest is the latest
		if err := signins.Each(tx, kv.Range{From: from}, func(key string, si Signin) error {
			parts := strings.Split(key, "/")
			if len(parts) != 4 {
				return fmt.Errorf("%w: signin/%s", kv.ErrCorrupt, key)
			}
			if day == "" {
				day = parts[0]
			}
			if parts[0] != day {
				return kv.ErrStop
			}
			keys, rows = append(keys, key), append(rows, si)
			last[parts[2]] = max(last[parts[2]], parts[3]+"/"+parts[1])
			return nil
		}); err != nil || day == "" {
			return err
		}
		for i, key := range keys {
			if err := signins.Put(tx, key, rows[i]); err != nil {
				return err
			}
		}
		for child, l := range last {
			at, building, _ := strings.Cut(l, "/")
			if err := lastSignins.Put(tx, day+"/"+child, building+"/"+at); err != nil {
				return err
			}
		}
		from = day + "0" // the first key after "day/"
	}
}
