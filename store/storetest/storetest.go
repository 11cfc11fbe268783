// Package storetest makes a small school on a real file, with a clock that a test sets.
package storetest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/heart"
	"zhixinwu/store/kv"
	"zhixinwu/store/mail"
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// Password of every account, and passphrase of the first counselor's mailbox.
const Password = "a long password"

// School is a store with somebody in every role. Its methods fail the test at once, so that a test reads as what
// happens.
type School struct {
	*store.Store
	t     testing.TB
	Dir   string
	Clock *Clock

	Admin, Office, Head, Teacher, Counselor, Keeper, Dorm, Gate school.Actor

	Colleague school.Actor // a second counselor, as yet without a plan and a passphrase

	Children []roster.Child // of class 1(1) and building 01, the odd ones of class 5(2) and building 02
	Kiosk    school.Device  // offers everything but the roll and the board
	Hall     school.Device  // offers the roll
	Wall     school.Device  // the board
	Sign     school.Device  // the display at the door of 知心屋
	Bell     school.Device  // the bell of whoever is on duty
	Porch    school.Device  // a kiosk at that door
}

// founded keeps each size of school as it was founded: the passwords of its staff take their time only once.
var (
	foundedMu sync.Mutex
	founded   = map[int]template{}
)

type template struct {
	school School
	files  map[string][]byte
}

// Open founds a school with n children; its data is checked when the test ends. Each test has files of its own,
// copied from one founding a size, because hashing the passwords takes longer than the test.
func Open(t testing.TB, n int) *School {
	t.Helper()
	tmpl := found(t, n)
	s := tmpl.school
	s.t, s.Dir, s.Clock = t, t.TempDir(), &Clock{now: Begin}
	for name, content := range tmpl.files {
		s.must(os.WriteFile(filepath.Join(s.Dir, name), content, 0o600))
	}
	s.Start()
	t.Cleanup(func() {
		if err := s.Check(); err != nil {
			t.Error(err)
		}
		s.Close()
	})
	return &s
}

// found founds a school of a size once for the whole test binary, and keeps its files.
func found(t testing.TB, n int) template {
	t.Helper()
	foundedMu.Lock()
	defer foundedMu.Unlock()
	if tmpl, ok := founded[n]; ok {
		return tmpl
	}
	s := &School{t: t, Dir: t.TempDir(), Clock: &Clock{now: Begin}}
	var err error
	s.Store, err = store.Found(s.Dir, school.Options{Now: s.Clock.Now})
	s.must(err)
	s.settle(n)
	s.must(s.Close())
	tmpl := template{school: *s, files: map[string][]byte{}}
	entries, err := os.ReadDir(s.Dir)
	s.must(err)
	for _, e := range entries {
		tmpl.files[e.Name()], err = os.ReadFile(filepath.Join(s.Dir, e.Name()))
		s.must(err)
	}
	founded[n] = tmpl
	return tmpl
}

// Start opens the school's file, again after a Close: what a test finds then was on the disk, and nothing else is
// left.
func (s *School) Start() {
	s.t.Helper()
	var err error
	if s.Store, err = store.Open(s.Dir, school.Options{Now: s.Clock.Now, Ticks: s.Clock.Ticks}); err != nil {
		s.t.Fatal(err)
	}
}

