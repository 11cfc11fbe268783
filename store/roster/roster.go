package roster

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/width"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// Query chooses children; the zero query is all who are at school. Its parts narrow each other.
type Query struct {
	// Text is any part of name, pinyin, initials, class, room or student number, of a G number the whole, with the G or
	// without; several words must all be there.
	Text     string
	Class    string // as shown
	Boarding string // "yes", "no" or any
	Care     string // a Care, "away" for all who are left behind, or any
	Lacking  string // a key of File.Missing, "any" for every file that is not complete
	Gone     bool   // those who have left instead
}

// Row is a child in a list.
type Row struct {
	Child    Child
	Building string
	Percent  int
	Missing  []string
}

// Listing is what a query found among the children an actor may see.
type Listing struct {
	Rows     []Row
	Of       int // children the actor may see, before the query
	Complete int // of them with nothing missing
	Away     int // of them who are left behind
	Carded   int // of those with all that a 联系卡 asks for
	Classes  []school.Class
}

// Coverage is the 建档率 in percent: of the children left behind, how many have on file what their 联系卡 asks for (上林县: 建档率达
// 100％). It is rounded down, so that 100 means all of them.
func (l Listing) Coverage() int { return l.Carded * 100 / max(l.Away, 1) }

// Listing lists children by class and name, to the office and the head, and to a teacher the own ones. What a search
// costs does not depend on how it is written: the files are kept in memory until one changes. No audit row is left: a
// list shows names, and the file behind each does.
func (s *Room) Listing(actor school.Actor, q Query) (r Listing, err error) {
	if err := actor.May(school.RoleOffice, school.RoleHead, school.RoleTeacher); err != nil {
		return r, err
	}
	all, err := s.kept.get(s.school)
	if err != nil {
		return r, err
	}
	settings, err := s.school.Settings()
	if err != nil {
		return r, err
	}
	today := s.school.Today()
	words, numbers := s.searched(q.Text)
	for _, k := range all.children {
		if k.Here(today) == q.Gone || k.Erased.Day != "" || sees(actor, k.Child) != nil {
			continue
		}
		r.Of++
		if len(r.Classes) == 0 || r.Classes[len(r.Classes)-1] != k.Class {
			r.Classes = append(r.Classes, k.Class)
		}
		missing, percent := k.missing(settings, today)
		if len(missing) == 0 {
			r.Complete++
		}
		if k.LeftBehind() {
			r.Away++
			if !slices.ContainsFunc(missing, func(key string) bool { return slices.Contains(onCard, key) }) {
				r.Carded++
			}
		}
		switch {
		case q.Class != "" && q.Class != k.Class.String(),
			q.Boarding == "yes" && k.Boards != Boards, q.Boarding == "no" && k.Boards != GoesHome,
			q.Care == "away" && !k.LeftBehind(), q.Care != "" && q.Care != "away" && Care(q.Care) != k.Care,
			q.Lacking == "any" && len(missing) == 0, q.Lacking != "" && q.Lacking != "any" && !slices.Contains(missing, q.Lacking),
			!found(k.search, words),
			len(numbers) > 0 && (k.Sealed == nil || slices.ContainsFunc(numbers, func(find string) bool { return find != k.Sealed.Find })):
			continue
		}
		r.Rows = append(r.Rows, Row{k.Child, all.buildings[k.Bed.Building], percent, missing})
	}
	return r, nil
}

// Children returns the files of all who are at school, by class and name, among those the actor may see.
func (s *Room) Children(actor school.Actor) (children []Child, err error) {
	r, err := s.Listing(actor, Query{})
	for _, row := range r.Rows {
		children = append(children, row.Child)
	}
	return children, err
}

// keptRoster holds all files, decoded, until one of them changes.
type keptRoster struct {
	mu      sync.Mutex
	version uint64
	now     rosterNow
}

type rosterNow struct {
	children  []keptChild
	buildings map[string]string
}

type keptChild struct {
	Child
	search string
}

