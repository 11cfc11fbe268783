package views

import "zhixinwu/store/mail"

// KioskReplyCode asks for a return code, KioskReply shows what it leads to.
type KioskReplyCode struct {
	Kiosk
	Pictures []string
}
type KioskReply struct {
	Kiosk
	mail.Reply
}

func (KioskReplyCode) Template() string { return "kiosk/replycode" }
func (KioskReply) Template() string     { return "kiosk/reply" }
