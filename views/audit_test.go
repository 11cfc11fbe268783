package views

import (
	"testing"
	"zhixinwu/store"
	"zhixinwu/store/school"
)

func auditFixtures() []Page { return []Page{Audits{Rows: []store.AuditRow{{}}, Next: 3}} }

// TestEveryActionHasAName in the list of who did what.
func TestEveryActionHasAName(t *testing.T) {
	for _, a := range school.Actions {
		if actionNames[a] == "" {
			t.Errorf("no name for the action %s", a)
		}
	}
}
