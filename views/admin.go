package views

import (
	"slices"
	"strings"
	"time"

	"zhixinwu/store"
)

// Devices and Accounts are the administrator's.
type Devices struct {
	List   []store.DeviceSeen
	Link   string // a fresh enrolment link, shown once
	For    string
	Say    string
	Draft  store.Device
	Edit   bool // Draft is a device that is there already
	Offers []store.Offer
	Code   string // as typed
	Now    time.Time
}
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

// FreshAccount is what a member of staff is handed on paper.
type FreshAccount struct{ Name, Login, Password string }

// Settings is the school's page of settings.
type Settings struct {
	store.School
	Form      SettingsForm
	Say       string
	Done      bool
	Buildings []store.Building
	Changes   []store.NamedChange
}

// SettingsForm is what stands in the fields.
type SettingsForm struct {
	Name, Terms, Periods, Holidays, Letters, Hotlines string
	Week                                              int
	Hours                                             [7]string // by weekday
	Rules                                             map[store.Rule]string
	KeepIDs                                           bool
}

// RuleGroup are the numbers of one part of the house.
type RuleGroup struct {
	Name  string
	Rules []RuleField
}

// RuleField is one number.
type RuleField struct {
	store.Limits
	Name, Unit, Value string
	Switch            bool
}

// Groups lays the numbers out by the part of the house they belong to.
func (s Settings) Groups() (groups []RuleGroup) {
	for _, l := range store.RuleLimits {
		part, _, _ := strings.Cut(string(l.Rule), ".")
		name := ruleGroups[part]
		i := slices.IndexFunc(groups, func(g RuleGroup) bool { return g.Name == name })
		if i < 0 {
			i = len(groups)
			groups = append(groups, RuleGroup{Name: name})
		}
		label := ruleNames[l.Rule]
		groups[i].Rules = append(groups[i].Rules, RuleField{l, label[0], label[1], s.Form.Rules[l.Rule], l.Min == 0 && l.Max == 1})
	}
	return groups
}

// Audits is who looked at and changed what.
type Audits struct {
	Rows []store.AuditRow
	Name string // searched for
	None bool   // nobody has that name
	Next int    // rows before this number are on the next page; 0 if none
}

func (Devices) Template() string  { return "staff/access/devices" }
func (Accounts) Template() string { return "staff/access/accounts" }
func (Settings) Template() string { return "staff/school/settings" }
func (Audits) Template() string   { return "staff/school/audit" }

// Password, Unlock and Pairing have no menu.
type Password struct {
	Name, Say string
	First     bool // must be changed before anything else
	HasPIN    bool
	Done      bool
	PINSay    string
}
type Unlock struct {
	Name, Say string
	PIN       bool
}
type Pairing struct {
	School, Code string
}

func (Password) Template() string { return "staff/access/password" }
func (Unlock) Template() string   { return "plain/unlock" }
func (Pairing) Template() string  { return "plain/pairing" }
