package handlers

import (
	"errors"
	"fmt"
	"html"
	"strings"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The one place where an error becomes an answer. Handlers return errors; those that know a page to show them on use
// retry.

// statuses says the kind of an error in HTTP. Every kind has one, so an error of a new room needs nothing here.
var statuses = map[school.Code]int{
	school.Internal:        fiber.StatusInternalServerError,
	school.Invalid:         fiber.StatusUnprocessableEntity,
	school.Unauthenticated: fiber.StatusUnauthorized,
	school.Forbidden:       fiber.StatusForbidden,
	school.NotFound:        fiber.StatusNotFound,
	school.Conflict:        fiber.StatusConflict,
	school.Limited:         fiber.StatusTooManyRequests,
	school.Unavailable:     fiber.StatusServiceUnavailable,
}

// panicked is a handler's panic on its way to the one error handler, with the stack on which it happened: that is gone
// once it is recovered.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// explain maps an error to its status and sentence. known is false for an error nobody foresaw: its text must not leave
// the log.
func explain(err error) (status int, sentence string, known bool) {
	var se *school.Error
	var fe *fiber.Error
	switch {
	case errors.As(err, &se):
		sentence, known = views.Sentence(err)
		return statuses[se.Code], sentence, known
	case errors.Is(err, errOrigin):
		return fiber.StatusForbidden, views.SentenceOf("origin"), true
	case errors.Is(err, errHost):
		return fiber.StatusMisdirectedRequest, views.SentenceOf("host"), true
	case errors.As(err, &fe):
		switch fe.Code {
		case fiber.StatusNotFound:
			return fe.Code, views.SentenceOf("not-found"), true
		case fiber.StatusMethodNotAllowed:
			return fe.Code, views.SentenceOf("method"), true
		case fiber.StatusRequestEntityTooLarge:
			return fe.Code, views.SentenceOf("too-large"), true
		case fiber.StatusUnsupportedMediaType:
			return fe.Code, views.SentenceOf("media"), true
		case fiber.StatusRequestTimeout:
			return fe.Code, views.SentenceOf("timeout"), true
		}
		if fe.Code < 500 {
			return fe.Code, views.SentenceOf("invalid"), true
		}
	}
	sentence, _ = views.Sentence(err)
	return fiber.StatusInternalServerError, sentence, false
}

// retry shows the page again, with the sentence of why what was asked did not happen and, where the page is filled from
// the form, with everything that was typed. An error nobody foresaw goes on to fail: no page can say what to change.
func retry(err error, again func(status int, say string) error) error {
	status, say, known := explain(err)
	if !known {
		return err
	}
	return again(status, say)
}

// overruled takes out of an error what the second of two editors had typed, over the record as it is now, and what the first
// has changed of the same; second is false for any other error.
func overruled[T any](err error) (mine T, clashes views.Clashes, second bool) {
	var stale *school.Stale[T]
	if !errors.As(err, &stale) {
		return mine, nil, false
	}
	return stale.Mine, stale.Clashes, true
}

// fail answers every error, for whole pages and fragments alike. A fragment's error goes to the page's own place for
// it, so that what was typed stays where it is. The sentence is ours, but it is escaped all the same: it may hold
// what somebody typed one day. An error nobody foresaw says a reference, under which the log has the text.
//
//	not logged in           a fragment that was asked for: HX-Redirect to the login; a page: a redirect
//	covered, or first pw    to what opens the session, in the same ways; a plain form gets a page with the way there
//	device unknown          a fragment: HX-Refresh, and the page itself then says so
//	kiosk, a page           a screen with the sentence
//	kiosk, no or old visit  the same in place of #screen, whatever part was asked for
//	any other fragment      the sentence in #say
//	all others              a page with the sentence and the way back
func (s *Server) fail(c *fiber.Ctx, err error) error {
	status, sentence, known := explain(err)
	reference := ""
	if !known {
		reference = newSecret(3)
		route, told := routeOf(c)
		line := []any{"reference", reference, "method", c.Method(), "route", route, "error", err}
		if told {
			s.log.Error("request failed", line...)
		} else {
			s.late.hold(line)
		}
	}
	// What follows is by whom the answer is for: a browser without a session goes to the login, a covered screen to
	// what uncovers it, a device that is none any more reloads; a child sees a screen of its own, a fragment its
	// sentence, all others a page.
	hx := isFragment(c)
	kiosk := strings.HasPrefix(c.Path(), "/kiosk")
	page := c.Method() == fiber.MethodGet && !strings.HasSuffix(c.Path(), "/events") // neither a form nor a stream
	otherVisit := errors.Is(err, school.ErrNoVisit) || errors.Is(err, school.ErrOldVisit)
	switch {
	case errors.Is(err, access.ErrLoginFirst) && hx && c.Method() == fiber.MethodGet:
		c.Set("HX-Redirect", "/login")
		return c.SendStatus(status)
	case errors.Is(err, access.ErrLoginFirst) && page:
		return c.Redirect("/login", fiber.StatusSeeOther)
	case errors.Is(err, school.ErrCovered) || errors.Is(err, school.ErrFirst):
		to := "/unlock"
		if errors.Is(err, school.ErrFirst) {
			to = "/password"
		}
		if hx {
			c.Set("HX-Redirect", to)
			return c.SendStatus(status)
		}
		if page {
			return c.Redirect(to, fiber.StatusSeeOther)
		}
		return s.document(c, status, views.PlainDoc{Title: "知心屋"}, views.Message{Say: sentence, Href: to, Link: "继续"})
	case errors.Is(err, access.ErrDeviceUnknown) && hx:
		c.Set("HX-Refresh", "true")
		return c.SendStatus(status)
	case kiosk && c.Locals("device") != nil && status < 500 && (!hx || otherVisit):
		c.Set("HX-Retarget", "#screen")
		c.Set("HX-Reswap", "outerHTML")
		return s.screen(c, status, views.KioskMessage{Kiosk: s.neutral(c, "heart", sentence)})
	case hx:
		c.Set("HX-Retarget", "#say")
		c.Set("HX-Reswap", "innerHTML")
		if reference != "" {
			sentence += "（" + reference + "）"
		}
		return c.Status(status).Type("html").SendString(html.EscapeString(sentence))
	}
	m := views.Message{Say: sentence, Reference: reference, Href: "/", Link: "回到开头"}
	if kiosk {
		m.Href = "/kiosk"
	}
	return s.document(c, status, views.PlainDoc{Title: "知心屋"}, m)
}