// get reads the files again if one has changed since. What it returns is shared: nobody changes it. One reader
// decodes while the others wait, which is cheaper than each decoding for itself.
func (k *keptRoster) get(s *school.School) (rosterNow, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	version := s.Version(school.TopicChild) + 1 // before the read: what is kept is never older than it says; 0 is nothing kept
	if k.version == version {
		return k.now, nil
	}
	var children []keptChild
	var n *names
	err := s.View(func(tx *school.Tx) (err error) {
		if n, err = namesOf(tx); err != nil {
			return err
		}
		return childRows.Each(tx, kv.Range{}, func(_ string, c Child) error {
			children = append(children, keptChild{c, c.searchLine(n.buildings[c.Bed.Building])})
			return nil
		})
	})
	if err != nil {
		return rosterNow{}, err
	}
	slices.SortFunc(children, func(a, b keptChild) int {
		return cmp.Or(cmp.Compare(a.Class.Key(), b.Class.Key()), strings.Compare(a.search, b.search), strings.Compare(a.ID, b.ID))
	})
	k.version, k.now = version, rosterNow{children, n.buildings}
	return k.now, nil
}

// searchLine holds what a search looks at. Each part begins with a bar, and so does each place where typing the pinyin of a
// name may begin, so that "he" finds 荷 and not 橙. It begins with the whole pinyin, so it also sorts as a Chinese list does.
func (c Child) searchLine(building string) string {
	syllables := c.syllables()
	initials := ""
	var parts []string
	for i, s := range syllables {
		initials += s[:1]
		parts = append(parts, strings.Join(syllables[i:], ""))
	}
	return searchForm("|" + strings.Join(append(parts, initials, c.Name, c.Class.String(), building, c.Bed.Room, c.Number), "|"))
}

// searched are the words of a search, and the fingerprints of those that are a number which is sealed.
func (s *Room) searched(text string) (words, numbers []string) {
	key := numberKeyOf(s.school.Derive)
	for _, w := range strings.Fields(searchForm(text)) {
		if find := key.asked(w); find != "" {
			numbers = append(numbers, find)
		} else {
			words = append(words, w)
		}
	}
	return words, numbers
}

// found reports whether all words are in a search line: letters as the beginning of a name's pinyin, anything else as any
// part of it.
func found(line string, words []string) bool {
	for _, w := range words {
		if strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == "" {
			w = "|" + w
		}
		if !strings.Contains(line, w) {
			return false
		}
	}
	return true
}

// searchForm is how both sides of a search are written: narrow, lower case, without tones.
func searchForm(s string) string { return strings.ToLower(width.Fold.String(s)) }

// surnames that are read otherwise than the same character elsewhere.
var surnames = map[string]string{
	"曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "朴": "piao", "查": "zha", "区": "ou", "任": "ren", "华": "hua",
	"盖": "ge", "乐": "yue", "覃": "qin", "召": "shao", "缪": "miao", "宓": "mi", "翟": "zhai", "员": "yun", "冼": "xian",
	"种": "chong", "繁": "po", "秘": "bi", "黑": "he", "折": "she", "贾": "jia", "石": "shi", "柏": "bai", "车": "che",
	"应": "ying", "卜": "bu", "葛": "ge", "隗": "wei", "牟": "mu", "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun",
}

// syllables is the pinyin of the name without tones: as corrected in the file, else by the usual reading, with the
// surname read as surnames are. A child is found by what is typed, so a wrong reading hides nobody: the characters
// find it too.
func (c Child) syllables() []string {
	if c.Pinyin != "" {
		return strings.FieldsFunc(plain(c.Pinyin), func(r rune) bool { return !unicode.IsLetter(r) })
	}
	name := []rune(c.Name)
	var all []string
	for n := min(2, len(name)); n > 0; n-- {
		if read, known := surnames[string(name[:n])]; known {
			all, name = strings.Fields(read), name[n:]
			break
		}
	}
	for _, r := range name {
		if read := pinyin.SinglePinyin(r, pinyinPlain); len(read) > 0 && read[0] != "" {
			all = append(all, read[0])
		} else if unicode.IsLetter(r) {
			all = append(all, strings.ToLower(string(r)))
		}
	}
	return all
}

var pinyinPlain = pinyin.NewArgs()

var toneless = strings.NewReplacer(
	"ā", "a", "á", "a", "ǎ", "a", "à", "a", "ē", "e", "é", "e", "ě", "e", "è", "e",
	"ī", "i", "í", "i", "ǐ", "i", "ì", "i", "ō", "o", "ó", "o", "ǒ", "o", "ò", "o",
	"ū", "u", "ú", "u", "ǔ", "u", "ù", "u", "ǖ", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v", "ü", "v")

func plain(s string) string { return toneless.Replace(strings.ToLower(s)) }
