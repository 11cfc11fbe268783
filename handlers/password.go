package handlers

import (
	"github.com/gofiber/fiber/v2"

	"zhixinwu/views"
)

// What opens the own account and the covered screen: /password, /lock, /unlock. These pages are open to a session
// that is covered or still has a first password; all others are not.
//
//	POST /password      old, password, again
//	POST /password/pin  pin
//	POST /unlock        secret: the PIN or the password

// passwordPage is where a member of staff changes what opens the own account.
func (s *Server) passwordPage(c *fiber.Ctx) error {
	return s.passwordWith(c, fiber.StatusOK, views.Password{})
}

// passwordWith is the page after a mistake or a change; no password that was typed comes back with it.
func (s *Server) passwordWith(c *fiber.Ctx, status int, p views.Password) error {
	a := actor(c)
	p.Name, p.First, p.HasPIN = a.Staff.Name, a.Staff.First, a.Staff.PIN != ""
	return s.page(c, status, "/password", p)
}

// changePassword ends a first password's time as well: from then on the other pages open. The old one must be known,
// so an unattended page cannot be taken over; every other browser of the account is logged out.
func (s *Server) changePassword(c *fiber.Ctx) error {
	password := c.FormValue("password")
	if c.FormValue("again") != password {
		p := views.Password{Say: views.SentenceOf("password.again")}
		return s.passwordWith(c, fiber.StatusUnprocessableEntity, p)
	}
	a := actor(c)
	if err := s.store.Access.ChangePassword(a, c.Cookies(staffCookie), c.FormValue("old"), password); err != nil {
		return s.passwordFailed(c, err, func(say string) views.Password { return views.Password{Say: say} })
	}
	if a.Staff.First {
		return c.Redirect(views.RoleHome(a.Staff.Home()), fiber.StatusSeeOther)
	}
	return s.passwordWith(c, fiber.StatusOK, views.Password{Done: true})
}

// passwordFailed shows the page with its sentence. Too many wrong passwords end the session, and the page with it.
func (s *Server) passwordFailed(c *fiber.Ctx, err error, page func(say string) views.Password) error {
	return retry(err, func(status int, say string) error {
		if status == fiber.StatusUnauthorized {
			return err
		}
		return s.passwordWith(c, status, page(say))
	})
}

// setPIN sets the short number that uncovers the screen, and nothing else. Like a new password it takes the old one.
func (s *Server) setPIN(c *fiber.Ctx) error {
	if err := s.store.Access.SetPIN(actor(c), c.Cookies(staffCookie), c.FormValue("password"), c.FormValue("pin")); err != nil {
		return s.passwordFailed(c, err, func(say string) views.Password { return views.Password{PINSay: say} })
	}
	return c.Redirect("/password", fiber.StatusSeeOther)
}

// lock covers the screen at once; what was open behind it is not sent again until it is unlocked, and the keys of
// letters and notes are forgotten. The page hides itself before the answer comes (lock.js).
func (s *Server) lock(c *fiber.Ctx) error {
	s.boxes.lock(c)
	s.noteKeys.lock(c)
	if err := s.store.Access.Lock(c.Cookies(staffCookie)); err != nil {
		return err
	}
	if isFragment(c) {
		c.Set("HX-Redirect", "/unlock")
		return c.SendStatus(fiber.StatusNoContent)
	}
	return c.Redirect("/unlock", fiber.StatusSeeOther)
}

// unlockPage is for a covered session; any other is sent to where it belongs.
func (s *Server) unlockPage(c *fiber.Ctx) error {
	if !actor(c).Locked {
		return c.Redirect("/", fiber.StatusSeeOther)
	}
	return s.unlockWith(c, fiber.StatusOK, "")
}

// unlockWith has no menu and no name but the owner's; nothing of what was open is in its bytes.
func (s *Server) unlockWith(c *fiber.Ctx, status int, say string) error {
	a := actor(c)
	p := views.Unlock{Name: a.Staff.Name, Say: say, PIN: a.Staff.PIN != ""}
	return s.document(c, status, views.PlainDoc{Title: "锁着"}, p)
}

// unlock uncovers the screen. Too many wrong tries end the session, and then there is nothing left to uncover.
func (s *Server) unlock(c *fiber.Ctx) error {
	secret, err := field(c, "secret", 512)
	if err == nil {
		err = s.store.Access.Unlock(c.Cookies(staffCookie), secret)
	}
	if err == nil {
		return c.Redirect("/", fiber.StatusSeeOther)
	}
	return retry(err, func(status int, say string) error {
		if status == fiber.StatusUnauthorized { // the session has ended meanwhile
			return err
		}
		return s.unlockWith(c, status, say)
	})
}
