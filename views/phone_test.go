package views

import (
	"time"
	"zhixinwu/store/phone"
)

// closedRoom is closed for a day on which the school celebrates.
var closedRoom = phone.Opening{
	Why: phone.ErrHoliday, Holiday: "运动会", Next: anEvening.Add(20 * time.Hour),
}

func phoneFixtures() []Page {
	queued := []phone.Queued{{Ticket: aTicket, Of: aChild}}
	busy := phone.Desk{
		Lines: []phone.DeskLine{
			calledLine, talkingLine(), brokenLine,
			{Line: phone.Line{ID: "4"}, Talk: cutTalk(), Child: aChild},
		},
		Waiting: queued, Paused: queued, Missed: queued, Unasked: queued,
		Self: true, CallIn: true, Opening: closedRoom, More: 2 * time.Minute, At: anEvening,
	}
	return []Page{
		Phone{
			Desk: phone.Desk{
				Lines:   []phone.DeskLine{{Talk: &aTicket, Child: aChild}, {}},
				Waiting: []phone.Queued{{Ticket: aTicket, Of: aChild}},
				Missed:  []phone.Queued{{Ticket: aTicket, Of: aChild}},
			},
			Outcomes: phone.Outcomes,
		},
		Phone{Desk: busy, Outcomes: phone.Outcomes},
	}
}