// settle goes the way of a real school: the set-up link, accounts, buildings, lines, a plan, the mailbox, children,
// devices. Nothing is written past the rules, so a school that could not be founded so fails every test.
func (s *School) settle(n int) {
	s.t.Helper()
	token, err := s.Access.OfferSetup()
	s.must(err)
	s.Admin, err = s.Access.SetUp(token, "试验小学", school.Staff{Login: "admin", Name: "管理员"}, Password)
	s.must(err)
	for _, a := range []struct {
		actor *school.Actor
		staff school.Staff
	}{
		{&s.Office, school.Staff{Login: "office", Name: "德育处", Roles: []school.Role{school.RoleOffice}}},
		{&s.Head, school.Staff{Login: "head", Name: "校长", Roles: []school.Role{school.RoleHead}}},
		{&s.Teacher, school.Staff{Login: "teacher", Name: "班主任", Roles: []school.Role{school.RoleTeacher},
			Classes: []school.Class{{Grade: 1, Number: 1}}}},
		{&s.Counselor, school.Staff{Login: "counselor", Name: "王老师", Roles: []school.Role{school.RoleCounselor}}},
		{&s.Keeper, school.Staff{Login: "keeper", Name: "赵老师", Roles: []school.Role{school.RoleKeeper}}},
		{&s.Dorm, school.Staff{Login: "dorm", Name: "生活老师", Roles: []school.Role{school.RoleDorm}, Buildings: []string{"01"}}},
		{&s.Gate, school.Staff{Login: "gate", Name: "门卫", Roles: []school.Role{school.RoleGate}}},
		{&s.Colleague, school.Staff{Login: "colleague", Name: "李老师", Roles: []school.Role{school.RoleCounselor}}},
	} {
		st, err := s.Access.AddStaff(s.Admin, a.staff, Password)
		s.must(err)
		*a.actor = school.Actor{Staff: st}
	}
	for i := range 2 {
		s.must(s.SetBuilding(s.Admin, school.Building{ID: fmt.Sprintf("0%d", i+1), Name: fmt.Sprintf("%d号楼", i+1)}))
	}
	for i := range 3 {
		s.must(s.Phone.AddLine(s.Admin, phone.Line{ID: fmt.Sprint(i + 1), Kind: "phone"}))
	}
	plan := heart.Plan{Counselor: s.Counselor.ID(), Room: "知心屋", Face: "sun", Minutes: 20}
	for d := time.Sunday; d <= time.Saturday; d++ {
		plan.Hours = append(plan.Hours,
			school.Hours{Weekday: d, From: 12 * 60, To: 14 * 60},
			school.Hours{Weekday: d, From: 16 * 60, To: 17 * 60})
	}
	_, err = s.Heart.SetPlan(s.Counselor, plan, Sure)
	s.must(err)
	s.must(s.Mail.KeepMailbox(s.Counselor, Password))
	var children []roster.Child
	for i := range n {
		mother := roster.Relative{Relation: "妈妈", Name: "禾妈妈", Workplace: "海边的码头",
			Phones: []roster.Phone{{Number: fmt.Sprintf("1990000%04d", i)}}}
		c := roster.Child{Name: fmt.Sprintf("禾小%c", rune('一'+i)), Gender: "女", Class: school.Class{Grade: 1, Number: 1},
			Bed:    roster.Bed{Building: "01", Room: fmt.Sprint(101 + i/16), Bed: fmt.Sprint(i/2%8 + 1)},
			Family: []roster.Relative{mother}}
		if i%2 == 1 {
			c.Class, c.Bed.Building = school.Class{Grade: 5, Number: 2}, "02"
		}
		children = append(children, c)
	}
	s.Children, err = s.Roster.AddChildren(s.Office, children)
	s.must(err)
	for _, d := range []struct {
		device *school.Device
		offers []school.Offer
	}{
		{&s.Kiosk, []school.Offer{school.OfferBooking, school.OfferPhone, school.OfferLetters, school.OfferHelp}},
		{&s.Hall, []school.Offer{school.OfferRoll, school.OfferHelp}},
		{&s.Wall, []school.Offer{school.OfferBoard}},
		{&s.Sign, []school.Offer{school.OfferDoor}},
		{&s.Bell, []school.Offer{school.OfferDuty}},
		{&s.Porch, []school.Offer{school.OfferBooking, school.OfferArrive}},
	} {
		*d.device, err = s.Access.AddDevice(s.Admin, school.Device{Name: "试验设备", Place: "试验角", Offers: d.offers})
		s.must(err)
	}
}

// RoundTheClock is a phone room that never closes.
var RoundTheClock = func() (hours []school.Hours) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		hours = append(hours, school.Hours{Weekday: d, From: 0, To: 24 * 60})
	}
	return hours
}()

// Set changes the settings by the administrator's own way, history and followers included.
func (s *School) Set(change func(*school.Settings)) {
	s.t.Helper()
	settings, err := s.Settings()
	s.must(err)
	change(&settings)
	s.must(s.SetSettings(s.Admin, settings))
}

func (s *School) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// Code is the number on a child's card.
func (s *School) Code(c roster.Child) string {
	s.t.Helper()
	code, err := s.Roster.CardCode(s.Office, c)
	s.must(err)
	return code
}

// Visit signs the i-th child in at the kiosk, for the store.
func (s *School) Visit(i int) visit.Visit {
	return visit.Visit{Device: s.Kiosk, Child: s.Children[i].ID}
}

// Take gives the i-th child a number of the phone room.
func (s *School) Take(i int) phone.Place {
	s.t.Helper()
	p, err := s.Phone.TakeTicket(s.Visit(i))
	s.must(err)
	return p
}

// Call calls the next child to a line.
func (s *School) Call(line string) phone.Ticket {
	s.t.Helper()
	t, err := s.Phone.CallNext(s.Keeper, line)
	s.must(err)
	return t
}

// Talk calls the next child to a line and carries it through a spoken talk.
func (s *School) Talk(line string, d time.Duration) phone.Ticket {
	s.t.Helper()
	t := s.Call(line)
	s.must(s.Phone.MoveTicket(s.Keeper, t.Key(), phone.Talking))
	s.Clock.Pass(d)
	s.must(s.Phone.EndTalk(s.Keeper, t.Key(), phone.Spoke))
	return t
}

