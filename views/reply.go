package views

import "zhixinwu/store"

// KioskReplyCode asks for a return code, KioskReply shows what it leads to.
type KioskReplyCode struct {
	Kiosk
	Pictures []string
}
type KioskReply struct {
	Kiosk
	store.Reply
}

func (KioskReplyCode) Template() string { return "kiosk/replycode" }
func (KioskReply) Template() string     { return "kiosk/reply" }
