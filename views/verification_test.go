package views

import "zhixinwu/store"

func verificationFixtures() []Page {
	return []Page{
		Verification{Verification: store.Verification{
			Known: true,
			Classes: []store.ClassVerification{{
				New: []store.Child{aChild}, Gone: []store.Child{aChild}, Changed: []store.Child{aChild},
				Unconfirmed: []store.Child{aChild},
			}},
		}},
	}
}
