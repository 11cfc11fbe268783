package views

import "zhixinwu/store/mail"

// KioskReplyCode asks for a return code, KioskReply shows what it leads to.
type KioskReplyCode struct {
	Kiosk
	Pictures []string
}

// KioskReply shows the answers, or that the letter has been read and none has come, or that it has not been read yet.
type KioskReply struct {
	Kiosk
	mail.Reply
}

func (KioskReplyCode) Template() string { return "kiosk/replycode" }
func (KioskReply) Template() string     { return "kiosk/reply" }
