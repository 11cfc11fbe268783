package phone_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

// TestContacts: who may see and write the ledger, what counts, and that a contact is counted once.
func TestContacts(t *testing.T) {
	s := storetest.Open(t, 8) // 1(1) has the even ones, 5(2) the odd ones; the teacher has 1(1)
	mine, other := s.Children[0], s.Children[1]
	s.Take(0)
	tk, err := s.Phone.CallNext(s.Keeper, "1")
	if err == nil {
		err = errors.Join(
			s.Phone.MoveTicket(s.Keeper, tk.Key(), phone.Talking),
			s.Phone.ChooseWhom(s.Keeper, tk.Key(), "妈妈", 0),
			s.Phone.EndTalk(s.Keeper, tk.Key(), phone.Spoke))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Phone.EndTalk(s.Keeper, tk.Key(), phone.Spoke); err != nil {
		t.Errorf("a second tap: %v", err)
	}
	for range 2 {
		if err := s.Phone.LogLetters(s.Teacher, []string{mine.ID, s.Children[2].ID}, "2026-11-20"); err != nil {
			t.Fatal(err)
		}
	}
	for name, err := range map[string]error{
		"another class": s.Phone.LogLetters(s.Teacher, []string{other.ID}, "2026-11-20"),
		"a counselor":   s.Phone.LogLetters(s.Counselor, []string{mine.ID}, "2026-11-20"),
		"an invitation": s.Phone.InviteCall(s.Teacher, []string{other.ID}),
	} {
		if !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, day := range []school.Day{"2026-11-24", "2026-10-01", "yesterday"} {
		if err := s.Phone.LogLetters(s.Keeper, []string{mine.ID}, day); !errors.Is(err, phone.ErrContactDay) {
			t.Errorf("a letter of %s: %v", day, err)
		}
	}
	third := []string{s.Children[2].ID}
	if err := errors.Join(s.Phone.InviteCall(s.Teacher, third), s.Phone.InviteCall(s.Keeper, third)); err != nil {
		t.Fatal(err)
	}
	news, err := storetest.Dump[visit.News](s.Store, "news")
	if err != nil || len(news) != 1 {
		t.Errorf("news: %+v, %v", news, err)
	}
	for _, n := range news {
		if n.Child != s.Children[2].ID || n.Kind != visit.NewsCall {
			t.Errorf("news: %+v", n)
		}
	}

	l, err := s.Phone.Contacts(s.Teacher, school.Class{})
	if err != nil || len(l.Rows) != 4 || len(l.Classes) != 1 || l.Reached != 2 || l.Within != [4]int{1, 0, 0, 3} {
		t.Fatalf("%d rows, %v, %d reached, %v: %v", len(l.Rows), l.Classes, l.Reached, l.Within, err)
	}
	last := l.Rows[3]
	if last.Child.ID != mine.ID || last.Calls != 1 || last.Letters != 1 || len(last.Whom) != 1 || last.Whom[0] != "妈妈" || last.Days != 0 {
		t.Errorf("the child who spoke: %+v", last.ContactSum)
	}
	if l, err = s.Phone.Contacts(s.Head, other.Class); err != nil || len(l.Rows) != 4 || len(l.Classes) != 2 {
		t.Errorf("the head sees %d rows of %v: %v", len(l.Rows), l.Classes, err)
	}
	if _, err := s.Phone.Contacts(s.Teacher, other.Class); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the teacher sees another class: %v", err)
	}
	m, err := s.Phone.ContactMonth(s.Teacher, mine.Class, "2026-11")
	if err != nil || len(m.Days) != 30 || len(m.Rows) != 4 || len(m.Rows[3].Days) != 2 || m.Rows[3].Child.ID != mine.ID {
		t.Errorf("the month: %d days, %d rows: %v", len(m.Days), len(m.Rows), err)
	}
	if _, err := s.Phone.ContactMonth(s.Teacher, other.Class, ""); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the month of another class: %v", err)
	}
	if _, err := s.Phone.ContactMonth(s.Teacher, mine.Class, "2026-13"); !errors.Is(err, school.ErrInvalid) {
		t.Errorf("no month: %v", err)
	}

	// A new month begins at nothing; the last talk is remembered.
	s.Clock.Pass(10 * 24 * time.Hour)
	if l, err = s.Phone.Contacts(s.Teacher, school.Class{}); err != nil || l.Reached != 0 || l.Within != [4]int{0, 1, 0, 3} {
		t.Errorf("in December: %d reached, %v: %v", l.Reached, l.Within, err)
	}
}

