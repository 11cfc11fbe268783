package store_test

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/access"
	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

// TestMigrate1 opens a school as schema 1 kept it: nothing of it is lost, and its audit gets a chain that holds.
func TestMigrate1(t *testing.T) {
	s := openRows(t, [][3]string{
		{"meta", "version", `1`}, {"meta", "staff-seq", `1`}, {"meta", "child-seq", `1`},
		{"setting", "school", `{"Name":"旧学校","TimeZone":"Asia/Shanghai","KioskIdle":45,"LetterHours":[600],"Demo":false}`},
		{"staff", "001", `{"ID":"001","Login":"boss","Name":"管理员","Roles":["admin","head","office"]}`},
		{"child", "000001", `{"ID":"000001","Name":"禾小一","Gender":"女","Class":{"Grade":3,"Number":2},` +
			`"Bed":{"Building":"01","Room":"301","Bed":"4"},"Care":"both","Family":[` +
			`{"Relation":"妈妈","Name":"禾妈妈","Phone":"19900000001","Workplace":"海边的码头"},` +
			`{"Relation":"爸爸","Name":"禾爸爸","Phone":"","Workplace":""}],"Serial":2,"Left":""}`},
		{"booking", "2026-11-20/1200/002", `{"Day":"2026-11-20","Clock":720,"Counselor":"002","Child":"000001",` +
			`"State":"seen","Minutes":20,"Room":"知心屋","Device":"001","Made":"2026-11-19T10:00:00+08:00"}`},
		{"booking", "2026-11-27/1200/002", `{"Day":"2026-11-27","Clock":720,"Counselor":"002","Child":"000001",` +
			`"State":"booked","Minutes":20,"Room":"知心屋","Device":"001","Made":"2026-11-20T10:00:00+08:00"}`},
		{"booking-child", "000001", `"2026-11-27/1200/002"`},
		{"class", "0302/000001", ``}, {"bed", "01/301/4/000001", ``},
		{"audit", "20261120T020000.000000000/aa",
			`{"At":"2026-11-20T10:00:00+08:00","Staff":"001","Action":"staff.add","Subject":"002"}`},
		{"audit", "20261121T020000.000000000/bb",
			`{"At":"2026-11-21T10:00:00+08:00","Staff":"001","Action":"card.print","Subject":"000001"}`},
	})
	h, err := s.Heart.HeldBy("000001")
	if err != nil || len(h.Bookings) != 1 || h.Bookings[0].Day != "2026-11-27" || len(h.Bookings[0].Steps) != 1 {
		t.Errorf("the booking: %+v, %v", h, err)
	}
	if index, err := storetest.IndexOf(s, "booking-child"); err != nil || len(index) != 2 {
		t.Errorf("its index: %v, %v", index, err)
	}
	if met, err := storetest.Dump[school.Day](s, "met"); err != nil || met["000001"] != "2026-11-20" {
		t.Errorf("the last talk: %v, %v", met, err)
	}
	boss := school.Actor{Staff: school.Staff{ID: "001", Roles: []school.Role{school.RoleAdmin, school.RoleHead, school.RoleOffice}}}
	settings, err := s.Settings()
	if err != nil || settings.Name != "旧学校" || settings.Rule(school.RuleKioskIdle) != 45 ||
		len(settings.LetterHours) != 1 || len(settings.PhoneHours) != 7 {
		t.Errorf("the settings: %+v, %v", settings, err)
	}
	children, err := s.Roster.Children(boss)
	if err != nil || len(children) != 1 {
		t.Fatalf("%d children, %v", len(children), err)
	}
	if c := children[0]; c.Boards != roster.Boards || c.Serial != 2 || len(c.Family) != 2 ||
		c.Family[0].Numbers() != "19900000001" || len(c.Family[1].Phones) != 0 {
		t.Errorf("the child: %+v", c)
	}
	rows, _, err := s.Audits(boss, store.AuditQuery{})
	if err != nil || len(rows) != 2 || rows[0].Action != "card.print" || rows[0].About != "禾小一" || rows[1].At.Day() != 20 {
		t.Errorf("the audit: %+v, %v", rows, err)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}

// openRows opens a school whose data file holds these rows: bucket, key, value.
func openRows(t *testing.T, rows [][3]string) *store.Store {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "zhixinwu.key"), []byte(strings.Repeat("ab", 32)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := kv.OpenBolt(filepath.Join(dir, "zhixinwu.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(func(tx kv.Tx) error {
		for _, row := range rows {
			if err := tx.Put(row[0], row[1], []byte(row[2])); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(dir, school.Options{Now: func() time.Time { return storetest.Begin }, Ticks: stopped})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// TestMigrate4: settings lose the numbers that nothing reads and can be saved again; a child's file still says 否 where it said
// so, and one that is opened now says nothing until somebody does.
func TestMigrate4(t *testing.T) {
	s := openRows(t, [][3]string{
		{"meta", "version", `4`}, {"meta", "child-seq", `2`},
		{"setting", "school", `{"Name":"旧学校","TimeZone":"Asia/Shanghai","Week":1,` +
			`"Rules":{"duty.visits":2,"duty.contacts":3,"truancy.days":5}}`},
		{"child", "000001", `{"ID":"000001","Name":"禾小一","Gender":"女","Class":{"Grade":3,"Number":2},"Boards":true,` +
			`"Bed":{"Building":"","Room":"","Bed":""},"Serial":1}`},
		{"child", "000002", `{"ID":"000002","Name":"禾小二","Gender":"男","Class":{"Grade":3,"Number":2},` +
			`"Bed":{"Building":"","Room":"","Bed":""},"Serial":1}`},
		{"class", "0302/000001", ``}, {"class", "0302/000002", ``},
	})
	boss := school.Actor{Staff: school.Staff{ID: "001", Roles: []school.Role{school.RoleAdmin, school.RoleOffice}}}
	settings, err := s.Settings()
	if err != nil || len(settings.Rules) != 1 || settings.Rule(school.RuleContacts) != 3 {
		t.Fatalf("the settings: %+v, %v", settings, err)
	}
	settings.Name = "新学校"
	if err := s.SetSettings(boss, settings); err != nil {
		t.Error("the settings cannot be saved:", err)
	}
	if _, _, err := s.Roster.NewChild(boss, map[string]string{"name": "禾小三", "class": "三(2)班"}); err != nil {
		t.Fatal(err)
	}
	children, err := s.Roster.Children(boss)
	if err != nil || len(children) != 3 {
		t.Fatalf("%d children, %v", len(children), err)
	}
	for i, want := range []roster.Boarding{roster.GoesHome, "", roster.Boards} { // by pinyin: 二, 三, 一
		if children[i].Boards != want {
			t.Errorf("%s: 寄宿 is %q, want %q", children[i].Name, children[i].Boards, want)
		}
	}
}

// TestMigrate7: an invitation that was out when the program was replaced knows afterwards whose proposal it came from, and
// the child's no gives it back.
func TestMigrate7(t *testing.T) {
	s := storetest.Open(t, 2)
	r, err := s.Heart.Refer(s.Head, s.Children[0].ID, []string{"quiet"}, "")
	if err != nil {
		t.Fatal(err)
	}
	slot := "2026-11-24/1200/" + s.Counselor.ID()
	if _, err := s.Heart.Invite(s.Counselor, s.Children[0].ID, slot, r.N); err != nil {
		t.Fatal(err)
	}
	booking, referral := s.Rows("booking")[slot], s.Rows("referral")["00000001"]
	s.Write("booking", slot, strings.Replace(booking, `,"Referral":1`, "", 1))
	s.Write("referral", "00000001", strings.Replace(referral, `"State"`, `"Slot":"`+slot+`","State"`, 1))
	s.Write("meta", "version", "7")
	if after := s.Rows("booking")[slot]; after != booking {
		t.Fatalf("the booking was %s, is %s", booking, after)
	}
	if _, err := s.Heart.AnswerInvitation(s.Visit(0), slot, false); err != nil {
		t.Fatal(err)
	}
	if open, err := s.Heart.Referrals(s.Counselor); err != nil || len(open) != 1 || open[0].N != r.N {
		t.Errorf("%+v, %v", open, err)
	}
}

// TestMigrate3 opens a school as the program of schema 3 wrote it, with something in every room: its own file, made by that
// program. Nothing of it is lost, and what was sealed opens with the same passphrases and the same return code.
func TestMigrate3(t *testing.T) {
	dir := t.TempDir()
	key, err := os.ReadFile("testdata/schema3.key.txt")
	if err != nil {
		t.Fatal(err)
	}
	packed, err := os.Open("testdata/schema3.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	data, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(data)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"zhixinwu.key": key, "zhixinwu.db": raw} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	now := storetest.Begin.Add(time.Hour)
	s, err := store.Open(dir, school.Options{Now: func() time.Time { return now }, Ticks: stopped})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	at := func(login string) school.Actor {
		t.Helper()
		a, _, err := s.Access.LogIn(login, storetest.Password, access.Browser{Secret: login})
		if err != nil {
			t.Fatal(login, err)
		}
		return a
	}
	counselor, colleague, office := at("counselor"), at("colleague"), at("office")
	for _, a := range []school.Actor{counselor, colleague} {
		box, err := s.Mail.UnlockMailbox(a, storetest.Password)
		if err != nil {
			t.Fatal(a.Staff.Name, err)
		}
		letters, err := s.Mail.Letters(a)
		if err != nil || len(letters) != 1 {
			t.Fatal(letters, err)
		}
		if o, err := s.Mail.ReadLetter(a, box, letters[0].ID); err != nil || o.Text.Text != "我想妈妈了" || len(o.Sent) != 1 {
			t.Errorf("the letter, opened by %s: %+v, %v", a.Staff.Name, o, err)
		}
		// The right passphrase has locked the key anew, together with a secret of the key file.
		if keys, err := storetest.Dump[access.StaffKey](s, "staff-key"); err != nil || !keys[a.ID()].Locked.Peppered {
			t.Errorf("the key of %s: %+v, %v", a.Staff.Name, keys[a.ID()], err)
		}
		notes, err := s.Heart.UnlockNotes(a, storetest.Password)
		if err != nil {
			t.Fatal(a.Staff.Name, err)
		}
		o, err := s.Heart.OpenNotes(a, notes, "000001")
		if err != nil || len(o.Notes) != 1 || o.Notes[0].Last().Words != "爸爸很久没有打电话" || len(o.Readers) != 2 {
			t.Errorf("the note, opened by %s: %+v, %v", a.Staff.Name, o, err)
		}
	}
	if st, err := s.Mail.BoxState(counselor); err != nil || len(st.Keepers) != 2 || len(st.Asking) != 0 || !st.Keeper {
		t.Errorf("who keeps the box: %+v, %v", st, err)
	}
	kiosk := school.Device{ID: "001", Offers: []school.Offer{school.OfferLetters}}
	if r, err := s.Mail.ReadReply(kiosk, "boat-apple-moon-star-7042"); err != nil || len(r.Answers) != 1 {
		t.Errorf("the reply: %+v, %v", r, err)
	}
	// A departure that lies ahead had taken the child out of its class and its bed.
	if roster, err := s.Roster.Children(office); err != nil || len(roster) != 23 {
		t.Errorf("%d children, %v", len(roster), err)
	}
	if l, err := s.Phone.Contacts(office, school.Class{}); err != nil || len(l.Rows) != 23 {
		t.Errorf("the ledger has %d, %v", len(l.Rows), err)
	}
	if left, err := s.Roster.UndoRollover(office); err != nil || left != 0 {
		t.Errorf("the way back from the rollover: %d left, %v", left, err)
	}
}

// TestMigrate5: scans are as they were, in shorter rows, and the latest of each day is found; what strangers tried is gone.
func TestMigrate5(t *testing.T) {
	s := storetest.Open(t, 4)
	child, other := s.Children[0].ID, s.Children[1].ID
	old := func(day, at, child, device, more string) string {
		return `{"At":"` + day + "T" + at + `+08:00","Child":"` + child + `","Device":"` + device +
			`","Place":"门厅","Roll":true` + more + `}`
	}
	for _, row := range [][3]string{
		{"signin", "2026-11-20/01/" + child + "/190000.000001", old("2026-11-20", "19:00:00.000001", child, "002", "")},
		{"signin", "2026-11-23/01/" + child + "/090000.250000", old("2026-11-23", "09:00:00.25", child, "002", "")},
		{"signin", "2026-11-23/01/" + child + "/080000.500000", old("2026-11-23", "08:00:00.5", child, "001", `,"Door":true`)},
		{"signin", "2026-11-23/02/" + child + "/083000.000000", old("2026-11-23", "08:30:00", child, "001", "")},
		{"signin", "2026-11-23/02/" + other + "/083000.000000", old("2026-11-23", "08:30:00", other, "001", "")},
		{"signin-day", "2026-11-20/" + child, old("2026-11-20", "19:00:00.000001", child, "002", "")},
		{"signin-day", "2026-11-23/" + child, old("2026-11-23", "09:00:00.25", child, "002", "")},
		{"signin-day", "2026-11-23/" + other, old("2026-11-23", "08:30:00", other, "001", "")},
		{"attempt", "reply/aa", `{"Wrong":3,"Last":"2026-11-23T09:59:59.123456789+08:00"}`},
		{"attempt", "login/bb", `{"Wrong":3,"Last":"2026-11-23T09:59:59+08:00"}`},
		{"attempt", "login-browser/cc", `{"Wrong":3,"Last":"2026-11-23T09:59:59+08:00"}`},
		{"attempt", "mailbox/dd", `{"Wrong":3,"Last":"2026-11-23T09:59:59+08:00"}`},
		{"pairing", "ee", `{"Code":"123456","Expires":"2026-11-23T10:10:00+08:00"}`},
		{"meta", "version", "5"},
	} {
		s.Write(row[0], row[1], row[2])
	}
	for key, row := range s.Rows("signin") {
		if strings.Contains(row, "At") || strings.Contains(row, "Child") {
			t.Errorf("%s still holds %s", key, row)
		}
	}
	if rows := s.Rows("attempt"); len(rows) != 1 || rows["mailbox/dd"] == "" {
		t.Errorf("the counts: %v", rows)
	}
	if rows := s.Rows("pairing"); len(rows) != 0 {
		t.Errorf("codes of devices: %v", rows)
	}
	at := func(text string) time.Time {
		then, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return then
	}
	if err := s.View(func(tx *school.Tx) error {
		for _, want := range []struct {
			day, child string
			signin     visit.Signin
		}{
			{"2026-11-20", child, visit.Signin{At: at("2026-11-20T19:00:00.000001+08:00"), Child: child, Device: "002"}},
			{"2026-11-23", child, visit.Signin{At: at("2026-11-23T09:00:00.25+08:00"), Child: child, Device: "002"}},
			{"2026-11-23", other, visit.Signin{At: at("2026-11-23T08:30:00+08:00"), Child: other, Device: "001"}},
		} {
			got, found, err := visit.LastSignin(tx, school.Day(want.day), want.child)
			if err != nil {
				return err
			}
			w := want.signin
			if !found || !got.At.Equal(w.At) || got.Child != w.Child || got.Device != w.Device || got.Place != "门厅" || !got.Roll {
				t.Errorf("the last of %s: %+v, want %+v", want.day, got, w)
			}
		}
		all, err := visit.SigninsOf(tx, "2026-11-23", "01")
		if err != nil || len(all) != 1 || len(all[child]) != 2 || !all[child][0].Door || all[child][1].Door ||
			!all[child][0].At.Equal(at("2026-11-23T08:00:00.5+08:00")) {
			t.Errorf("the scans of building 01: %+v, %v", all, err)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

// stopped are the ticks of a clock that stands still.
func stopped() time.Duration { return 0 }

// TestMigrate8: a school of schema 8 with student numbers that hold identity numbers, and with letters that know their hour.
// After the step no page of the file has such a number, used or not, and everything is found as before.
func TestMigrate8(t *testing.T) {
	s := storetest.Open(t, 2)
	const number, before = "G11010120180308004X", "G110101201803080066"
	code := s.Send("信", true)
	rows := s.Rows("letter")
	for id, row := range rows {
		s.Write("letter", id, strings.Replace(row, `"Urgent":true`, `"Urgent":false,"Handover":"2026-11-23T12:00:00+08:00"`, 1))
		opened := strings.NewReplacer(id, "old", `"Urgent":true`, `"Urgent":true,"Opened":"2026-11-20","OpenedBy":"005"`)
		s.Write("letter", "old", opened.Replace(row))
	}
	id := s.Children[0].ID
	with := func(n string) string {
		return strings.Replace(s.Rows("child")[id], `"Name":"禾小一"`, `"Revision":1,"Name":"禾小一","Number":"`+n+`"`, 1)
	}
	const by = `{"At":"2026-11-22T10:00:00+08:00","Staff":"002",`
	s.Write("undo", "import", by+`"Rows":[{"Child":"`+id+`","Revision":1,"Old":`+with(before)+`}]}`)
	s.Write("change", "child/"+id+"/000001", by+`"Why":"import","Fields":[{"Field":"number","From":"`+before+`","To":"`+number+`"}]}`)
	s.Write("child", id, strings.Replace(with(number), `"Revision":0,`, "", 1))
	file := func() (ids int) {
		raw, err := os.ReadFile(filepath.Join(s.Dir, "zhixinwu.db"))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(raw), number[1:]) + strings.Count(string(raw), before[1:])
	}
	if file() < 4 {
		t.Fatal("the old school has no numbers")
	}
	s.Write("meta", "version", "8")
	if n := file(); n != 0 {
		t.Errorf("an identity number is in the file %d times", n)
	}
	f, err := s.Roster.OpenFile(s.Office, id)
	if err != nil || f.Values["number"] != number || len(f.Changes) != 1 ||
		f.Changes[0].Fields[0] != (school.FieldChange{Field: "number", From: before, To: number}) {
		t.Errorf("the file: %v %+v %v", f.Values["number"], f.Changes, err)
	}
	if _, left, err := s.UndoImport(s.Office); err != nil || left != 0 {
		t.Errorf("the way back: %d left, %v", left, err)
	}
	if f, err = s.Roster.OpenFile(s.Office, id); err != nil || f.Values["number"] != before {
		t.Errorf("after the way back: %v, %v", f.Values["number"], err)
	}
	if r, err := s.Mail.ReadReply(s.Kiosk, code.String()); err != nil || r.Opened {
		t.Errorf("the child's letter: %+v, %v", r, err)
	}
	letters, err := s.Mail.Letters(s.Counselor)
	if err != nil || len(letters) != 1 || letters[0].ID != "old" || letters[0].Urgent {
		t.Errorf("before the hour: %+v, %v", letters, err)
	}
	s.Clock.Pass(2 * time.Hour)
	if letters, err = s.Mail.Letters(s.Counselor); err != nil || len(letters) != 2 {
		t.Errorf("after the hour: %d letters, %v", len(letters), err)
	}
	if r, err := s.Mail.ReadReply(s.Kiosk, code.String()); err != nil || r.Opened {
		t.Errorf("the child's letter, handed over: %+v, %v", r, err)
	}
}
