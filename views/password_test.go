package views

func passwordFixtures() []Page {
	return []Page{
		Password{First: true, Say: "x"},
		Password{HasPIN: true, PINSay: "x", Done: true},
		Unlock{PIN: true},
	}
}
