package handlers

import (
	"sync"
	"time"
	"zhixinwu/store/mail"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// What opens letters and notes: passphrases, and the keys that they unlock for a while.
//
//	POST /counselor/mailbox/keep    passphrase, again
//	POST /counselor/mailbox/unlock  passphrase
//	POST /counselor/mailbox/admit   staff
//	POST /counselor/mailbox/lock
//
// No passphrase is ever sent back or logged; a wrong one is counted by the store.

// boxLife is how long an unlocked mailbox stays open without a look at it. The page says so, in minutes.
const boxLife = 15 * time.Minute

// boxes holds unlocked keys, by staff session, in memory only: a restart locks them all. The mailbox and the notes
// have one each, so that opening the one never opens the other.
type boxes[K any] struct {
	now  func() time.Time
	mu   sync.Mutex
	open map[string]openBox[K]
}

// openBox is one unlocked key, and when it was last used.
type openBox[K any] struct {
	key  K
	seen time.Time
}

func newBoxes[K any](now func() time.Time) *boxes[K] {
	return &boxes[K]{now: now, open: map[string]openBox[K]{}}
}

// find is the key of this session while it is unlocked, and lets it live on: looking at letters is a sign of life.
func (b *boxes[K]) find(c *fiber.Ctx) (key K, unlocked bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	session := c.Cookies(staffCookie)
	box, ok := b.open[session]
	if ok && b.now().Sub(box.seen) > boxLife {
		delete(b.open, session)
		ok = false
	}
	if !ok {
		return key, false
	}
	box.seen = b.now()
	b.open[session] = box
	return box.key, true
}

// keep takes the key of a session that has just given its passphrase.
func (b *boxes[K]) keep(c *fiber.Ctx, key K) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for session, box := range b.open { // nobody else would forget the keys of sessions that just ended
		if b.now().Sub(box.seen) > boxLife {
			delete(b.open, session)
		}
	}
	b.open[c.Cookies(staffCookie)] = openBox[K]{key, b.now()}
}

// lock forgets it at once; locking twice is fine.
func (b *boxes[K]) lock(c *fiber.Ctx) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.open, c.Cookies(staffCookie))
}

// askPassphrase asks for the mailbox's passphrase, or for a new one from a counselor who has none yet, or says that a
// keeper has to admit the actor first.
func (s *Server) askPassphrase(c *fiber.Ctx, status int, say string) error {
	state, err := s.store.Mail.BoxState(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, status, "/counselor/letters", views.Mailbox{BoxState: state, Say: say, Demo: s.demo != nil})
}

// askPassphraseFor asks again, and says why.
func (s *Server) askPassphraseFor(c *fiber.Ctx, err error) error {
	return retry(err, func(status int, say string) error { return s.askPassphrase(c, status, say) })
}

// keepMailbox sets a counselor's passphrase; typed twice, because nobody can look up a forgotten one.
func (s *Server) keepMailbox(c *fiber.Ctx) error {
	passphrase := c.FormValue("passphrase")
	if again := c.FormValue("again"); again != "" && again != passphrase {
		return s.askPassphrase(c, fiber.StatusUnprocessableEntity, "两次输的不一样。")
	}
	if err := s.store.Mail.KeepMailbox(actor(c), passphrase); err != nil {
		return s.askPassphraseFor(c, err)
	}
	return s.askPassphrase(c, fiber.StatusOK, "")
}

// unlockMailbox keeps the opened key in memory, for this session and a while: see boxes.
func (s *Server) unlockMailbox(c *fiber.Ctx) error {
	key, err := s.store.Mail.UnlockMailbox(actor(c), c.FormValue("passphrase"))
	if err != nil {
		return s.askPassphraseFor(c, err)
	}
	s.boxes.keep(c, key)
	if !isFragment(c) {
		return c.Redirect("/counselor/letters", fiber.StatusSeeOther)
	}
	return s.letterList(c)
}

// lockMailbox closes the letters at once, and stays on the page that opens them.
func (s *Server) lockMailbox(c *fiber.Ctx) error {
	s.boxes.lock(c)
	return s.askPassphrase(c, fiber.StatusOK, "")
}

// admitKeeper lets a colleague read: the mailbox's key is sealed for the other's, which takes an open one.
func (s *Server) admitKeeper(c *fiber.Ctx) error {
	key, open := s.boxes.find(c)
	if !open {
		return mail.ErrMailboxLocked
	}
	if err := s.store.Mail.AdmitKeeper(actor(c), key, c.FormValue("staff")); err != nil {
		return err
	}
	return s.letterList(c)
}
