package handlers

import (
	"encoding/json"
	"regexp"
	"zhixinwu/store/school"
	"zhixinwu/store/voice"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The recordings: heard on the children's screens, made at /admin/voice.
//
//	GET  …/voice/index/:version  sentence → address of its recording, as JSON
//	GET  …/voice/:name           one recording
//	POST /admin/voice/files      files named by the numbers of their sentences, 12.mp3 (several)
//	POST /admin/voice/delete     n
//
// Kiosk, board and staff each have their own address for the same sound, because a device's cookie is bound to its path.

// forEver is for what has another address after each change; private, because only the school's screens may ask for it.
const forEver = "private, max-age=31536000, immutable"

// voiceOf is the address of the index for the screens below a path; empty while nothing is recorded, and where the
// store cannot say: a screen must stand without its voice.
func (s *Server) voiceOf(screens string) string {
	version, err := s.store.Voice.Version()
	if err != nil || version == "" {
		return ""
	}
	return screens + "/voice/index/" + version
}

// voiceIndex is the list from which a screen puts together what it says. A screen that was drawn before a change is
// given the list as it is now, which it may not keep under the old address.
func (s *Server) voiceIndex(screens string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		names, version, err := s.store.Voice.Index()
		if err != nil {
			return err
		}
		for text, name := range names {
			names[text] = screens + "/voice/" + name
		}
		if c.Params("version") == version {
			c.Set(fiber.HeaderCacheControl, forEver)
		}
		body, err := json.Marshal(names)
		if err != nil {
			return err
		}
		c.Type("json", "utf-8")
		return zipped(c, body)
	}
}

// sound is one recording. What was replaced is not found; the screen then says the sentence itself.
func (s *Server) sound(c *fiber.Ctx) error {
	sound, kind, err := s.store.Voice.Sound(c.Params("name"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderCacheControl, forEver)
	return c.Send(sound)
}

// noSentence is the number of no sentence: the page then puts the first that is not recorded on the desk.
const noSentence = -1

// voices shows the sentences, with the one asked for on the desk.
func (s *Server) voices(c *fiber.Ctx) error {
	return s.voicesWith(c, fiber.StatusOK, number(c.Query("n")), views.Voices{})
}

func (s *Server) voicesWith(c *fiber.Ctx, status, n int, p views.Voices) (err error) {
	if p.List, err = s.store.Voice.List(actor(c), views.Sentences()); err != nil {
		return err
	}
	p.Choose(n)
	return s.page(c, status, "/admin/voice", p)
}

// leading is the number with which the name of a file begins: 12.mp3, 012 你想做什么.m4a.
var leading = regexp.MustCompile(`^\d+`)

// keepVoices keeps each file that is the recording of a sentence, and names each of the others with what is wrong with it:
// of three hundred, one is always named badly. A form that breaks off has kept what had come.
func (s *Server) keepVoices(c *fiber.Ctx) error {
	var p views.Voices
	for file, err := range uploads(c, "files", voice.MaxSize) {
		if err != nil {
			return s.voicesRefused(c, err, p)
		}
		err = s.store.Voice.Keep(actor(c), number(leading.FindString(file.name)), file.data)
		if err == nil {
			p.Kept++
			continue
		}
		if err := retry(err, func(_ int, say string) error {
			p.Refused = append(p.Refused, file.name+"："+say)
			return nil
		}); err != nil {
			return err
		}
	}
	if p.Kept+len(p.Refused) == 0 {
		return s.voicesRefused(c, school.ErrInvalid, p)
	}
	return s.voicesWith(c, fiber.StatusOK, noSentence, p)
}

// deleteVoice leaves the sentence on the desk, to be recorded again.
func (s *Server) deleteVoice(c *fiber.Ctx) error {
	n := number(c.FormValue("n"))
	if err := s.store.Voice.Delete(actor(c), n); err != nil {
		return s.voicesRefused(c, err, views.Voices{})
	}
	return s.voicesWith(c, fiber.StatusOK, n, views.Voices{})
}

// voicesRefused shows the page with the sentence of what could not be done.
func (s *Server) voicesRefused(c *fiber.Ctx, err error, p views.Voices) error {
	return retry(err, func(status int, say string) error {
		p.Say = say
		return s.voicesWith(c, status, noSentence, p)
	})
}
