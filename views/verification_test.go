package views

import "zhixinwu/store/roster"

func verificationFixtures() []Page {
	return []Page{
		Verification{Verification: roster.Verification{
			Known: true,
			Classes: []roster.ClassVerification{{
				New: []roster.Child{aChild}, Gone: []roster.Child{aChild}, Changed: []roster.Child{aChild},
				Unconfirmed: []roster.Child{aChild},
			}},
		}},
	}
}
