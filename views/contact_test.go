package views

import "zhixinwu/store"

func contactFixtures() []Page {
	days := []store.Day{"2026-11-01", "2026-11-02"}
	return []Page{
		Contacts{ContactLedger: store.ContactLedger{
			Day: "2026-11-23", Classes: []store.Class{aChild.Class, {Grade: 1, Number: 1}}, Class: aChild.Class,
			Asked: 1,
			Rows: []store.ContactRow{
				{Child: aChild, Days: -1, Invited: true},
				{Child: aChild, ContactSum: store.ContactSum{Calls: 1, Letters: 1, Whom: []string{"妈妈"}}},
				{Child: aChild, Days: 20},
			},
		}},
		ContactMonth{store.ContactMonth{
			Class: aChild.Class, Month: "2026-11", Days: days, Today: "2026-12-01",
			Rows: []store.ContactCalendar{
				{
					Child: aChild,
					Days:  map[store.Day][]store.ContactKind{"2026-11-02": {store.ContactTalk, store.ContactLetter}},
				},
				{Child: aChild},
			},
		}},
	}
}
