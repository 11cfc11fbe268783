package store

import (
	"time"
)

const lastSignins Bucket[Signin] = "signin-day"

const signins Bucket[Signin] = "signin"

// Signin is one scan of a card: that a child stood at a device, and whether that was the evening roll.
type Signin struct {
	At     time.Time
	Child  string
	Device string
	Place  string
	Roll   bool
	Door   bool `json:",omitempty"` // the child has come for its talk, and the counselor knows
}

// rescan is how long a second scan of the same card at the same device is the same scan.
const rescan = 3 * time.Second

func putSignin(tx *Tx, c Child, si Signin) error {
	building := c.Bed.Building
	if building == "" {
		building = "00"
	}
	key := string(tx.Day) + "/" + building + "/" + c.ID + "/" + tx.Now.Format("150405.000000")
	if err := signins.Put(tx, key, si); err != nil {
		return err
	}
	tx.Publish(TopicSignin)
	return lastSignins.Put(tx, string(tx.Day)+"/"+c.ID, si)
}
