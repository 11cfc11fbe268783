package views

func enrolmentFixtures() []Page { return []Page{Pairing{Code: "1"}} }
