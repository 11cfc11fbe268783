package views

import (
	"zhixinwu/store"
)

// KioskNews is one message, opened by a tap, and how many wait behind it.
type KioskNews struct {
	Kiosk
	store.Told
}

func (KioskNews) Template() string { return "kiosk/news" }
