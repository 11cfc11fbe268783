package handlers

import (
	"errors"
	"sync"
	"time"
	"zhixinwu/store/school"
	"zhixinwu/store/urgent"
	"zhixinwu/store/visit"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// A call for an adult, now: the child's side (/kiosk/now), every member of staff's (/alarm), the bell's
// (/board/duty), and the list of who is called when (/duty).
//
//	POST /kiosk/now           nothing; a card is not asked for
//	POST /kiosk/now/withdraw  call
//	POST /alarm/accept        call; so /met and /back, and the same three below /board/duty
//	POST /duty                place, staff (several, in order)

// presence knows which counselors' tablets and duty devices have looked for calls lately. A child is told honestly when
// there is none.
type presence struct {
	now  func() time.Time
	mu   sync.Mutex
	seen map[string]time.Time
}

// presenceLife is five of the slowest looks; a browser slows down a page that lies behind others.
const presenceLife = 75 * time.Second

func newPresence(now func() time.Time) *presence {
	return &presence{now: now, seen: map[string]time.Time{}}
}

// here notes that somebody has just looked.
func (p *presence) here(who string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen[who] = p.now()
}

// count is how many are there, and forgets those who are not.
func (p *presence) count() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for who, at := range p.seen {
		if p.now().Sub(at) > presenceLife {
			delete(p.seen, who)
			continue
		}
		n++
	}
	return n
}

// askNow is 「我现在想找老师」: with a card if one was scanned, and without one all the same. It never refuses for want of a
// visit; a second tap returns the same call.
func (s *Server) askNow(c *fiber.Ctx) error {
	at := visit.Visit{Device: deviceOf(c)}
	if v, err := s.current(c); err == nil {
		at.Child = v.child.ID
	}
	u, err := s.store.Urgent.AskNow(at, s.presence.count())
	if err != nil {
		return err
	}
	return s.screen(c, fiber.StatusOK, s.urgentScreen(c, u))
}

// urgentScreen greets nobody: whoever stands behind need not know who asked. It stays until somebody has met the child or
// the child has withdrawn, whatever the time.
func (s *Server) urgentScreen(c *fiber.Ctx, u urgent.Call) views.KioskUrgent {
	k := s.neutral(c, "helping", "")
	if u.Open() {
		k.Idle = 0
	}
	return views.KioskUrgent{Kiosk: k, Call: u, Online: s.presence.count() > 0, Rungs: u.Rung(s.store.Now())}
}

// urgent is the child's screen, or its living part alone, which the screen asks for every two seconds.
func (s *Server) urgent(c *fiber.Ctx) error {
	u, err := s.store.Urgent.At(deviceOf(c), c.Query("call"))
	return s.urgentAfter(c, u, c.Query("beside") != "", err)
}

// urgentAfter shows the call as it stands. beside is the part above a return code, where the call is not all there is.
func (s *Server) urgentAfter(c *fiber.Ctx, u urgent.Call, beside bool, err error) error {
	if err != nil {
		return err
	}
	p := s.urgentScreen(c, u)
	p.Beside = beside
	if isFragment(c) {
		return s.fragment(c, fiber.StatusOK, views.UrgentCall{KioskUrgent: p})
	}
	return s.screen(c, fiber.StatusOK, p)
}

// saySafe is the child's answer to 你现在安全吗？.
func (s *Server) saySafe(c *fiber.Ctx) error {
	u, err := s.store.Urgent.SaySafe(deviceOf(c), c.FormValue("call"), urgent.Safety(c.FormValue("safe")))
	return s.urgentAfter(c, u, c.FormValue("beside") != "", err)
}

// withdrawUrgent is the child's "not any more".
func (s *Server) withdrawUrgent(c *fiber.Ctx) error {
	u, err := s.store.Urgent.Withdraw(deviceOf(c), c.FormValue("call"))
	if err != nil {
		return err
	}
	if u.State == urgent.Accepted { // somebody is on the way: the child may know
		return s.screen(c, fiber.StatusOK, s.urgentScreen(c, u))
	}
	return s.kioskHome(c)
}

// alarms are the calls for whoever is logged in. Looking is also what says that somebody is there. They are a
// fragment always: every staff page has a place for them above its own body.
func (s *Server) alarms(c *fiber.Ctx) error { return s.alarmsWith(c, fiber.StatusOK, "") }

// alarmsWith shows the calls, and told, the word to whoever was second.
func (s *Server) alarmsWith(c *fiber.Ctx, status int, told string) error {
	a := actor(c)
	if a.Staff.Has(school.RoleCounselor) {
		s.presence.here("staff/" + a.ID())
	}
	list, err := s.store.Urgent.Alarms(a)
	if err != nil {
		return err
	}
	return s.fragment(c, status, views.Alarm{List: list, Told: told, Base: "/alarm", Warned: s.warned(a)})
}