// TestDeadNumber: a dead number is marked in the file and is the class teacher's task until the file has another one.
func TestDeadNumber(t *testing.T) {
	s := storetest.Open(t, 4)
	dead := func(i int) {
		t.Helper()
		s.Take(i)
		tk, err := s.Phone.CallNext(s.Keeper, "1")
		if err == nil {
			err = errors.Join(s.Phone.MoveTicket(s.Keeper, tk.Key(), phone.Talking), s.Phone.EndTalk(s.Keeper, tk.Key(), phone.DeadNumber))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	tasks := func() []roster.TaskRow {
		t.Helper()
		rows, err := s.Roster.Tasks(s.Teacher)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	dead(0)
	dead(0) // found again: one task
	dead(1) // of another class
	rows := tasks()
	if len(rows) != 1 || rows[0].Relation != "妈妈" || rows[0].Who != "赵老师" ||
		rows[0].Of.Family[0].Phones[0].Dead != "2026-11-23" || rows[0].Of.Revision != 1 {
		t.Fatalf("tasks %+v", rows)
	}
	for range 2 {
		if err := s.Roster.CloseTask(s.Teacher, rows[0].N); err != nil {
			t.Fatal(err)
		}
	}
	if len(tasks()) != 0 {
		t.Error("a closed task is still there")
	}
	if err := s.Roster.CloseTask(s.Teacher, 2); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("another class's task: %v", err)
	}
	dead(2)
	if len(tasks()) != 1 {
		t.Fatal("no task")
	}
	edit := roster.Edit{Revision: 1, Values: map[string]string{"mother.phones": "19911112222"}}
	if done, err := s.Roster.EditFile(s.Teacher, s.Children[2].ID, edit); err != nil || len(done.Wrong) > 0 {
		t.Fatalf("%+v: %v", done.Wrong, err)
	}
	if len(tasks()) != 0 {
		t.Error("the number was changed and the task is still there")
	}
}

// TestCallIn: a family calls; the child is summoned by number, or by pictures when it had none.
func TestCallIn(t *testing.T) {
	s := storetest.Open(t, 6)
	s.Take(0)
	p := s.Take(1)
	tk, err := s.Phone.CallIn(s.Keeper, "2", s.Children[1].ID)
	if err != nil || tk.No != p.Ticket.No {
		t.Fatalf("%+v: %v", tk, err)
	}
	if again, err := s.Phone.CallIn(s.Keeper, "2", s.Children[1].ID); err != nil || again.Calls != 1 {
		t.Errorf("a second tap: %+v, %v", again, err)
	}
	if _, err := s.Phone.CallIn(s.Keeper, "2", s.Children[2].ID); !errors.Is(err, phone.ErrLineBusy) {
		t.Errorf("two families on one line: %v", err)
	}
	if tk, err = s.Phone.CallIn(s.Keeper, "3", s.Children[2].ID); err != nil || tk.No != 3 {
		t.Fatalf("%+v: %v", tk, err)
	}
	b, err := s.Phone.Board()
	if err != nil || b.Waiting != 1 || b.Lines[2].Class != "一(1)班" ||
		b.Lines[2].Summons != p.Summons && b.Lines[2].Summons != visit.SummonsOf(s.Children[2].ID) {
		t.Errorf("the board: %+v, %v", b.Lines, err)
	}
	if visit.SummonsOf("000001") == visit.SummonsOf("000002") || visit.SummonsOf("000144") == visit.SummonsOf("000001") {
		t.Error("neighbours have the same pictures")
	}
	if _, err := s.Phone.CallIn(s.Office, "1", s.Children[3].ID); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the office called in: %v", err)
	}
	if _, err := s.Phone.CallIn(s.Keeper, "1", "nobody"); !errors.Is(err, school.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
	if r, err := s.Phone.Desk(s.Keeper); err != nil || r.Waiting[0].Passed != 0 {
		t.Errorf("a call from home passed somebody: %v", err)
	}
}
