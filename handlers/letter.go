package handlers

import (
	"errors"
	"zhixinwu/store/mail"
	"zhixinwu/store/school"
	"zhixinwu/store/urgent"
	"zhixinwu/store/visit"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// Letters: the child's sheet and the answer to it at a kiosk, where nobody is signed in (/kiosk/letter,
// /kiosk/reply), and the counselors' mailbox (/counselor/letters). Passphrases and keys are in mailbox.go.
//
//	POST /kiosk/letter           kind, mood, topic, text, drawing, urgent, once; a contract, DESIGN §5
//	POST /kiosk/letter/check     shown, code: what was on the screen, and what was tapped back
//	POST /kiosk/reply            code; a contract
//	POST /counselor/letters/:id  text

// letterIdle is how many times longer than others a letter's screens stay without a touch: writing has pauses. With
// the usual 30 seconds that is two minutes (DOMAIN C, time-outs: 90 s, then 30 s of "你还在吗？").
const letterIdle = 4

// letterFrame is the frame of a letter's screens. It signs out whoever is signed in: a letter is never behind a card.
func (s *Server) letterFrame(c *fiber.Ctx, say string) views.Kiosk {
	s.visits.end(browser(c))
	k := s.neutral(c, "mail", say)
	k.Idle *= letterIdle
	return k
}

// writeLetter gives the sheet a name of its own, by which a letter that is sent twice is stored once.
func (s *Server) writeLetter(c *fiber.Ctx) error {
	return s.letterForm(c, fiber.StatusOK, "mood", views.KioskLetter{Once: newSecret(16)}, "")
}

// letterForm shows one step of the sheet, or that nobody reads letters now.
func (s *Server) letterForm(c *fiber.Ctx, status int, step string, l views.KioskLetter, say string) error {
	readers, err := s.store.Mail.MailboxOpen()
	if errors.Is(err, mail.ErrMailboxClosed) {
		return retry(err, func(status int, say string) error {
			return s.screen(c, status, views.KioskMessage{Kiosk: s.letterFrame(c, say)})
		})
	}
	if err != nil {
		return err
	}
	l.Kiosk, l.Step, l.Readers, l.Moods, l.Topics = s.letterFrame(c, say), step, readers, mail.Moods, visit.Topics
	return s.screen(c, status, l)
}

// sendLetter seals a letter. What cannot be taken comes back with a sentence and everything that was on the sheet, at
// the step that has to be mended. It asks for no visit, sets no cookie and leaves no line in the log of requests
// (outermost): nothing says who wrote, or when. Of a sheet that holds a text and a drawing, kind says which is meant;
// the other is left out.
func (s *Server) sendLetter(c *fiber.Ctx) error {
	l := views.KioskLetter{}
	var now string
	var err error
	for _, f := range []struct {
		name string
		max  int
		into *string
	}{
		{"kind", 16, &l.Text.Kind},
		{"mood", 32, &l.Text.Mood},
		{"topic", 32, &l.Text.Topic},
		{"text", 64 << 10, &l.Text.Text},
		{"drawing", 256 << 10, &l.Drawing},
		{"once", 64, &l.Once},
		{"urgent", 8, &now},
	} {
		v, bad := field(c, f.name, f.max)
		*f.into, err = v, errors.Join(err, bad)
	}
	text := l.Text
	if err == nil && text.Kind == "drawing" {
		text.Drawing, err = mail.ParseDrawing(l.Drawing)
	}
	if text.Kind != "text" {
		text.Text = ""
	}
	var code mail.ReturnCode
	var called *urgent.Call
	if err == nil {
		code, called, err = s.store.SendLetter(deviceOf(c), text, yes(now), l.Once, s.presence.count())
	}
	if err != nil {
		step := map[string]string{"text": "write", "drawing": "draw"}[text.Kind]
		if step == "" {
			step = "mood"
		}
		return retry(err, func(status int, say string) error { return s.letterForm(c, status, step, l, say) })
	}
	return s.showCode(c, fiber.StatusOK, code, called, "")
}

// showCode shows the pictures by which the child will find its answer, and who will read the letter; under who is coming,
// if the child called somebody with it. The code stands on this screen and nowhere else: the store cannot tell it again.
func (s *Server) showCode(c *fiber.Ctx, status int, code mail.ReturnCode, called *urgent.Call, say string) error {
	readers, err := s.store.Mail.MailboxOpen()
	if err != nil {
		return err
	}
	p := views.KioskCode{Kiosk: s.letterFrame(c, say), Code: code, Readers: readers, Pictures: visit.Pictures}
	if called != nil {
		beside := s.urgentScreen(c, *called)
		beside.Beside = true
		p.Called = &beside
	}
	return s.screen(c, status, p)
}

// checkCode compares what the child tapped back with what was shown: nothing is stored, and nobody else learns the
// code.
func (s *Server) checkCode(c *fiber.Ctx) error {
	shown, err := mail.ParseReturnCode(c.FormValue("shown"))
	if err != nil {
		return err
	}
	typed, err := mail.ParseReturnCode(views.SpelledCode(c.FormValue("code")))
	if err != nil || typed != shown {
		var called *urgent.Call
		if u, err := s.store.Urgent.At(deviceOf(c), c.FormValue("call")); err == nil {
			called = &u
		}
		return s.showCode(c, fiber.StatusUnprocessableEntity, shown, called, views.SentenceOf("code.again"))
	}
	return s.screen(c, fiber.StatusOK, views.KioskKept{Kiosk: s.neutral(c, "mail", "")})
}

// replyCode asks for the four pictures and four digits.
func (s *Server) replyCode(c *fiber.Ctx) error { return s.replyForm(c, fiber.StatusOK, "") }

// replyForm asks again after a mistake, with nothing filled in: whoever stands there now may be another child.
func (s *Server) replyForm(c *fiber.Ctx, status int, say string) error {
	return s.screen(c, status, views.KioskReplyCode{Kiosk: s.letterFrame(c, say), Pictures: visit.Pictures})
}

// readReply shows the answer; a code that fits no letter says so on the same screen, and so does a device that has
// tried too often.
func (s *Server) readReply(c *fiber.Ctx) error {
	code, err := field(c, "code", 128)
	var r mail.Reply
	if err == nil {
		r, err = s.store.Mail.ReadReply(deviceOf(c), views.SpelledCode(code))
	}
	if err != nil {
		return retry(err, func(status int, say string) error { return s.replyForm(c, status, say) })
	}
	return s.screen(c, fiber.StatusOK, views.KioskReply{Kiosk: s.letterFrame(c, ""), Reply: r})
}

// letters lists the envelopes, or asks for the passphrase.
func (s *Server) letters(c *fiber.Ctx) error {
	if !s.boxes.isOpen(c) {
		return s.askPassphrase(c, fiber.StatusOK, "")
	}
	return s.letterList(c)
}

// unread is what the menu counts at the mailbox.
func (s *Server) unread(a school.Actor) (int, error) {
	n, _, err := s.store.Mail.UnreadLetters(a)
	return n, err
}

// letterList is the handed-over envelopes, those that need a person first, with who else may read.
func (s *Server) letterList(c *fiber.Ctx) error {
	state, err := s.store.Mail.BoxState(actor(c))
	if err != nil {
		return err
	}
	list, err := s.store.Mail.Letters(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/counselor/letters", views.Letters{List: list, BoxState: state})
}

// letter opens one; the first to do so is recorded.
func (s *Server) letter(c *fiber.Ctx) error { return s.showLetter(c, fiber.StatusOK, "", "") }

// showLetter opens a letter with the session's key; without one it asks for the passphrase.
func (s *Server) showLetter(c *fiber.Ctx, status int, answer, say string) error {
	key, open := s.boxes.find(c)
	if !open {
		return s.askPassphraseFor(c, mail.ErrMailboxLocked)
	}
	defer key.Wipe()
	l, err := s.store.Mail.ReadLetter(actor(c), key, c.Params("id"))
	if err != nil {
		return err
	}
	return s.page(c, status, "/counselor/letters", views.Letter{OpenLetter: l, Answer: answer, Say: say})
}

// answerLetter seals an answer to the child's code. A fragment is answered with the letter and its new answer.
func (s *Server) answerLetter(c *fiber.Ctx) error {
	key, open := s.boxes.find(c)
	if !open { // what was typed stays on the page: only the sentence is replaced
		return mail.ErrMailboxLocked
	}
	defer key.Wipe()
	text, err := field(c, "text", 32<<10)
	if err == nil {
		err = s.store.Mail.AnswerLetter(actor(c), key, c.Params("id"), text)
	}
	if errors.Is(err, school.ErrNotFound) { // there is no letter to show the answer under
		return err
	}
	if err != nil {
		return retry(err, func(status int, say string) error { return s.showLetter(c, status, text, say) })
	}
	if !isFragment(c) {
		return c.Redirect("/counselor/letters/"+c.Params("id"), fiber.StatusSeeOther)
	}
	return s.letter(c)
}
