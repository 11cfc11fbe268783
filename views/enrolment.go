package views

// Pairing shows a new device's number until the administrator has typed it.
type Pairing struct {
	School, Code string
}

func (Pairing) Template() string { return "plain/pairing" }
