package views

import (
	"time"

	"zhixinwu/store"
)

func figuresFixtures() []Page {
	return []Page{
		Figures{
			store.Figures{
				First: "2026-06-01", Hidden: 5,
				Weeks: []store.WeekFigure{
					{First: "2026-06-01", Talks: 7}, {First: "2026-06-08", Talks: store.HiddenCount},
				},
				Months: []store.MonthFigure{{Month: "2026-06-01", Topics: []store.Count{1, store.HiddenCount}}},
				Answer: time.Minute,
			},
			store.Topics,
		},
	}
}
