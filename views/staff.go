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
	List      []store.Staff
	Say       string
	Draft     store.Staff
	Edit      bool   // Draft is an account that is there already
	Classes   string // as typed
	Roles     []store.Role
	Buildings []store.Building
	Fresh     []FreshAccount // first passwords just given, shown once
	Typed     string         // the list that was typed
}

func (Accounts) Template() string { return "staff/access/accounts" }

// FreshAccount is what a member of staff is handed on paper.
type FreshAccount struct{ Name, Login, Password string }

var roleNames = map[store.Role]string{
	store.RoleAdmin:     "管理员",
	store.RoleHead:      "校领导",
	store.RoleOffice:    "德育处",
	store.RoleTeacher:   "班主任",
	store.RoleCounselor: "知心屋老师",
	store.RoleKeeper:    "亲情室值班",
	store.RoleDorm:      "生活老师",
	store.RoleGate:      "门卫",
}

var roleHomes = map[store.Role]string{
	store.RoleAdmin:     "/admin",
	store.RoleHead:      "/office",
	store.RoleOffice:    "/office",
	store.RoleTeacher:   "/class",
	store.RoleCounselor: "/counselor",
	store.RoleKeeper:    "/phone",
	store.RoleDorm:      "/dorm",
	store.RoleGate:      "/gate",
}

// RoleNamed finds the role that people call so.
func RoleNamed(name string) (store.Role, bool) {
	for r, n := range roleNames {
		if n == name {
			return r, true
		}
	}
	return "", false
}

// RoleHome is the page a role starts the day on.
func RoleHome(r store.Role) string { return roleHomes[r] }
