package mail

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/seal"
	"zhixinwu/store/visit"
)

// lettersBy finds the letters that were handed over by their return codes; the few that wait are looked through.
const lettersBy school.Bucket[string] = "letter-code"

const letterRows school.Bucket[Letter] = "letter"

// Moods a child may tap on a letter.
var Moods = []string{"happy", "sad", "angry", "afraid", "homesick", "unsure"}

// Limits of a letter, in characters, strokes and points; beyond them it is ErrLetterLong.
const (
	maxLetterRunes = 2000
	maxStrokes     = 300
	maxPoints      = 8000
)

// LetterText is what is inside the envelope: what the child wrote, drew or tapped, and nothing that the kiosk knows.
type LetterText struct {
	Kind    string   // text, drawing, picture
	Mood    string   `json:",omitempty"`
	Topic   string   `json:",omitempty"`
	Text    string   `json:",omitempty"`
	Drawing []Stroke `json:",omitempty"`
	Urgent  bool     `json:",omitempty"` // the child asked for somebody now
}

// Stroke is one line of the finger on a sheet of 1000 × 600.
type Stroke struct {
	Color  int      `json:"color"` // 0 to 5
	Points [][2]int `json:"points"`
}

// UnmarshalJSON also reads a stroke that is a bare list of points, and rounds coordinates to whole ones.
func (st *Stroke) UnmarshalJSON(raw []byte) error {
	var in struct {
		Color  int          `json:"color"`
		Points [][2]float64 `json:"points"`
	}
	into := any(&in)
	if len(raw) > 0 && raw[0] == '[' {
		into = &in.Points
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return err
	}
	st.Color, st.Points = in.Color, make([][2]int, len(in.Points))
	for i, p := range in.Points {
		st.Points[i] = [2]int{int(math.Round(p[0])), int(math.Round(p[1]))}
	}
	return nil
}

// ParseDrawing reads strokes as the kiosk sends them, a JSON list; none is no drawing, what cannot be read is
// ErrDrawing.
func ParseDrawing(raw string) (strokes []Stroke, err error) {
	if raw == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(raw), &strokes); err != nil {
		return nil, ErrDrawing
	}
	return strokes, nil
}

// Validate checks the shape. A letter of the kind "picture" is its mood alone: who cannot write can still send one.
// The errors are sentences for a child, such as ErrLetterEmpty, ErrLetterLong, ErrDrawing and ErrMood.
func (l LetterText) Validate() error {
	if l.Mood != "" && !slices.Contains(Moods, l.Mood) {
		return ErrMood
	}
	if l.Topic != "" && !slices.Contains(visit.Topics, l.Topic) {
		return school.ErrTopic
	}
	if !utf8.ValidString(l.Text) {
		return school.ErrInvalid
	}
	if utf8.RuneCountInString(l.Text) > maxLetterRunes {
		return ErrLetterLong
	}
	points := 0
	for _, st := range l.Drawing {
		points += len(st.Points)
		if st.Color < 0 || st.Color > 5 || len(st.Points) == 0 {
			return ErrDrawing
		}
		for _, p := range st.Points {
			if p[0] < 0 || p[0] > 1000 || p[1] < 0 || p[1] > 600 {
				return ErrDrawing
			}
		}
	}
	if len(l.Drawing) > maxStrokes || points > maxPoints {
		return ErrLetterLong
	}
	switch {
	case l.Kind == "text" && strings.TrimSpace(l.Text) != "",
		l.Kind == "drawing" && points > 0,
		l.Kind == "picture" && l.Mood != "":
		return nil
	case l.Kind == "text", l.Kind == "drawing", l.Kind == "picture":
		return ErrLetterEmpty
	}
	return ErrLetterKind
}

