package views

import (
	"time"

	"zhixinwu/store"
)

// Devices lists what is enrolled, and takes in a new one.
type Devices struct {
	List   []store.DeviceSeen
	Link   string // a fresh enrolment link, shown once
	For    string
	Say    string
	Draft  store.Device
	Edit   bool // Draft is a device that is there already
	Offers []store.Offer
	Code   string // as typed
	Now    time.Time
}

func (Devices) Template() string { return "staff/access/devices" }

var offerNames = map[store.Offer]string{
	store.OfferBooking: "知心屋预约",
	store.OfferPhone:   "亲情电话",
	store.OfferLetters: "知心信箱",
	store.OfferRoll:    "晚上签到",
	store.OfferHelp:    "求助",
	store.OfferBoard:   "叫号屏",
	store.OfferArrive:  "知心屋门口（刷卡就是到了）",
	store.OfferDoor:    "知心屋门牌",
	store.OfferDuty:    "值班铃",
}
