package views

import "zhixinwu/store"

func boardFixtures() []Page {
	return []Page{
		WallDoc{},
		BoardDoc{},
		Board{store.Board{
			Lines: []store.BoardLine{
				{ID: "1", No: 9, State: store.Called}, {ID: "2", No: 7, State: store.Talking}, {ID: "3"},
			},
			Next: []int{10}, Waiting: 6,
		}},
		Board{store.Board{
			Opening: closedRoom, Called: []int{3},
			Lines: []store.BoardLine{
				{ID: "1", Out: true},
				{ID: "2", No: 4, State: store.Called, Class: "一(1)班", Summons: [2]string{"star", "boat"}},
			},
		}},
		Board{store.Board{Announcement: store.Announcement{Text: "今晚停到八点"}}},
		Board{store.Board{CallIn: true}},
	}
}
