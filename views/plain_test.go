package views

func plainFixtures() []Page { return []Page{PlainDoc{}} }
