package heart

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"zhixinwu/store/access"
	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

const notes school.Bucket[Note] = "note"
const noteSeq school.Sequence = "note-seq"

const notebooks school.Bucket[Notebook] = "notebook"

// Session notes, 心理辅导记录. Every counselor has a key of their own, the one that also opens their share of the mailbox and
// that only their passphrase unlocks. Every child's notes have a notebook with a key of its own; its private half exists
// only sealed to each counselor named on the child. So a draft can be sealed without any passphrase, because sealing takes
// the public half alone, and nobody reads it back without one.

// Notebook holds the key of one child's notes.
type Notebook struct {
	Public  []byte
	Readers map[string][]byte // by staff id: the private half, sealed to the counselor's own key
}

// Concern is how a counselor judges a child's situation, by hand, in plain words. Nothing computes it.
type Concern string

// Concerns in the order of their choices.
var Concerns = []Concern{"", "fine", "watch", "often", "soon", "now"}

// NoteText is what is inside, the fields of the usual 心理辅导记录 (DOMAIN B1): Words are the child's own; what others said
// stands apart, with who said it. There is no field for an identity number or an address, and none for a diagnosis:
// 精神卫生法 23 lets counselors neither diagnose nor treat, and Referral is where the advice to see a doctor is written
// down.
type NoteText struct {
	Words       string
	Background  string
	Source      string // of the background
	Observation string
	Plan        string
	NextDate    school.Day `json:",omitempty"`
	Referral    string     // to whom the child was referred, and why
	Concern     Concern    `json:",omitempty"`
}

// maxNoteRunes bounds a note, all its fields together.
const maxNoteRunes = 6000

// Validate checks the shape: ErrNoteLong beyond maxNoteRunes, ErrNote for what the form does not offer.
func (n NoteText) Validate() error {
	total := 0
	for _, part := range n.parts() {
		if !utf8.ValidString(*part) {
			return ErrNote
		}
		total += utf8.RuneCountInString(*part)
	}
	if total > maxNoteRunes {
		return ErrNoteLong
	}
	if n.NextDate != "" {
		if _, err := school.ParseDay(string(n.NextDate)); err != nil {
			return ErrNote
		}
	}
	if !slices.Contains(Concerns, n.Concern) {
		return ErrNote
	}
	return nil
}

// parts are the fields of prose, for whatever is done to all of them.
func (n *NoteText) parts() []*string {
	return []*string{&n.Words, &n.Background, &n.Source, &n.Observation, &n.Plan, &n.Referral}
}

// Empty reports that nothing was written.
func (n NoteText) Empty() bool {
	written := func(part *string) bool { return strings.TrimSpace(*part) != "" }
	return n.NextDate == "" && n.Concern == "" && !slices.ContainsFunc(n.parts(), written)
}

// Note is one talk's note: sealed revisions, of which the last one holds and none is ever taken away, and a sealed draft
// of the next one.
type Note struct {
	Child     string
	N         int
	Writer    string
	Begun     time.Time
	Slot      string     `json:",omitempty"` // of the talk
	Revisions []Revision `json:",omitempty"`
	Draft     *Revision  `json:",omitempty"`
	Version   int        `json:",omitempty"` // counts what was written, drafts too
	Pen       string     `json:",omitempty"` // that wrote last, see Pen
}

// Pen is a page on which a note is being written. Two of them on one note must not overwrite each other's words: a pen goes on
// after itself, and after what it has seen. A name of its own lets it send again what may or may not have arrived.
type Pen struct {
	ID   string
	Seen int // version of the note that the page has shown
}

// Revision is one version of a note.
type Revision struct {
	At     time.Time
	Writer string
	Sealed []byte
}

// The info strings bind what is sealed to its place: a note moved under another child, or a notebook key under
// another reader, does not open.
func noteKey(child string, n int) string       { return child + "/" + school.Padded(n, 8) }
func noteInfo(child string, n int) string      { return "zhixinwu/note/" + noteKey(child, n) }
func notebookInfo(child, reader string) string { return "zhixinwu/notebook/" + child + "/" + reader }

// NoteKey is a counselor's own unlocked key. It lives in memory only, for as long as the counselor reads; whoever holds one
// wipes it.
type NoteKey struct {
	key   seal.Key
	staff string
}

func (k NoteKey) Clone() NoteKey { return NoteKey{k.key.Clone(), k.staff} }
func (k NoteKey) Wipe()          { k.key.Wipe() }

// UnlockNotes returns the actor's own key for the right passphrase. The attempt is counted and the unlocking recorded
// by access; the key itself is never written anywhere.
func (s *Room) UnlockNotes(actor school.Actor, passphrase string) (NoteKey, error) {
	own, err := s.access.UnlockKey(actor, passphrase, actNotesKey)
	return NoteKey{own, actor.ID()}, err
}

