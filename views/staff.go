package views

import (
	"html/template"

	"zhixinwu/store"
)

// StaffDoc is the page around what staff work with.
type StaffDoc struct {
	School, Zone string
	Now          int64
	Title        string
	Room         string // colour: heart, phone, mail, dorm, plain
	Name         string // of who is logged in
	Lock         int    // minutes without a touch until the page covers itself; 0 while there is nothing to cover
	Nav          []NavItem
	Live         string // address of the event stream, if the page is live
	Refetch      string // address of its body alone
	Body         template.HTML
}

// NavItem is a line of the menu.
type NavItem struct {
	Href, Name string
	Current    bool
	Count      int // what waits there; 0 shows nothing
}

func (StaffDoc) Template() string                   { return "staff/doc" }
func (d StaffDoc) with(body template.HTML) Document { d.Body = body; return d }

// Phone is the keeper's page.
type Phone struct {
	store.PhoneRoom
	Say      string
	Outcomes []store.Outcome
}

// Mailbox asks a counselor for the passphrase, or for a first one.
type Mailbox struct {
	store.MailboxState
	Say  string
	Demo bool
}

// Letters lists the envelopes; Letter is one, opened.
type Letters struct {
	List []store.Letter
	store.MailboxState
}
type Letter struct {
	store.OpenLetter
	Say    string
	Answer string // typed so far
}

// Dorm is a building's day.
type Dorm struct {
	Buildings []store.Building
	store.BuildingDay
	Room *store.RoomDay
}

// Gate is the gatekeeper's page.
type Gate struct{}

func (Phone) Template() string   { return "staff/phone/phone" }
func (Mailbox) Template() string { return "staff/mail/mailbox" }
func (Letters) Template() string { return "staff/mail/letters" }
func (Letter) Template() string  { return "staff/mail/letter" }
func (Dorm) Template() string    { return "staff/dorm/dorm" }
func (Gate) Template() string    { return "staff/dorm/gate" }

// BoardDoc is the wall; Board its living part.
type BoardDoc struct {
	School, Zone string
	Now          int64
	Body         template.HTML
}
type Board struct{ store.Board }

func (BoardDoc) Template() string                   { return "board/doc" }
func (d BoardDoc) with(body template.HTML) Document { d.Body = body; return d }
func (Board) Template() string                      { return "board/board" }

// PlainDoc is the page around forms and messages without a menu.
type PlainDoc struct {
	Title string
	Wide  bool
	Live  bool // asks the server again by itself
	Body  template.HTML
}

// Login, Setup and Message are such pages.
type Login struct {
	School, Login, Next, Say string
	Demo                     bool
}
type Setup struct{ School, Login, Name, Say string }
type Message struct {
	Say       string
	Reference string // of the log line, for an error we do not know
	Href      string
	Link      string
}
type Help struct{ Hotlines []store.Hotline }

func (PlainDoc) Template() string                   { return "plain/doc" }
func (d PlainDoc) with(body template.HTML) Document { d.Body = body; return d }
func (Login) Template() string                      { return "plain/login" }
func (Setup) Template() string                      { return "plain/setup" }
func (Message) Template() string                    { return "plain/message" }
func (Help) Template() string                       { return "plain/help" }

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

// DemoChild, DemoStaff and DemoDevice are what one needs to play that part.
type DemoChild struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Class    string `json:"class"`
	Building string `json:"building"`
	Room     string `json:"room"`
	Card     string `json:"card"`
}
type DemoStaff struct {
	Login    string       `json:"login"`
	Password string       `json:"password"`
	Name     string       `json:"name"`
	Roles    []store.Role `json:"roles"`
	Home     string       `json:"home"`
}
type DemoDevice struct {
	Name   string        `json:"name"`
	Place  string        `json:"place"`
	Offers []store.Offer `json:"offers"`
	Enroll string        `json:"enroll"`
}

func (Demo) Template() string { return "plain/demo" }
