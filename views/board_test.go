package views

import "zhixinwu/store/phone"

func boardFixtures() []Page {
	return []Page{
		WallDoc{},
		BoardDoc{},
		Board{Board: phone.Board{
			Lines: []phone.BoardLine{
				{ID: "1", No: 9, State: phone.Called}, {ID: "2", No: 7, State: phone.Talking}, {ID: "3"},
			},
			Next: []int{10}, Waiting: 6,
		}},
		Board{Board: phone.Board{
			Opening: closedRoom, Called: []int{3},
			Lines: []phone.BoardLine{
				{ID: "1", Out: true},
				{ID: "2", No: 4, State: phone.Called, Class: "一(1)班", Summons: [2]string{"star", "boat"}},
			},
		}},
		Board{Board: phone.Board{Announcement: phone.Announcement{Text: "今晚停到八点"}}},
		Board{Board: phone.Board{CallIn: true}},
	}
}
