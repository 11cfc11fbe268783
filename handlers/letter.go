package handlers

import (
	"errors"
	"zhixinwu/store/mail"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// Letters: the child's sheet and the answer to it at a kiosk, where nobody is signed in (/kiosk/letter,
// /kiosk/reply), and the counselors' mailbox (/counselor/letters). Passphrases and keys are in mailbox.go.

// letterIdle is how long a letter's screens stay without a touch: writing has pauses.
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

// sendLetter seals a letter. What cannot be taken comes back with a sentence and everything that was on the sheet.
func (s *Server) sendLetter(c *fiber.Ctx) error {
	l := views.KioskLetter{}
	var urgent string
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
		{"urgent", 8, &urgent},
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
	if err == nil {
		code, err = s.store.Mail.SendLetter(deviceOf(c), text, yes(urgent), l.Once)
	}
	if err != nil {
		step := map[string]string{"text": "write", "drawing": "draw"}[text.Kind]
		if step == "" {
			step = "mood"
		}
		return retry(err, func(status int, say string) error { return s.letterForm(c, status, step, l, say) })
	}
	return s.showCode(c, fiber.StatusOK, code, "")
}

// showCode shows the pictures by which the child will find its answer, and who will read the letter.
func (s *Server) showCode(c *fiber.Ctx, status int, code mail.ReturnCode, say string) error {
	readers, err := s.store.Mail.MailboxOpen()
	if err != nil {
		return err
	}
	return s.screen(c, status, views.KioskCode{Kiosk: s.letterFrame(c, say), Code: code, Readers: readers,
		Pictures: visit.Pictures})
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
		return s.showCode(c, fiber.StatusUnprocessableEntity, shown, "不太对，再看一看，再试一次。")
	}
	return s.screen(c, fiber.StatusOK, views.KioskKept{Kiosk: s.neutral(c, "mail", "")})
}

func (s *Server) replyCode(c *fiber.Ctx) error { return s.replyForm(c, fiber.StatusOK, "") }

func (s *Server) replyForm(c *fiber.Ctx, status int, say string) error {
	return s.screen(c, status, views.KioskReplyCode{Kiosk: s.letterFrame(c, say), Pictures: visit.Pictures})
}

// readReply shows the answer; a code that fits no letter says so on the same screen.
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
	key, open := s.boxes.find(c)
	if !open {
		return s.askPassphrase(c, fiber.StatusOK, "")
	}
	key.Wipe()
	return s.letterList(c)
}

// unread is what the menu counts at the mailbox.
func (s *Server) unread(a school.Actor) (int, error) {
	n, _, err := s.store.Mail.UnreadLetters(a)
	return n, err
}

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
