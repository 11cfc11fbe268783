package views

// Gate is the gatekeeper's page.
type Gate struct{}

func (Gate) Template() string { return "staff/dorm/gate" }
