package views

import (
	"strings"
	"testing"
	"zhixinwu/store/school"
)

// TestEveryNumberHasAName, and a part of the house that it belongs to.
func TestEveryNumberHasAName(t *testing.T) {
	for _, l := range school.RuleLimits {
		part, _, _ := strings.Cut(string(l.Rule), ".")
		if ruleNames[l.Rule][0] == "" || ruleGroups[part] == "" || l.Default < l.Min || l.Default > l.Max {
			t.Errorf("the number %s has the name %q in %q", l.Rule, ruleNames[l.Rule][0], ruleGroups[part])
		}
	}
}
