package views

import "zhixinwu/store/school"

// Demo is the made-up school's page; its JSON form is a contract with outside checks.
type Demo struct {
	Children []DemoChild  `json:"children"`
	Staff    []DemoStaff  `json:"staff"`
	Devices  []DemoDevice `json:"devices"`

	School  string      `json:"-"`
	Classes []string    `json:"-"`
	Class   string      `json:"-"` // shown now
	Shown   []DemoChild `json:"-"`
}

func (Demo) Template() string { return "plain/demo" }

// DemoChild, DemoStaff and DemoDevice are what one needs to play that part.
type DemoChild struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Class    string `json:"class"`
	Building string `json:"building"`
	Room     string `json:"room"`
	Card     string `json:"card"`
}

// DemoStaff is an account with the password that opens it.
type DemoStaff struct {
	Login    string        `json:"login"`
	Password string        `json:"password"`
	Name     string        `json:"name"`
	Roles    []school.Role `json:"roles"`
	Home     string        `json:"home"`
}

// DemoDevice is a device with the link that makes a browser it.
type DemoDevice struct {
	Name   string         `json:"name"`
	Place  string         `json:"place"`
	Offers []school.Offer `json:"offers"`
	Enroll string         `json:"enroll"`
}
