package heart

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"zhixinwu/store/access"
	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

// OpenNote is a note as it was written, with every revision.
type OpenNote struct {
	Note
	Who       string
	Texts     []OpenRevision // oldest first
	DraftText NoteText       // the draft, or the last revision to correct
	Drafted   time.Time      // zero without a draft
}

// OpenRevision is one version, opened.
type OpenRevision struct {
	NoteText
	At  time.Time
	Who string
}

// Last is what holds now.
func (n OpenNote) Last() (r OpenRevision) {
	if len(n.Texts) > 0 {
		r = n.Texts[len(n.Texts)-1]
	}
	return r
}

// OpenNotebook is what a counselor reads about a child.
type OpenNotebook struct {
	Child   roster.Child
	Notes   []OpenNote // the latest first
	Readers []school.Staff
	Others  []school.Staff // counselors with a key who could be named
}

// OpenNotes opens a child's notebook for a counselor named on the child, and leaves an audit row each time:
// 未成年人网络保护条例 36 asks for one for every look. The row is committed before a word is opened, so no look can go
// unrecorded.
//
// Inside the transaction it reads what is sealed, with the names; outside it opens every revision, because that takes
// time and the one writer would wait for it. A key of somebody else is ErrNotesLocked, as is one that does not fit.
func (s *Room) OpenNotes(actor school.Actor, key NoteKey, child string) (o OpenNotebook, err error) {
	var book Notebook
	err = s.school.Update(func(tx *school.Tx) error {
		o = OpenNotebook{}
		var err error
		if book, err = readableBook(tx, actor, child); err != nil {
			return err
		}
		if key.staff != actor.ID() {
			return ErrNotesLocked
		}
		if o.Child, err = roster.ChildOf(tx, child); err != nil {
			return err
		}
		if o.Notes, err = sealedNotes(tx, child); err != nil {
			return err
		}
		if o.Readers, o.Others, err = readersOf(tx, book); err != nil {
			return err
		}
		return school.Record(tx, actor, actNoteOpen, child)
	})
	if err != nil {
		return o, err
	}
	bookKey, err := key.open(book, child)
	if err != nil {
		return o, err
	}
	defer bookKey.Wipe()
	for i := range o.Notes {
		if err := o.Notes[i].open(bookKey); err != nil {
			return o, err
		}
	}
	slices.Reverse(o.Notes)
	return o, nil
}

// sealedNotes are a child's notes, the oldest first, with who wrote them; their words are still to be opened.
func sealedNotes(tx *school.Tx, child string) (all []OpenNote, err error) {
	err = notes.Each(tx, kv.Prefix(child+"/"), func(_ string, n Note) (err error) {
		on := OpenNote{Note: n, Texts: make([]OpenRevision, len(n.Revisions))}
		if on.Who, err = school.StaffName(tx, n.Writer); err != nil {
			return err
		}
		for i, r := range n.Revisions {
			on.Texts[i].At = r.At
			if on.Texts[i].Who, err = school.StaffName(tx, r.Writer); err != nil {
				return err
			}
		}
		all = append(all, on)
		return nil
	})
	return all, err
}

// readersOf are who has a key: those named in the book, and the counselors who could be.
func readersOf(tx *school.Tx, book Notebook) (readers, others []school.Staff, err error) {
	err = access.EachKey(tx, func(id string) error {
		st, found, err := school.FindStaff(tx, id)
		if err != nil {
			return err
		}
		st = st.Nameplate()
		if _, named := book.Readers[id]; named {
			readers = append(readers, st)
		} else if found && st.Active(tx.Day) && st.Has(school.RoleCounselor) {
			others = append(others, st)
		}
		return nil
	})
	for _, list := range [][]school.Staff{readers, others} {
		slices.SortFunc(list, func(a, b school.Staff) int { return cmp.Compare(a.ID, b.ID) })
	}
	return readers, others, err
}

// open reads the words of a note and of its draft.
func (n *OpenNote) open(key seal.Key) error {
	for i, r := range n.Revisions {
		if err := openRevision(key, n.Note, r, &n.Texts[i].NoteText); err != nil {
			return err
		}
	}
	n.DraftText = n.Last().NoteText
	if n.Draft == nil {
		return nil
	}
	n.Drafted = n.Draft.At
	return openRevision(key, n.Note, *n.Draft, &n.DraftText)
}

// open is the notebook's private half.
func (k NoteKey) open(book Notebook, child string) (seal.Key, error) {
	private, err := k.key.Open(notebookInfo(child, k.staff), book.Readers[k.staff])
	if err != nil {
		return seal.Key{}, &school.Error{Code: school.Forbidden, Key: ErrNotesLocked.Key, Cause: err}
	}
	defer clear(private)
	return seal.ParseKey(private)
}

// openRevision empties into first: a revision without a field must not keep what stood there before.
func openRevision(key seal.Key, n Note, r Revision, into *NoteText) error {
	plain, err := key.Open(noteInfo(n.Child, n.N), r.Sealed)
	if err != nil {
		return err
	}
	defer clear(plain)
	*into = NoteText{}
	return json.Unmarshal(plain, into)
}

// NameReader lets another counselor read a child's notes too, so that one's absence leaves no child without anybody
// who knows. The book's key is opened with the actor's, outside any transaction, and sealed to the colleague's public
// half; right and state are asked again in the Update, because they may have changed in between. access.ErrNotesKey
// if the colleague is no active counselor, or has never chosen a passphrase. Nothing takes a name off again: what was
// read stays read.
func (s *Room) NameReader(actor school.Actor, key NoteKey, child, staff string) error {
	var book Notebook
	if err := s.school.View(func(tx *school.Tx) (err error) {
		book, err = readableBook(tx, actor, child)
		return err
	}); err != nil {
		return err
	}
	bookKey, err := key.open(book, child)
	if err != nil {
		return err
	}
	defer bookKey.Wipe()
	return s.school.Update(func(tx *school.Tx) error {
		book, err := readableBook(tx, actor, child)
		if err != nil {
			return err
		}
		st, found, err := school.FindStaff(tx, staff)
		if err != nil {
			return err
		}
		k, chosen, err := access.FindKey(tx, staff)
		if err != nil {
			return err
		}
		if !found || !chosen || !st.Has(school.RoleCounselor) || !st.Active(tx.Day) {
			return access.ErrNotesKey
		}
		if _, named := book.Readers[staff]; named {
			return nil
		}
		if book.Readers[staff], err = seal.SealKey(k.Public, notebookInfo(child, staff), bookKey); err != nil {
			return err
		}
		if err := school.Record(tx, actor, actNoteReader, child); err != nil {
			return err
		}
		return notebooks.Put(tx, child, book)
	})
}

// Notebooks are the children that the actor is named on, by class.
func (s *Room) Notebooks(actor school.Actor) (children []roster.Child, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		children = nil
		return notebooks.Each(tx, kv.Range{}, func(child string, b Notebook) error {
			if _, named := b.Readers[actor.ID()]; !named {
				return nil
			}
			c, err := roster.ChildOf(tx, child)
			children = append(children, c)
			return err
		})
	})
	slices.SortStableFunc(children, func(a, b roster.Child) int { return strings.Compare(a.Class.Key(), b.Class.Key()) })
	return children, err
}
