package views

import (
	"zhixinwu/store/mail"
	"zhixinwu/store/visit"
)

func replyFixtures() []Page {
	return []Page{
		KioskReplyCode{aKiosk, visit.Pictures},
		KioskReply{aKiosk, mail.Reply{Answers: []mail.SentAnswer{{Day: "2026-11-23"}}}},
	}
}