// Letter is the envelope. It knows no writer, no device and no hour, and its id is random: 未成年人保护法 63 forbids to open
// a child's letters, and 开办知心信箱，安排专人负责 (冷水江市教育局, DOMAIN C2) is kept by sealing each to its keepers.
//
// What happened to it are separate facts, and none implies another: opened does not mean answered, and answered does
// not mean that the child has read it.
//
//	sealed → handed over  at the batch's hour, see News; a letter that asks for help now at once
//	       → opened       a keeper read it; the first one's name and day stay (ReadLetter)
//	       → answered     any number of times, also unopened by whoever answers (AnswerLetter)
//	       → fetched      the child's code showed all answers there were; it is told with a batch, and a new answer
//	                      takes it back (ReadReply)
//	       → replaced     the same sheet was sent again before anybody opened it (SendLetter)
type Letter struct {
	ID       string
	Day      school.Day
	Urgent   bool       `json:",omitempty"` // the child asked for somebody now, and nobody has opened it yet
	Sealed   []byte     // LetterText, to the mailbox
	Thread   []byte     // public key of the return code
	Lookup   string     // its key in letter-code
	OpenedBy string     `json:",omitempty"`
	Opened   school.Day `json:",omitempty"`
	Answers  []Answer   `json:",omitempty"`
	Fetched  school.Day `json:",omitempty"` // the child read all answers there were
}

// letterInfo binds what is sealed to its letter: put into another envelope it does not open.
func letterInfo(id string) string { return "zhixinwu/letter/" + id }

// SendLetter seals a letter and returns its return code, which is known to nobody else from then on. once names the
// sheet it was written on, if not empty: a sheet that is sent again, because its answer never came, replaces its own
// letter and does not make a second one, unless somebody has opened it meanwhile (ErrLetterSent).
//
// The steps: shape → somebody must be able to read it (ErrMailboxClosed) → seal to the box → a code that no letter
// has, and the key that derives from it → one transaction stores envelope and lookup. A code that is taken by now is
// drawn again. Sealing and deriving are slow and stand before the transaction. There is no audit row: it would say
// when.
func (s *Room) SendLetter(at school.Device, text LetterText, urgent bool, once string) (ReturnCode, error) {
	if !at.Has(school.OfferLetters) {
		return ReturnCode{}, school.ErrDeviceOffer
	}
	if err := text.Validate(); err != nil {
		return ReturnCode{}, err
	}
	text.Urgent = urgent // inside the envelope it stays; outside, only until somebody has opened it
	plain, err := json.Marshal(text)
	if err != nil {
		return ReturnCode{}, err
	}
	if _, err := s.MailboxOpen(); err != nil {
		return ReturnCode{}, err
	}
	box, err := s.mailbox()
	if err != nil {
		return ReturnCode{}, err
	}
	l := Letter{ID: school.RandomID(), Urgent: urgent}
	if once != "" {
		l.ID = school.HashOf(once)[:len(l.ID)]
	}
	if l.Sealed, err = seal.Seal(box.Public, letterInfo(l.ID), plain); err != nil {
		return ReturnCode{}, err
	}
	for {
		code := newReturnCode()
		lookup, thread := seal.Thread(code.String(), s.school.Derive("thread"))
		l.Thread, l.Lookup = thread.Public(), hex.EncodeToString(lookup)
		taken := false
		err := s.school.Update(func(tx *school.Tx) error {
			var err error
			if _, taken, err = findLetter(tx, l.Lookup); err != nil || taken {
				return err
			}
			before, again, err := letterRows.Get(tx, l.ID)
			if err != nil {
				return err
			}
			if again && before.Opened != "" {
				return ErrLetterSent
			}
			if again {
				if err := lettersBy.Delete(tx, before.Lookup); err != nil {
					return err
				}
				if err := letterRows.Delete(tx, l.ID); err != nil {
					return err
				}
			}
			if err := dropNews(tx, l.ID); err != nil {
				return err
			}
			l.Day = tx.Day
			if urgent {
				return putLetter(tx, l)
			}
			return putNews(tx, News{ID: l.ID, Letter: &l})
		})
		if err != nil || !taken {
			return code, err
		}
	}
}

// Letters lists the envelopes that were handed over, those that need a person first. Any counselor sees that they are
// there; what is inside takes a keeper's key.
func (s *Room) Letters(actor school.Actor) (letters []Letter, err error) {
	if err := s.catchUp(); err != nil {
		return nil, err
	}
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		letters = nil
		return letterRows.Each(tx, kv.Range{}, func(_ string, l Letter) error { letters = append(letters, l); return nil })
	})
	slices.SortStableFunc(letters, func(a, b Letter) int {
		return cmp.Or(a.need()-b.need(), strings.Compare(string(b.Day), string(a.Day)))
	})
	return letters, err
}

