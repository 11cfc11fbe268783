package handlers

import (
	"errors"
	"strconv"
	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The telephone lines: the tablet that stands beside one (/kiosk/line), and the keeper's settings of all
// (/phone/lines).
//
//	POST /kiosk/line/scan  code
//	POST /kiosk/line/act   ticket, do (phone.LineAct), relation and phone, or outcome
//	POST /phone/lines      line, kind
//	POST /phone/lines/set  line, out, device
//	POST /phone/self       self
//	POST /phone/announce   text
//	POST /phone/hours      hours-0 to -6, from Sunday

// besideLine sends a tablet that stands beside a line to that line's screen; it is nobody's menu. true means that the
// answer is given already.
func (s *Server) besideLine(c *fiber.Ctx) (bool, error) {
	d := deviceOf(c)
	if !d.Has(school.OfferPhone) {
		return false, nil
	}
	_, beside, err := s.store.Phone.LineAt(d)
	if err != nil || !beside {
		return false, err
	}
	return true, c.Redirect("/kiosk/line", fiber.StatusSeeOther)
}

// line is the screen of the tablet beside a line: whom it waits for, how long the talk may last, whom to call.
func (s *Server) line(c *fiber.Ctx) error {
	if err := s.keepEnrolled(c, "/kiosk"); err != nil {
		return err
	}
	return s.lineWith(c, fiber.StatusOK, "")
}

// lineWith is the line's screen, alone to htmx and in its document otherwise; phone.ErrLineNone at a tablet that no
// line has.
func (s *Server) lineWith(c *fiber.Ctx, status int, say string) error {
	lt, beside, err := s.store.Phone.LineAt(deviceOf(c))
	if err == nil && !beside {
		err = phone.ErrLineNone
	}
	if err != nil {
		return err
	}
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	p := views.KioskLine{Kiosk: s.neutral(c, "phone", say), LineTablet: lt, Hotlines: settings.Hotlines,
		Outcomes: phone.Outcomes}
	p.Idle = 0 // it shows nobody's name, and a talk has no touches
	if isFragment(c) {
		return s.fragment(c, status, p)
	}
	d := views.KioskDoc{School: settings.Name, Zone: settings.TimeZone, Now: s.store.Now().UnixMilli(), Line: true}
	return s.document(c, status, d, p)
}

// lineAfter shows the line after a move, or with the sentence of why there was none; where no line is any more, there
// is nothing to show.
func (s *Server) lineAfter(c *fiber.Ctx, err error) error {
	if err == nil {
		return s.lineWith(c, fiber.StatusOK, "")
	}
	if errors.Is(err, phone.ErrLineNone) {
		return err
	}
	return retry(err, func(status int, say string) error { return s.lineWith(c, status, say) })
}

// scanLine is a card read at the tablet. Unlike scan it signs nobody in: the line's ticket says whose talk it is.
func (s *Server) scanLine(c *fiber.Ctx) error {
	code, err := field(c, "code", 128)
	if err != nil {
		return s.lineAfter(c, visit.ErrCardFormat)
	}
	return s.lineAfter(c, s.store.Phone.ScanLine(deviceOf(c), code))
}

// lineAct is a tap at the tablet, for the ticket that its screen showed.
func (s *Server) lineAct(c *fiber.Ctx) error {
	key, relation, number, err := whom(c)
	if err != nil {
		return s.lineAfter(c, err)
	}
	act := phone.LineAct{Do: c.FormValue("do"), Relation: relation, Phone: number,
		Outcome: phone.Outcome(c.FormValue("outcome"))}
	return s.lineAfter(c, s.store.Phone.AtLine(deviceOf(c), key, act))
}

// lines is what the keeper sets: lines, their tablets, who serves, the announcement.
func (s *Server) lines(c *fiber.Ctx) error { return s.linesWith(c, fiber.StatusOK, "") }

// linesWith shows what is set now, and whether the room is open by it.
func (s *Server) linesWith(c *fiber.Ctx, status int, say string) error {
	setup, err := s.store.Phone.Setup(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, status, "/phone/lines", views.PhoneLines{Setup: setup, Say: say})
}

// linesAfter shows the settings after a change, or as they are with the sentence of why there was none.
func (s *Server) linesAfter(c *fiber.Ctx, err error) error {
	if err == nil {
		if isFragment(c) {
			return s.lines(c)
		}
		return c.Redirect("/phone/lines", fiber.StatusSeeOther)
	}
	return retry(err, func(status int, say string) error { return s.linesWith(c, status, say) })
}

func (s *Server) addLine(c *fiber.Ctx) error {
	return s.linesAfter(c, s.store.Phone.AddLine(actor(c), phone.Line{ID: c.FormValue("line"), Kind: c.FormValue("kind")}))
}

// setLine says out of order or not, and which tablet; a form sends both, because one without the tablet takes it
// away.
func (s *Server) setLine(c *fiber.Ctx) error {
	out := c.FormValue("out") == "1"
	return s.linesAfter(c, s.store.Phone.SetLine(actor(c), c.FormValue("line"), out, c.FormValue("device")))
}

// setSelfService sends a state and no toggle: two keepers who tap at once mean the same.
func (s *Server) setSelfService(c *fiber.Ctx) error {
	return s.linesAfter(c, s.store.Phone.SetSelfService(actor(c), c.FormValue("self") == "1"))
}

// setCallIn reads one field a weekday, as the settings' opening hours are written.
func (s *Server) setCallIn(c *fiber.Ctx) error {
	var hours []school.Hours
	for d := range 7 {
		written, err := field(c, "hours-"+strconv.Itoa(d), 100)
		if err != nil {
			return s.linesAfter(c, err)
		}
		on, err := hoursOn(d, written)
		if err != nil {
			return s.linesAfter(c, err)
		}
		hours = append(hours, on...)
	}
	return s.linesAfter(c, s.store.Phone.SetCallIn(actor(c), hours))
}

// announce takes the line of text as it is; it is escaped where it is shown. Empty takes it away.
func (s *Server) announce(c *fiber.Ctx) error {
	text, err := field(c, "text", 400)
	if err == nil {
		err = s.store.Phone.Announce(actor(c), text)
	}
	return s.linesAfter(c, err)
}
