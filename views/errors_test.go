package views

import (
	"strings"
	"testing"
	"zhixinwu/store/school"
)

func errorFixtures() []Page { return []Page{Message{Say: "x"}} }

// TestEveryErrorHasASentence, and every sentence is short enough to be read.
func TestEveryErrorHasASentence(t *testing.T) {
	for _, key := range school.Keys {
		if sentences[key] == "" {
			t.Errorf("no sentence for %s", key)
		}
	}
	for key, s := range sentences {
		if len([]rune(s)) > 36 || !strings.HasSuffix(s, "。") {
			t.Errorf("%s is not one short sentence: %s", key, s)
		}
	}
}
