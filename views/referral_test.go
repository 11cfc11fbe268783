package views

import "zhixinwu/store"

var aReferral = store.NamedReferral{
	Referral: store.Referral{N: 1, Child: aChild.ID, Reasons: store.ReferralReasons, At: anEvening},
	Of:       aChild,
	Who:      "班主任",
}

func referralFixtures() []Page {
	return []Page{
		Refer{
			ReferPage: store.ReferPage{Children: []store.Child{aChild}, Mine: []store.NamedReferral{aReferral}},
			Reasons:   store.ReferralReasons,
		},
		Referrals{[]store.NamedReferral{aReferral}},
	}
}
