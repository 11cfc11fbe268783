package views

func gateFixtures() []Page { return []Page{Gate{}} }
