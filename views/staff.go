package views

import (
	"html/template"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
)

// StaffDoc is the page around what staff work with: the menu of their roles, the place for urgent calls, the cover.
type StaffDoc struct {
	School, Zone string
	Now          int64
	Title        string
	Room         string // colour: heart, phone, mail, dorm, plain
	Name         string // of who is logged in
	Who          string // their id
	Lock         int    // minutes without a touch until the page covers itself; 0 while there is nothing to cover
	Nav          []NavItem
	Live         string // address of the event stream, if the page is live
	Refetch      string // address of its body alone
	Body         template.HTML
	Warned
}

func (StaffDoc) Template() string                   { return "staff/doc" }
func (d StaffDoc) with(body template.HTML) Document { d.Body = body; return d }

// NavItem is a line of the menu.
type NavItem struct {
	Href, Name string
	Current    bool
	Count      int // what waits there; 0 shows nothing
}

// Accounts lists the members of staff, and takes in new ones.
type Accounts struct {
	List      []school.Staff
	Say       string
	Draft     school.Staff
	Edit      bool // Draft is an account that is there already
	Clashes   Clashes
	Classes   string // as typed
	Roles     []school.Role
	Buildings []school.Building
	Fresh     []FreshAccount // first passwords just given, shown once
	Typed     string         // the list that was typed

	Wrong map[string]access.WrongLogins // where somebody is guessing, by account
}

func (Accounts) Template() string { return "staff/access/accounts" }

// FreshAccount is what a member of staff is handed on paper.
type FreshAccount struct{ Name, Login, Password string }

var roleNames = map[school.Role]string{
	school.RoleAdmin:     "管理员",
	school.RoleHead:      "校领导",
	school.RoleOffice:    "德育处",
	school.RoleTeacher:   "班主任",
	school.RoleCounselor: "知心屋老师",
	school.RoleKeeper:    "亲情室值班",
	school.RoleDorm:      "生活老师",
	school.RoleGate:      "门卫",
}

var roleHomes = map[school.Role]string{
	school.RoleAdmin:     "/admin",
	school.RoleHead:      "/office",
	school.RoleOffice:    "/office",
	school.RoleTeacher:   "/class",
	school.RoleCounselor: "/counselor",
	school.RoleKeeper:    "/phone",
	school.RoleDorm:      "/dorm",
	school.RoleGate:      "/gate",
}

// RoleNamed finds the role that people call so.
func RoleNamed(name string) (school.Role, bool) {
	for r, n := range roleNames {
		if n == name {
			return r, true
		}
	}
	return "", false
}

// RoleHome is the page a role starts the day on.
func RoleHome(r school.Role) string { return roleHomes[r] }
