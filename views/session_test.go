package views

func sessionFixtures() []Page { return []Page{Login{}, Setup{}, Help{aKiosk.Hotlines}} }
