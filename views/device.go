package views

import (
	"time"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
)

// Devices lists what is enrolled, and takes in a new one. The fresh link is on this answer alone.
type Devices struct {
	List    []access.DeviceSeen
	Link    string // a fresh enrolment link, shown once
	For     string
	Say     string
	Draft   school.Device
	Edit    bool // Draft is a device that is there already
	Clashes Clashes
	Offers  []school.Offer
	Code    string // as typed
	Now     time.Time
}

func (Devices) Template() string { return "staff/access/devices" }

var offerNames = map[school.Offer]string{
	school.OfferBooking: "知心屋预约",
	school.OfferPhone:   "亲情电话",
	school.OfferLetters: "知心信箱",
	school.OfferRoll:    "晚上签到",
	school.OfferHelp:    "求助",
	school.OfferBoard:   "叫号屏",
	school.OfferArrive:  "知心屋门口（刷卡就是到了）",
	school.OfferDoor:    "知心屋门牌",
	school.OfferDuty:    "值班铃",
}
