package views

import (
	"time"

	"zhixinwu/store"
)

// closedRoom is closed for a day on which the school celebrates.
var closedRoom = store.PhoneOpening{
	Why: store.ErrPhoneHoliday, Holiday: "运动会", Next: anEvening.Add(20 * time.Hour),
}

func phoneFixtures() []Page {
	queued := []store.Queued{{Ticket: aTicket, Of: aChild}}
	busy := store.PhoneRoom{
		Lines: []store.PhoneLine{
			calledLine, talkingLine(), brokenLine,
			{Line: store.Line{ID: "4"}, Talk: cutTalk(), Child: aChild},
		},
		Waiting: queued, Paused: queued, Missed: queued, Unasked: queued,
		Self: true, CallIn: true, Opening: closedRoom, More: 2 * time.Minute, At: anEvening,
	}
	return []Page{
		Phone{
			PhoneRoom: store.PhoneRoom{
				Lines:   []store.PhoneLine{{Talk: &aTicket, Child: aChild}, {}},
				Waiting: []store.Queued{{Ticket: aTicket, Of: aChild}},
				Missed:  []store.Queued{{Ticket: aTicket, Of: aChild}},
			},
			Outcomes: store.Outcomes,
		},
		Phone{PhoneRoom: busy, Outcomes: store.Outcomes},
	}
}
