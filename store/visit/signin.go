package visit

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const lastSignins school.Bucket[Signin] = "signin-day"

const signins school.Bucket[Signin] = "signin"

// Signin is one scan of a card: that a child stood at a device, and whether that was the evening roll.
type Signin struct {
	At     time.Time
	Child  string
	Device string
	Place  string
	Roll   bool
	Door   bool `json:",omitempty"` // the child has come for its talk, and the counselor knows
}

// Rescan is how long a second scan of the same card at the same device is the same scan.
const Rescan = 3 * time.Second

// PutSignin files a scan under the building in which the child sleeps; "00" are the children who sleep at home.
func PutSignin(tx *school.Tx, building string, si Signin) error {
	if building == "" {
		building = "00"
	}
	key := string(tx.Day) + "/" + building + "/" + si.Child + "/" + tx.Now.Format("150405.000000")
	if err := signins.Put(tx, key, si); err != nil {
		return err
	}
	tx.Publish(school.TopicSignin)
	return lastSignins.Put(tx, string(tx.Day)+"/"+si.Child, si)
}

// LastSignin is the latest scan of a child on a day, if there was one.
func LastSignin(tx *school.Tx, day school.Day, child string) (Signin, bool, error) {
	return lastSignins.Get(tx, string(day)+"/"+child)
}

// SigninsOf are a building's scans of a day by child, the oldest first.
func SigninsOf(tx *school.Tx, day school.Day, building string) (map[string][]Signin, error) {
	scans := map[string][]Signin{}
	return scans, signins.Each(tx, kv.Prefix(string(day)+"/"+building+"/"), func(_ string, si Signin) error {
		scans[si.Child] = append(scans[si.Child], si)
		return nil
	})
}
