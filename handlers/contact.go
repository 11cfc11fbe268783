package handlers

import (
	"net/url"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The ledger of contacts with home, for keepers, office and heads, and teachers of their own classes.
//
//	GET  /phone/contacts        class
//	POST /phone/contacts        class, child (several), do: invite | letter, day (of a letter)
//	GET  /phone/contacts/month  class, month

// classAsked reads the class that an address or form names; none is all classes, and one that cannot be read is an
// error: shown as all, it would be taken for the class.
func classAsked(written string) (school.Class, error) {
	if written == "" {
		return school.Class{}, nil
	}
	return school.ParseClass(written)
}

// contacts is the ledger of who has not heard from home.
func (s *Server) contacts(c *fiber.Ctx) error {
	return s.contactsWith(c, fiber.StatusOK, c.Query("class"), "")
}

// contactsWith shows the ledger with a sentence, if something went wrong. Ticks are not kept: the rows may have
// moved.
func (s *Server) contactsWith(c *fiber.Ctx, status int, written, say string) error {
	class, err := classAsked(written)
	if err != nil {
		return err
	}
	l, err := s.store.Phone.Contacts(actor(c), class)
	if err != nil {
		return err
	}
	return s.page(c, status, "/phone/contacts", views.Contacts{ContactLedger: l, Say: say})
}

// markContacts does one thing for all children ticked: invite them to call home, or file that they wrote a letter.
// All or none, so a page that says no has done nothing.
func (s *Server) markContacts(c *fiber.Ctx) error {
	written, err := field(c, "class", 64)
	if err != nil {
		return err
	}
	children := values(c, "child")
	switch c.FormValue("do") {
	case "invite":
		err = s.store.Phone.InviteCall(actor(c), children)
	case "letter":
		err = s.store.Phone.LogLetters(actor(c), children, school.Day(c.FormValue("day")))
	default:
		err = school.ErrInvalid
	}
	if err == nil {
		return c.Redirect("/phone/contacts?class="+url.QueryEscape(written), fiber.StatusSeeOther)
	}
	return retry(err, func(status int, say string) error { return s.contactsWith(c, status, written, say) })
}

// contactMonth is one class's month as a calendar.
func (s *Server) contactMonth(c *fiber.Ctx) error {
	class, err := school.ParseClass(c.Query("class"))
	if err != nil {
		return err
	}
	m, err := s.store.Phone.ContactMonth(actor(c), class, c.Query("month"))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/phone/contacts", views.ContactMonth{ContactMonth: m})
}
