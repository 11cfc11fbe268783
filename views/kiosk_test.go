package views

func kioskFixtures() []Page { return []Page{KioskDoc{}, KioskMessage{aKiosk}, KioskDoc{Line: true}} }
