package views

import "zhixinwu/store"

// Refer is a colleague's page to propose a child with; Referrals is the counselors' list.
type Refer struct {
	store.ReferPage
	Reasons []string
	Chosen  []string
	Child   string
	Words   string
	Say     string
}
type Referrals struct{ List []store.NamedReferral }

func (Refer) Template() string     { return "staff/heart/refer" }
func (Referrals) Template() string { return "staff/heart/referrals" }

// Chose reports whether a reason was ticked.
func (r Refer) Chose(reason string) bool {
	for _, c := range r.Chosen {
		if c == reason {
			return true
		}
	}
	return false
}
