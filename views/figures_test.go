package views

import (
	"time"
	"zhixinwu/store/heart"
	"zhixinwu/store/visit"
)

func figuresFixtures() []Page {
	return []Page{
		Figures{
			heart.Figures{
				First: "2026-06-01", Hidden: 5,
				Weeks: []heart.WeekFigure{
					{First: "2026-06-01", Talks: 7}, {First: "2026-06-08", Talks: heart.HiddenCount},
				},
				Months: []heart.MonthFigure{{Month: "2026-06-01", Topics: []heart.Count{1, heart.HiddenCount}}},
				Answer: time.Minute,
			},
			visit.Topics,
		},
	}
}
