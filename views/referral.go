package views

import "zhixinwu/store/heart"

// Refer is a colleague's page to propose a child with; Referrals is the counselors' list. Of the own proposals it
// says whether somebody has taken them up, and nothing of what came of it.
type Refer struct {
	heart.ReferPage
	Reasons []string
	Chosen  []string
	Child   string
	Words   string
	Say     string
}

// Referrals are those that wait, the oldest first.
type Referrals struct{ List []heart.NamedReferral }

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

var reasonNames = map[string]string{
	"quiet":   "不说话了",
	"sad":     "常常难过",
	"angry":   "容易发火",
	"sleep":   "睡不好",
	"home":    "家里有变化",
	"friends": "和同学有矛盾",
	"absent":  "不想上学",
	"other":   "别的",
}

// stands is what the colleague reads: whether somebody looks after the child. Of a no, or of who called a talk off, it says
// nothing.
func stands(r heart.Referral) string {
	if r.State == heart.ReferralOpen && !r.Back.IsZero() {
		return "还没谈成，知心屋再安排"
	}
	return referralStates[r.State]
}

// referralStates are what the colleague reads: taken and closed read alike, because what was done is the child's.
var referralStates = map[heart.ReferralState]string{
	heart.ReferralOpen:   "收到了",
	heart.ReferralTaken:  "知心屋接了",
	heart.ReferralClosed: "知心屋接了",
}
