package views

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// What the fixtures have in common: an evening, a child, and the kiosks that know it.
var (
	anEvening = time.Date(2026, 11, 23, 19, 8, 0, 0, time.UTC)
	aChild    = roster.Child{
		ID: "000001", Name: "周小禾", Class: school.Class{Grade: 3, Number: 2},
		Family: []roster.Relative{{Relation: "妈妈", Phones: []roster.Phone{{Number: "1"}}}},
	}
	aKiosk = Kiosk{
		School: "试验小学", Where: "图书角", Room: "heart", Idle: 30, Pinyin: true, Say: "请先刷卡。",
		Visit: "t", Short: "小禾", Initial: "禾", Now: anEvening,
		Offers:   Offers{true, true, true, true, true},
		Hotlines: []school.Hotline{{Number: "110", Name: "报警"}},
	}
	phoneKiosk = Kiosk{
		School: "试验小学", Where: "亲情室", Room: "phone", Idle: 30, Pinyin: true, Say: "请先刷卡。",
		Visit: "t", Short: "小禾", Initial: "禾", Now: anEvening,
	}
)

// fixtures has a page of every kind, so that each template is executed with something in it. Those of a noun stand in
// its file, beside what they show.
func fixtures() []Page {
	return slices.Concat(
		agendaFixtures(),
		auditFixtures(),
		boardFixtures(),
		bookingFixtures(),
		callInFixtures(),
		cardFixtures(),
		clockFixtures(),
		contactFixtures(),
		demoFixtures(),
		deviceFixtures(),
		doorFixtures(),
		dutyFixtures(),
		enrolmentFixtures(),
		errorFixtures(),
		figuresFixtures(),
		fileFixtures(),
		gateFixtures(),
		greetingFixtures(),
		importFixtures(),
		jobFixtures(),
		kioskFixtures(),
		letterFixtures(),
		lineFixtures(),
		mailboxFixtures(),
		newsFixtures(),
		noteFixtures(),
		passwordFixtures(),
		phoneFixtures(),
		plainFixtures(),
		exceptionFixtures(),
		planFixtures(),
		referralFixtures(),
		replyFixtures(),
		returnCodeFixtures(),
		rolloverFixtures(),
		rosterFixtures(),
		schoolFixtures(),
		sessionFixtures(),
		signInFixtures(),
		staffFixtures(),
		taskFixtures(),
		ticketFixtures(),
		urgentFixtures(),
		usageFixtures(),
		verificationFixtures(),
		visitFixtures(),
		voiceFixtures(),
	)
}

// TestEveryPage renders every template with something in it: none is missing, broken, orphaned, or holds what the
// content policy forbids.
func TestEveryPage(t *testing.T) {
	v, err := New(false)
	if err != nil {
		t.Fatal(err)
	}
	forbidden := regexp.MustCompile(
		`(?i)<script>|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals="js|ZgotmplZ|<no value>`)
	var seen []string
	for _, p := range fixtures() {
		var b bytes.Buffer
		if err := v.Render(&b, p); err != nil {
			t.Errorf("%s: %v", p.Template(), err)
		}
		if m := forbidden.FindString(b.String()); m != "" {
			t.Errorf("%s holds %q", p.Template(), m)
		}
		seen = append(seen, p.Template())
	}
	err = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		name := strings.TrimSuffix(path, ".html")
		isPage := !d.IsDir() && !strings.HasSuffix(name, "/parts") && name != "staff/heart/agenda"
		if isPage && !slices.Contains(seen, name) {
			t.Errorf("%s has no page", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