// need orders letters: 0 is most in need of a person.
func (l Letter) need() int {
	switch {
	case l.Urgent && l.Opened == "":
		return 0
	case l.Opened == "":
		return 1
	case len(l.Answers) == 0:
		return 2
	}
	return 3
}

// UnreadLetters counts what nobody has opened, for the number beside the menu.
func (s *Room) UnreadLetters(actor school.Actor) (n int, urgent bool, err error) {
	letters, err := s.Letters(actor)
	for _, l := range letters {
		if l.Opened == "" {
			n++
			urgent = urgent || l.Urgent
		}
	}
	return n, urgent, err
}

// OpenLetter is a letter with what was inside, for a keeper.
type OpenLetter struct {
	Letter
	Text   LetterText
	Opener string // name of who opened it first
	Sent   []SentAnswer
}

// SentAnswer is an answer as the keepers see it.
type SentAnswer struct {
	AnswerText
	Day school.Day
}

// open reads an answer, from the keepers' copy or from the child's.
func (s *SentAnswer) open(key seal.Key, id string, sealed []byte) error {
	plain, err := key.Open(answerInfo(id), sealed)
	if err != nil {
		return err
	}
	defer clear(plain)
	return json.Unmarshal(plain, &s.AnswerText)
}

// ReadLetter opens a letter with the unlocked mailbox key and records who did so first, and on which day. A letter
// that is not handed over is school.ErrNotFound; a key that does not fit ErrMailboxLocked, and then nothing is
// recorded. The answers are opened from the keepers' copies.
//
// It is read, opened outside of transactions, and read again to be marked: an answer of that moment may be missing
// from Sent, the mark is right in any case.
func (s *Room) ReadLetter(actor school.Actor, box BoxKey, id string) (o OpenLetter, err error) {
	if err := actor.May(school.RoleCounselor); err != nil {
		return o, err
	}
	if err := s.catchUp(); err != nil {
		return o, err
	}
	if err := s.school.View(func(tx *school.Tx) error { o.Letter, err = letterRows.Must(tx, id); return err }); err != nil {
		return o, err
	}
	plain, err := box.key.Open(letterInfo(id), o.Sealed)
	if err != nil {
		return o, &school.Error{Code: school.Forbidden, Key: ErrMailboxLocked.Key, Cause: err}
	}
	defer clear(plain)
	if err := json.Unmarshal(plain, &o.Text); err != nil {
		return o, err
	}
	for _, a := range o.Answers {
		sent := SentAnswer{Day: a.Day}
		if err := sent.open(box.key, a.ID, a.ToBox); err != nil {
			return o, err
		}
		o.Sent = append(o.Sent, sent)
	}
	err = s.school.Update(func(tx *school.Tx) error {
		l, err := letterRows.Must(tx, id)
		if err != nil {
			return err
		}
		if l.Opened == "" {
			tx.Wipe = l.Urgent // which it was is for those alone who open it
			l.Opened, l.OpenedBy, l.Urgent = tx.Day, actor.ID(), false
			if err := letterRows.Put(tx, id, l); err != nil {
				return err
			}
		}
		o.Letter = l
		o.Opener, err = school.StaffName(tx, l.OpenedBy)
		return err
	})
	return o, school.UnlessDisk(err) // a letter is read even when it cannot be marked as opened
}

// findLetter finds the letter that a return code leads to, also while it waits for its hour.
func findLetter(tx *school.Tx, lookup string) (l Letter, found bool, err error) {
	id, found, err := lettersBy.Get(tx, lookup)
	if err != nil {
		return l, false, err
	}
	if found {
		l, err = letterRows.Must(tx, id)
		return l, err == nil, err
	}
	err = newsRows.Each(tx, kv.Range{}, func(_ string, n News) error {
		if n.Letter != nil && n.Letter.Lookup == lookup {
			l, found = *n.Letter, true
			return kv.ErrStop
		}
		return nil
	})
	return l, found, err
}
