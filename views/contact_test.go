package views

import (
	"zhixinwu/store/phone"
	"zhixinwu/store/school"
)

func contactFixtures() []Page {
	days := []school.Day{"2026-11-01", "2026-11-02"}
	return []Page{
		Contacts{ContactLedger: phone.ContactLedger{
			Day: "2026-11-23", Classes: []school.Class{aChild.Class, {Grade: 1, Number: 1}}, Class: aChild.Class,
			Asked: 1,
			Rows: []phone.ContactRow{
				{Child: aChild, Days: -1, Invited: true},
				{Child: aChild, ContactSum: phone.ContactSum{Calls: 1, Letters: 1, Whom: []string{"妈妈"}}},
				{Child: aChild, Days: 20},
			},
		}},
		ContactMonth{phone.ContactMonth{
			Class: aChild.Class, Month: "2026-11", Days: days, Today: "2026-12-01",
			Rows: []phone.ContactCalendar{
				{
					Child: aChild,
					Days:  map[school.Day][]phone.ContactKind{"2026-11-02": {phone.ContactTalk, phone.ContactLetter}},
				},
				{Child: aChild},
			},
		}},
	}
}