// BeginNote opens an empty note on a child, and names the actor on it if nobody is yet: then the notebook gets its
// key. A note of the same talk, or one that nothing was written into, is found again, so that a second tap leaves no
// empty leaf. ErrNotReader if others are named on the child and the actor is not: one of them names the next
// (NameReader).
func (s *Room) BeginNote(actor school.Actor, child, slot string) (n Note, err error) {
	fresh := seal.NewKey()
	err = s.school.Update(func(tx *school.Tx) error {
		k, err := access.OwnKey(tx, actor)
		if err != nil {
			return err
		}
		if _, err := roster.ChildOf(tx, child); err != nil {
			return err
		}
		book, found, err := notebooks.Get(tx, child)
		if err != nil {
			return err
		}
		if _, named := book.Readers[actor.ID()]; found && !named {
			return ErrNotReader
		}
		if slot != "" {
			if b, err := ownBooking(tx, actor, slot); err != nil || b.Child != child {
				return cmp.Or(err, error(school.ErrForbidden))
			}
		}
		if !found {
			boxed, err := seal.SealKey(k.Public, notebookInfo(child, actor.ID()), fresh)
			if err != nil {
				return err
			}
			if err := notebooks.Put(tx, child, Notebook{fresh.Public(), map[string][]byte{actor.ID(): boxed}}); err != nil {
				return err
			}
		}
		again := false
		if err := notes.Each(tx, kv.Prefix(child+"/"), func(_ string, o Note) error {
			if o.Writer == actor.ID() && (slot != "" && o.Slot == slot || o.Draft == nil && len(o.Revisions) == 0 && o.Slot == slot) {
				n, again = o, true
			}
			return nil
		}); err != nil || again {
			return err
		}
		n = Note{Child: child, Writer: actor.ID(), Begun: tx.Now, Slot: slot}
		if n.N, err = noteSeq.Next(tx); err != nil {
			return err
		}
		return notes.Put(tx, noteKey(child, n.N), n)
	})
	return n, err
}

// SaveDraft seals what is typed so far, and returns the moment that it was on the disk. It needs no passphrase: also after
// a restart, when every key is locked, nothing that is still on a counselor's page is lost.
func (s *Room) SaveDraft(actor school.Actor, child string, n int, pen Pen, text NoteText) (at time.Time, err error) {
	err = s.writeNote(actor, child, n, pen, text, func(_ *school.Tx, note *Note, r Revision) error {
		note.Draft, at = &r, r.At
		return nil
	})
	return at, err
}

// KeepNote makes what was typed the note's next revision; those before stay as they are, and the draft is gone. An
// empty text is ErrNote. The audit row says that a note was written on the child, and not which.
func (s *Room) KeepNote(actor school.Actor, child string, n int, pen Pen, text NoteText) error {
	if text.Empty() {
		return ErrNote
	}
	return s.writeNote(actor, child, n, pen, text, func(tx *school.Tx, note *Note, r Revision) error {
		note.Revisions, note.Draft = append(note.Revisions, r), nil
		return school.Record(tx, actor, actNoteWrite, child)
	})
}

// writeNote seals a text to the notebook and lets into place it. Sealing takes the public half alone, so a reader who
// has not unlocked anything still writes. It may run again: each run seals anew, which is slower and harmless. Where
// another pen has written since this one looked, it is ErrNoteOther.
func (s *Room) writeNote(actor school.Actor, child string, n int, pen Pen, text NoteText,
	into func(*school.Tx, *Note, Revision) error) error {
	if err := text.Validate(); err != nil {
		return err
	}
	plain, err := json.Marshal(text)
	if err != nil {
		return err
	}
	return s.school.Update(func(tx *school.Tx) error {
		book, note, err := ownNote(tx, actor, child, n)
		if err != nil {
			return err
		}
		if note.Pen != pen.ID && note.Version != pen.Seen {
			return ErrNoteOther
		}
		note.Version, note.Pen = note.Version+1, pen.ID
		sealed, err := seal.Seal(book.Public, noteInfo(child, n), plain)
		if err != nil {
			return err
		}
		if err := into(tx, &note, Revision{tx.Now, actor.ID(), sealed}); err != nil {
			return err
		}
		return notes.Put(tx, noteKey(child, n), note)
	})
}

// ownNote finds a note of a child that the actor is named on.
func ownNote(tx *school.Tx, actor school.Actor, child string, n int) (book Notebook, note Note, err error) {
	if err := actor.May(school.RoleCounselor); err != nil {
		return book, note, err
	}
	if book, err = readableBook(tx, actor, child); err != nil {
		return book, note, err
	}
	note, err = notes.Must(tx, noteKey(child, n))
	return book, note, err
}

// readableBook is a child's notebook for somebody named on it; a child without one has no readers, so it is
// ErrNotReader too.
func readableBook(tx *school.Tx, actor school.Actor, child string) (Notebook, error) {
	if err := actor.May(school.RoleCounselor); err != nil {
		return Notebook{}, err
	}
	book, found, err := notebooks.Get(tx, child)
	if _, named := book.Readers[actor.ID()]; err == nil && (!found || !named) {
		err = ErrNotReader
	}
	return book, err
}
