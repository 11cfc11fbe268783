package views

import "zhixinwu/store"

func replyFixtures() []Page {
	return []Page{
		KioskReplyCode{aKiosk, store.Pictures},
		KioskReply{aKiosk, store.Reply{Answers: []store.SentAnswer{{Day: "2026-11-23"}}}},
	}
}