// SelfService gives lines 1 and 2 a tablet each and sends the keeper home.
func (s *School) SelfService() (tablets []school.Device) {
	s.t.Helper()
	for _, line := range []string{"1", "2"} {
		d, err := s.Access.AddDevice(s.Admin, school.Device{Name: "电话旁", Place: "亲情室", Offers: []school.Offer{school.OfferPhone}})
		s.must(err)
		s.must(s.Phone.SetLine(s.Keeper, line, false, d.ID))
		tablets = append(tablets, d)
	}
	s.must(s.Phone.SetSelfService(s.Keeper, true))
	return tablets
}

// Send puts a letter into the letter box, by a child that is afraid.
func (s *School) Send(text string, urgent bool) mail.ReturnCode {
	s.t.Helper()
	code, err := s.Mail.SendLetter(s.Kiosk, mail.LetterText{Kind: "text", Text: text, Mood: "afraid"}, urgent, "")
	s.must(err)
	return code
}

// Sure lets whatever moves be moved.
func Sure([]heart.Displaced) bool { return true }

// Plan gives a counselor the same hours every day, in talks of so many minutes.
func (s *School) Plan(a school.Actor, room string, minutes int, from, to school.Clock) {
	s.t.Helper()
	p := heart.Plan{Counselor: a.ID(), Room: room, Face: "sun", Minutes: minutes}
	for d := time.Sunday; d <= time.Saturday; d++ {
		p.Hours = append(p.Hours, school.Hours{Weekday: d, From: from, To: to})
	}
	_, err := s.SetPlan(a, p, Sure)
	s.must(err)
}

// SetPlan gives a counselor another week, whatever the present one is.
func (s *School) SetPlan(a school.Actor, p heart.Plan, sure func([]heart.Displaced) bool) ([]heart.Displaced, error) {
	s.t.Helper()
	page, err := s.Heart.PlanPage(a)
	s.must(err)
	p.Revision = page.Revision
	return s.Heart.SetPlan(a, p, sure)
}

// Rows is what a bucket holds on the disk, by key: what the methods of the store do not tell is there all the same.
func (s *School) Rows(bucket string) map[string]string {
	s.t.Helper()
	rows := map[string]string{}
	s.disk(func(db kv.DB) error {
		return db.View(func(tx kv.Tx) error {
			return tx.Scan(bucket, kv.Range{}, func(key string, value []byte) error { rows[key] = string(value); return nil })
		})
	})
	return rows
}

// Write puts a row on the disk past all rules, for tests of data that the rules never make: old, damaged, forged.
func (s *School) Write(bucket, key, value string) {
	s.t.Helper()
	s.disk(func(db kv.DB) error {
		return db.Update(func(tx kv.Tx) error { return tx.Put(bucket, key, []byte(value)) })
	})
}

// disk works on the file itself; the school is closed meanwhile and opened again. What the program holds in memory,
// kept settings and rosters, is gone with that.
func (s *School) disk(do func(kv.DB) error) {
	s.t.Helper()
	s.must(s.Close())
	db, err := kv.OpenBolt(filepath.Join(s.Dir, "zhixinwu.db"))
	s.must(err)
	s.must(errors.Join(do(db), db.Close()))
	s.Start()
}

// Browser enrols a new browser as a device and returns its secret.
func (s *School) Browser(d school.Device) string {
	s.t.Helper()
	token, err := s.Access.OfferEnrolment(s.Admin, d.ID, "")
	s.must(err)
	_, browser, err := s.Access.Enrol(token)
	s.must(err)
	return browser
}

// Dump reads a whole bucket, for tests that hold the records against each other. It may: a test asks what is on the
// disk, and not what a room tells.
func Dump[T any](s *store.Store, bucket string) (all map[string]T, err error) {
	all = map[string]T{}
	err = s.View(func(tx *school.Tx) error {
		return school.Bucket[T](bucket).Each(tx, kv.Range{}, func(key string, v T) error { all[key] = v; return nil })
	})
	return all, err
}

// IndexOf reads the keys of an index.
func IndexOf(s *store.Store, bucket string) (keys []string, err error) {
	err = s.View(func(tx *school.Tx) error {
		return school.Index(bucket).Keys(tx, kv.Range{}, func(key string) error { keys = append(keys, key); return nil })
	})
	return keys, err
}

// Edit changes fields of a child's file, given as name and value in turn, from the revision that a form had shown.
func (s *School) Edit(by school.Actor, id string, revision int, pairs ...string) roster.Edited {
	s.t.Helper()
	values := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	done, err := s.Roster.EditFile(by, id, roster.Edit{Revision: revision, Values: values})
	s.must(err)
	return done
}
