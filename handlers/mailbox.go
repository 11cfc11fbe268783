package handlers

import (
	"maps"
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

// boxLife is the longest that an unlocked mailbox stays open without a look at it; where screens cover themselves sooner, it
// locks with them. The page says so, in minutes.
const boxLife = 15 * time.Minute

// secret is a key that can be copied for one request, and wiped.
type secret[K any] interface {
	Clone() K
	Wipe()
}

// boxes holds unlocked keys, by staff session, in memory only: a restart locks them all. The mailbox and the notes have one
// each, so that opening the one never opens the other. A key that leaves is wiped; forget then takes along what the rooms
// that it opened have left behind.
type boxes[K secret[K]] struct {
	now    func() time.Time
	life   func() time.Duration
	forget func()
	mu     sync.Mutex
	open   map[string]openBox[K]
	timer  *time.Timer // nil while nothing is open
}

// openBox is one unlocked key, and when it was last used.
type openBox[K any] struct {
	key  K
	seen time.Time
}

func newBoxes[K secret[K]](now func() time.Time, life func() time.Duration, forget func()) *boxes[K] {
	return &boxes[K]{now: now, life: life, forget: forget, open: map[string]openBox[K]{}}
}

// find is a copy of this session's key while it is unlocked, and lets it live on: looking at letters is a sign of life. The
// caller wipes it: the key itself may be wiped beside it.
func (b *boxes[K]) find(c *fiber.Ctx) (key K, unlocked bool) {
	b.sweep()
	b.mu.Lock()
	defer b.mu.Unlock()
	session := c.Cookies(staffCookie)
	box, ok := b.open[session]
	if !ok {
		return key, false
	}
	box.seen = b.now()
	b.open[session] = box
	return box.key.Clone(), true
}

// isOpen is find for who needs no key.
func (b *boxes[K]) isOpen(c *fiber.Ctx) bool {
	key, open := b.find(c)
	key.Wipe()
	return open
}

// keep takes the key of a session that has just given its passphrase.
func (b *boxes[K]) keep(c *fiber.Ctx, key K) {
	b.lock(c)
	life := b.life()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open[c.Cookies(staffCookie)] = openBox[K]{key, b.now()}
	if b.timer == nil {
		b.timer = time.AfterFunc(life+time.Second, b.sweep)
	}
}

// lock forgets the key of a session at once; locking twice is fine.
func (b *boxes[K]) lock(c *fiber.Ctx) {
	session := c.Cookies(staffCookie)
	b.drop(func(s string, _ openBox[K]) bool { return s == session })
}

// sweep wipes the keys that nobody has used for their life. Nobody may ever ask for them again, so a timer calls it, for as
// long as something is open.
func (b *boxes[K]) sweep() {
	life := b.life()
	b.drop(func(_ string, box openBox[K]) bool { return b.now().Sub(box.seen) > life })
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.timer == nil {
		return
	}
	if len(b.open) == 0 {
		b.timer.Stop()
		b.timer = nil
		return
	}
	b.timer.Reset(life + time.Second)
}

func (b *boxes[K]) drop(which func(string, openBox[K]) bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := len(b.open)
	maps.DeleteFunc(b.open, func(session string, box openBox[K]) bool {
		out := which(session, box)
		if out {
			box.key.Wipe()
		}
		return out
	})
	if len(b.open) < before {
		b.forget()
	}
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
	defer key.Wipe()
	if err := s.store.Mail.AdmitKeeper(actor(c), key, c.FormValue("staff")); err != nil {
		return err
	}
	return s.letterList(c)
}
