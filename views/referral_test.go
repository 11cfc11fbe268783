package views

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/roster"
)

var aReferral = heart.NamedReferral{
	Referral: heart.Referral{
		N: 1, Child: aChild.ID, Reasons: heart.ReferralReasons, At: anEvening, State: heart.ReferralOpen, Back: anEvening,
	},
	Of:  aChild,
	Who: "班主任",
}

func referralFixtures() []Page {
	return []Page{
		Refer{
			ReferPage: heart.ReferPage{Children: []roster.Child{aChild}, Mine: []heart.NamedReferral{aReferral}},
			Reasons:   heart.ReferralReasons,
		},
		Referrals{[]heart.NamedReferral{aReferral}},
	}
}
