package handlers

import (
	"strings"
	"time"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// Logging in and out, the first administrator's set-up link, and the help page that is there for everybody.
//
//	POST /login         login, password; a contract, DESIGN §5
//	POST /setup/:token  school, login, name, password, again

// staffCookieLife bounds the cookie; the session behind it ends sooner.
const staffCookieLife = 30 * 24 * time.Hour

// front sends everybody to where they belong. A kiosk's browser comes to /kiosk by itself; here it is a stranger.
func (s *Server) front(c *fiber.Ctx) error {
	if a, err := s.store.Access.ActorOf(c.Cookies(staffCookie)); err == nil {
		return c.Redirect(views.RoleHome(a.Staff.Home()), fiber.StatusSeeOther)
	}
	if s.demo != nil {
		return c.Redirect("/demo", fiber.StatusSeeOther)
	}
	return c.Redirect("/login", fiber.StatusSeeOther)
}

// loginPage gives the browser its name before the first try, so that the first wrong one is counted already.
func (s *Server) loginPage(c *fiber.Ctx) error {
	s.knownBrowser(c)
	return s.loginForm(c, fiber.StatusOK, "", "")
}

// loginForm brings the user name back, and never the password.
func (s *Server) loginForm(c *fiber.Ctx, status int, login, say string) error {
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	p := views.Login{School: settings.Name, Login: login, Say: say, Demo: s.demo != nil}
	return s.document(c, status, views.PlainDoc{Title: "登录"}, p)
}

// knownBrowser returns the secret that names this browser for the lockout, and gives it one if it has none.
func (s *Server) knownBrowser(c *fiber.Ctx) string {
	if b := c.Cookies(browserCookie); b != "" {
		return b
	}
	name := newSecret(16)
	setCookie(c, browserCookie, name, "/login", 365*24*time.Hour)
	return name
}

// browserOf names the browser for the lockout and the audit.
func (s *Server) browserOf(c *fiber.Ctx) access.Browser {
	return access.Browser{Secret: s.knownBrowser(c), Kind: browserKind(c.Get(fiber.HeaderUserAgent))}
}

// browserKind is the machine and the browser that a User-Agent names, in the order in which one hides in another.
func browserKind(agent string) string {
	first := func(names ...string) string {
		for i := 0; i < len(names); i += 2 {
			if strings.Contains(agent, names[i]) {
				return names[i+1]
			}
		}
		return ""
	}
	machine := first("Android", "Android", "iPad", "iPad", "iPhone", "iPhone", "Windows", "Windows", "Mac OS", "Mac",
		"Linux", "Linux")
	kind := first("Edg", "Edge", "Firefox", "Firefox", "Chrome", "Chrome", "Safari", "Safari")
	return trimmed(machine + " " + kind)
}

// login answers a name that does not exist and a wrong password alike, so that names cannot be tried out.
func (s *Server) login(c *fiber.Ctx) error {
	login, err := field(c, "login", 64)
	password, err2 := field(c, "password", 512)
	if err != nil || err2 != nil {
		login, password = "", "" // no account fits; the answer is the same as for a wrong one
	}
	a, token, err := s.store.Access.LogIn(login, password, s.browserOf(c))
	if err != nil {
		return retry(err, func(status int, say string) error { return s.loginForm(c, status, login, say) })
	}
	return s.enter(c, a, token)
}

// enter gives the browser its session and shows the home page of the first role.
func (s *Server) enter(c *fiber.Ctx, a school.Actor, token string) error {
	setCookie(c, staffCookie, token, "/", staffCookieLife)
	return c.Redirect(views.RoleHome(a.Staff.Home()), fiber.StatusSeeOther)
}

// logout forgets the opened keys first, and the list that was being imported: they must not outlive the session even if the
// store cannot end it.
func (s *Server) logout(c *fiber.Ctx) error {
	s.boxes.lock(c)
	s.noteKeys.lock(c)
	if a, err := s.store.Access.Watch(c.Cookies(staffCookie)); err == nil {
		s.drafts.drop(a.ID())
	}
	if err := s.store.Access.LogOut(c.Cookies(staffCookie)); err != nil {
		return err
	}
	setCookie(c, staffCookie, "", "/", 0)
	return c.Redirect("/login", fiber.StatusSeeOther)
}

// me says who sits at this browser: a page asks before it sends what was typed, because the answer to that would be
// the login.
func (s *Server) me(c *fiber.Ctx) error { return c.SendString(actor(c).ID()) }

// setupPage exists while the link is alive; afterwards it is not found, like any other address.
func (s *Server) setupPage(c *fiber.Ctx) error {
	if err := s.store.Access.SetupOpen(c.Params("token")); err != nil {
		return err
	}
	return s.setupForm(c, fiber.StatusOK, views.Setup{})
}

// setupForm brings everything back but the passwords.
func (s *Server) setupForm(c *fiber.Ctx, status int, p views.Setup) error {
	return s.document(c, status, views.PlainDoc{Title: "设置学校"}, p)
}

// setup founds the school and logs its administrator in. The link is dead as soon as this has happened, so a second
// post of the same form finds nothing.
func (s *Server) setup(c *fiber.Ctx) error {
	p := views.Setup{School: c.FormValue("school"), Login: c.FormValue("login"), Name: c.FormValue("name")}
	password := c.FormValue("password")
	if c.FormValue("again") != password {
		p.Say = "两次输的密码不一样。"
		return s.setupForm(c, fiber.StatusUnprocessableEntity, p)
	}
	admin := school.Staff{Login: p.Login, Name: p.Name}
	if _, err := s.store.Access.SetUp(c.Params("token"), p.School, admin, password); err != nil {
		return retry(err, func(status int, say string) error {
			if status == fiber.StatusNotFound { // the link is dead, and so is its form
				return err
			}
			p.Say = say
			return s.setupForm(c, status, p)
		})
	}
	a, token, err := s.store.Access.LogIn(p.Login, password, s.browserOf(c))
	if err != nil {
		return err
	}
	return s.enter(c, a, token)
}

// help is for everybody, without device or login: looking for help must not need anything.
func (s *Server) help(c *fiber.Ctx) error {
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	return s.document(c, fiber.StatusOK, views.PlainDoc{Title: "需要帮助"}, views.Help{Hotlines: settings.Hotlines})
}
