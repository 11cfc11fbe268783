package views

import (
	"testing"
	"zhixinwu/store/mail"
	"zhixinwu/store/visit"
)

func returnCodeFixtures() []Page {
	code := mail.ReturnCode{Pictures: [4]string{"star", "boat", "apple", "fish"}, Digits: "4072"}
	return []Page{
		KioskCode{Kiosk: aKiosk, Code: code, Pictures: visit.Pictures},
		KioskCode{
			Kiosk: aKiosk, Code: code, Readers: []string{"王老师"}, Pictures: visit.Pictures,
			Called: &KioskUrgent{Kiosk: aKiosk, Call: asked(), Beside: true},
		},
	}
}

func TestSpelledCode(t *testing.T) {
	for _, typed := range []string{"星星小船苹果小鱼4072", "星星 小船 苹果 小鱼 4 0 7 2", "star-boat-apple-fish-4072"} {
		c, err := mail.ParseReturnCode(SpelledCode(typed))
		if err != nil || c.String() != "star-boat-apple-fish-4072" {
			t.Errorf("%s: %s, %v", typed, c, err)
		}
	}
}
