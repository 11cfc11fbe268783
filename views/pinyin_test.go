package views

import (
	"regexp"
	"strings"
	"testing"
	"zhixinwu/store/mail"
)

func TestPinyin(t *testing.T) {
	sounds := func(text string) string {
		var all []string
		for _, m := range regexp.MustCompile(`<rt>([^<]*)</rt>`).FindAllStringSubmatch(string(py(true, text)), -1) {
			all = append(all, m[1])
		}
		return strings.Join(all, " ")
	}
	for text, want := range map[string]string{
		"你想做什么？": "nǐ xiǎng zuò shén me",
		"还有3个人":  "hái yǒu gè rén",
		"你觉得呢":   "nǐ jué de ne",
		"长大了":    "zhǎng dà le",
		"睡觉":     "shuì jiào",
		"一次":     "yí cì",
		"不对":     "bú duì",
		"朋友":     "péng you",
		"好了":     "hǎo le",
		"信":      "xìn",
	} {
		if got := sounds(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got := py(false, "你<b>"); got != "你&lt;b&gt;" {
		t.Errorf("off: %s", got)
	}
	if got := py(true, "<b>"); strings.Contains(string(got), "<b>") {
		t.Errorf("not escaped: %s", got)
	}
}

// TestPinyinKeepsFixedSentences: what stands in a template is written once; a reply, which a child reads in the same way, is
// kept nowhere.
func TestPinyinKeepsFixedSentences(t *testing.T) {
	if n := len(rubies()); n < 100 || rubies()["你现在心里怎么样？"] != ruby("你现在心里怎么样？") {
		t.Errorf("%d fixed sentences", n)
	}
	before := len(rubies())
	v, err := New(false)
	if err != nil {
		t.Fatal(err)
	}
	const words = "明天我去宿舍看你"
	reply := KioskReply{Kiosk: Kiosk{Pinyin: true}}
	reply.Answers = []mail.SentAnswer{{AnswerText: mail.AnswerText{Text: words}}}
	var page strings.Builder
	if err := v.Render(&page, reply); err != nil || !strings.Contains(page.String(), string(ruby(words))) {
		t.Fatalf("%v: %s", err, page.String())
	}
	if _, kept := rubies()[words]; kept || len(rubies()) != before {
		t.Error("the reply is kept")
	}
}
