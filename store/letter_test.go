package store_test

import (
	"errors"
	"testing"

	"zhixinwu/store/mail"
	"zhixinwu/store/storetest"
	"zhixinwu/store/urgent"
)

// TestUrgentLetterRings: a letter that asks for somebody now calls an adult to its kiosk, with no child in the call; one
// that can wait does not, one that is refused does not, and the same form sent twice rings once.
func TestUrgentLetterRings(t *testing.T) {
	s := storetest.Open(t, 1)
	text := mail.LetterText{Kind: "text", Mood: "afraid", Text: "请来一下"}
	if _, called, err := s.SendLetter(s.Kiosk, text, false, "slow", 1); err != nil || called != nil {
		t.Fatalf("a letter that waits: %+v, %v", called, err)
	}
	_, called, err := s.SendLetter(s.Kiosk, mail.LetterText{Kind: "text"}, true, "empty", 1)
	if !errors.Is(err, mail.ErrLetterEmpty) || called != nil {
		t.Fatalf("an empty letter: %+v, %v", called, err)
	}
	if alarms, err := s.Urgent.Alarms(s.Counselor); err != nil || len(alarms) != 0 {
		t.Fatalf("rings for nothing: %+v, %v", alarms, err)
	}
	var first urgent.Call
	for range 2 {
		_, called, err := s.SendLetter(s.Kiosk, text, true, "now", 1)
		if err != nil || called == nil || called.Child != "" || called.Place != s.Kiosk.Place {
			t.Fatalf("%+v, %v", called, err)
		}
		if first.Screen != "" && called.Screen != first.Screen {
			t.Error("sent twice, it rings twice")
		}
		first = *called
	}
	if alarms, err := s.Urgent.Alarms(s.Counselor); err != nil || len(alarms) != 1 || alarms[0].Of.Name != "" {
		t.Errorf("%+v, %v", alarms, err)
	}
}