// moveAlarm is accept, met and back; the answer takes the place of #alarm.
func (s *Server) moveAlarm(move func(*urgent.Room, school.Actor, string) (urgent.Call, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		u, err := move(s.store.Urgent, actor(c), c.FormValue("call"))
		return alarmMoved(u, err, func(status int, told string) error {
			if !isFragment(c) {
				return c.Redirect("/", fiber.StatusSeeOther)
			}
			return s.alarmsWith(c, status, told)
		})
	}
}

// alarmMoved shows the calls after a move. Whoever was second is told who was first; a call that does not exist, or
// is not the asker's, is an error of its own.
func alarmMoved(u urgent.Call, err error, show func(status int, told string) error) error {
	switch {
	case err == nil:
		return show(fiber.StatusOK, "")
	case errors.Is(err, school.ErrNotFound) || errors.Is(err, school.ErrForbidden):
		return err
	case errors.Is(err, urgent.ErrTaken):
		return retry(err, func(status int, _ string) error { return show(status, u.Answer+" 已经去了。") })
	}
	return retry(err, show)
}

// dutyBoard is the device that sounds; dutyAlarms its living part.
func (s *Server) dutyBoard(c *fiber.Ctx) error {
	if err := s.keepEnrolled(c, "/board"); err != nil {
		return err
	}
	p, err := s.dutyNow(c, "")
	if err != nil {
		return err
	}
	return s.boardDocument(c, "值班铃", "/board/duty", p)
}

// dutyAlarms is what the bell asks for when its stream says so, and every fifteen seconds.
func (s *Server) dutyAlarms(c *fiber.Ctx) error {
	p, err := s.dutyNow(c, "")
	if err != nil {
		return err
	}
	return s.fragment(c, fiber.StatusOK, p)
}

// dutyNow is the bell's page. Asking for it is what says that the bell is there, see presence.
func (s *Server) dutyNow(c *fiber.Ctx, told string) (views.DutyBoard, error) {
	s.presence.here("device/" + deviceOf(c).ID)
	list, err := s.store.Urgent.DutyAlarms(deviceOf(c))
	return views.DutyBoard{Alarm: views.Alarm{List: list, Told: told, Base: "/board/duty", Warned: s.warned(school.Actor{})}}, err
}

// moveDuty is moveAlarm for the device that sounds, where nobody is logged in.
func (s *Server) moveDuty(move func(*urgent.Room, school.Device, string) (urgent.Call, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		u, err := move(s.store.Urgent, deviceOf(c), c.FormValue("call"))
		return alarmMoved(u, err, func(status int, told string) error {
			p, err := s.dutyNow(c, told)
			if err != nil {
				return err
			}
			if !isFragment(c) {
				return c.Redirect("/board/duty", fiber.StatusSeeOther)
			}
			return s.fragment(c, status, p)
		})
	}
}

// callDays are the days whose calls the duty page shows.
const callDays = 28

// duty is who is called when, for those who decide it.
func (s *Server) duty(c *fiber.Ctx) error { return s.dutyWith(c, fiber.StatusOK, nil, nil, "") }

// dutyWith shows the list, or what was typed in its place, and to counselors and heads the calls of the last weeks; an
// administrator sets the list and sees no calls.
func (s *Server) dutyWith(c *fiber.Ctx, status int, typed *urgent.DutyList, clashes views.Clashes, say string) error {
	d, err := s.store.Urgent.Duty(actor(c))
	if err != nil {
		return err
	}
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	p := views.Duty{Duty: d, Clashes: clashes, Places: []int{0, 1, 2, 3, 4, 5}, Next: settings.Rule(school.RuleUrgentNext), Say: say}
	p.Form = urgent.DutyList{Revision: d.Revision, Place: d.Place}
	for _, st := range d.List {
		p.Form.Staff = append(p.Form.Staff, st.ID)
	}
	if typed != nil {
		p.Form = *typed
	}
	if p.Sees = actor(c).Staff.Has(school.RoleCounselor, school.RoleHead); p.Sees {
		today := s.store.Today()
		if p.Calls, err = s.store.Urgent.CallsOf(actor(c), today.Add(-callDays), today); err != nil {
			return err
		}
	}
	return s.page(c, status, "/duty", p)
}

// setDuty leaves out the places that nobody was put on.
func (s *Server) setDuty(c *fiber.Ctx) error {
	d := urgent.DutyList{Revision: number(c.FormValue("revision")), Place: trimmed(c.FormValue("place"))}
	for _, id := range values(c, "staff") {
		if id != "" {
			d.Staff = append(d.Staff, id)
		}
	}
	if err := s.store.Urgent.SetDuty(actor(c), d); err != nil {
		mine, clashes, second := overruled[urgent.DutyList](err)
		if second {
			d = mine
		}
		return retry(err, func(status int, say string) error { return s.dutyWith(c, status, &d, clashes, say) })
	}
	return c.Redirect("/duty", fiber.StatusSeeOther)
}
