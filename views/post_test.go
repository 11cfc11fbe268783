package views

import (
	"slices"
	"testing"
)

// TestPost: a field without a value, or without a name, is an error and no page.
func TestPost(t *testing.T) {
	p, err := newPost("/to", "x", "child", "000001", "n", 3)
	if err != nil || !slices.Equal(p.Fields, []Hidden{{"child", "000001"}, {"n", 3}}) {
		t.Errorf("two fields: %v, %v", p.Fields, err)
	}
	for _, fields := range [][]any{{"child"}, {"child", "000001", "n"}, {3, "child"}} {
		if _, err := newPost("/to", "x", fields...); err == nil {
			t.Errorf("%v is taken for names and values", fields)
		}
	}
}
