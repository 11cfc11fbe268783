package views

import (
	"testing"
	"zhixinwu/store"
	"zhixinwu/store/school"
)

func auditFixtures() []Page {
	return []Page{
		Audits{Rows: []store.AuditRow{{}, {Child: true}}, Next: 3},
		Audits{Code: "12-abcd-efgh", Held: "11-abcd-efgh", Good: true},
		Audits{Code: "12-abcd-efgh", Held: "11-abcd-efgh"},
	}
}

// TestEveryActionHasAName in the list of who did what.
func TestEveryActionHasAName(t *testing.T) {
	for _, a := range school.Actions {
		if actionNames[a] == "" {
			t.Errorf("no name for the action %s", a)
		}
	}
}
