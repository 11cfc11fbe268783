package views

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"text/template/parse"
	"unicode"

	"zhixinwu/store/voice"
)

// Voices is where the school records the sentences; At is the one on the desk, Next the next one without a recording.
type Voices struct {
	List     []voice.Line
	At       voice.Line
	Next     int // 0 when all are recorded
	Recorded int
	Say      string
	Kept     int      // files of the last upload that were kept
	Refused  []string // what was wrong with the others
}

func (Voices) Template() string { return "staff/voice/voices" }

// Choose puts a sentence on the desk, or the first that has no recording; the next one is looked for behind it, and then
// from the beginning.
func (v *Voices) Choose(n int) {
	open := func(l voice.Line) bool { return !l.Recorded() }
	i := slices.IndexFunc(v.List, func(l voice.Line) bool { return l.N == n })
	if i < 0 {
		i = max(0, slices.IndexFunc(v.List, open))
	}
	around := slices.Concat(v.List[i:], v.List[:i])
	v.At = around[0]
	if next := slices.IndexFunc(around[1:], open); next >= 0 {
		v.Next = around[1+next].N
	}
	for _, line := range v.List {
		if line.Recorded() {
			v.Recorded++
		}
	}
}

// Sentences are all fixed texts of the screens that speak: the kiosk, the tablet beside a line, and the call board. They
// are found where they stand, so that a new one is on the list of what is to be recorded without anybody's doing. Names of
// people and places, and what people have written, are not among them.
var Sentences = sync.OnceValue(func() []string {
	all, err := gatherSentences(files)
	if err != nil {
		panic(err) // of embedded files: New would have failed, and so do the tests
	}
	return all
})

// numbersSaid are the words from which numbers and times are put together (voice.js).
var numbersSaid = []string{
	"零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "两", "幺", "点", "分", "班", "年级",
}

// wordsOf has, for each function that a template of these screens calls for a text, all texts that it can return.
var wordsOf = map[string][]string{
	"asks":        askWords(),
	"mood":        words(moodNames),
	"outcome":     {outcomeNames["spoke"], outcomeNames["no-answer"], outcomeNames["dead-number"]},
	"picture":     words(pictureNames),
	"safetyName":  words(safetyNames),
	"safetyWords": words(safetyWords),
	"shortDay":    append([]string{"今天", "明天", "月", "日"}, weekdays...),
	"topic":       words(topicNames),
	"when":        {"夜里", "早上", "中午", "下午", "晚上"},
	"lineName":    {"号电话", "号视频"},
	"kinArt":      slices.Sorted(maps.Keys(kinNames)), // the drawing stands beside the relation
}

// toldAChild are the first words of the keys of errors that a child meets.
var toldAChild = []string{
	"internal", "timeout", "card", "visit", "device.unknown", "device.offer", "ticket.move", "ticket.none", "ticket.siblings",
	"line.out", "line.other", "phone.closed", "phone.holiday", "phone.last", "phone.lines", "phone.cooldown", "phone.week",
	"talk", "booking.taken", "booking.past", "booking.none", "booking.open", "booking.move",
	"booking.topic", "booking.door", "urgent.move", "mailbox.closed", "letter", "code", "reply",
}

// UndoTicket is the button that brings back a number that was given up.
const UndoTicket = "点错了，还要打"

// words are the names of what can be chosen: the empty key's says that nothing was.
func words[K ~string](names map[K]string) (all []string) {
	for key, name := range names {
		if key != "" {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

func askWords() (all []string) {
	for _, a := range asks {
		all = append(all, a.Question, a.Stay, a.Go)
	}
	return all
}

// gatherSentences lists each sentence once, in the order in which it is met: numbers first, then screen by screen.
func gatherSentences(templates fs.FS) ([]string, error) {
	screens, err := fs.Glob(templates, "kiosk/*.html")
	if err != nil {
		return nil, err
	}
	list := sentenceList{seen: map[string]bool{}}
	list.add(numbersSaid...)
	for _, name := range append(screens, "board/board.html") {
		text, err := fs.ReadFile(templates, name)
		if err != nil {
			return nil, err
		}
		trees := map[string]*parse.Tree{}
		tree := parse.New(name)
		tree.Mode = parse.SkipFuncCheck
		if _, err := tree.Parse(string(foldLines(text)), "{{", "}}", trees); err != nil {
			return nil, err
		}
		for _, part := range slices.Sorted(maps.Keys(trees)) {
			list.walk(trees[part].Root)
		}
	}
	list.add(UndoTicket)
	for _, key := range slices.Sorted(maps.Keys(sentences)) {
		if slices.ContainsFunc(toldAChild, func(of string) bool { return key == of || strings.HasPrefix(key, of+".") }) {
			list.add(sentences[key])
		}
	}
	return list.all, errors.Join(list.wrong...)
}

type sentenceList struct {
	all   []string
	seen  map[string]bool
	wrong []error
}

// add takes a text as it stands on a screen. Two that differ only in what stands around the words are one recording.
func (l *sentenceList) add(texts ...string) {
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if key := spokenKey(text); key != "" && !l.seen[key] {
			l.seen[key] = true
			l.all = append(l.all, text)
		}
	}
}

// walk adds the constants of a template that hold Chinese, and the words of the functions that it calls.
func (l *sentenceList) walk(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			l.walk(child)
		}
	case *parse.ActionNode:
		l.walk(n.Pipe)
	case *parse.IfNode:
		l.branch(&n.BranchNode)
	case *parse.RangeNode:
		l.branch(&n.BranchNode)
	case *parse.WithNode:
		l.branch(&n.BranchNode)
	case *parse.TemplateNode:
		l.walk(n.Pipe)
	case *parse.PipeNode:
		if n == nil {
			return
		}
		for _, command := range n.Cmds {
			for _, argument := range command.Args {
				l.walk(argument)
			}
		}
	case *parse.ChainNode:
		l.walk(n.Node)
	case *parse.StringNode:
		if strings.ContainsFunc(n.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			l.add(n.Text)
		}
	case *parse.IdentifierNode:
		l.add(wordsOf[n.Ident]...)
		if _, known := funcs[n.Ident]; known && wordsOf[n.Ident] == nil && !slices.Contains(wordless, n.Ident) {
			l.wrong = append(l.wrong, fmt.Errorf("no list of the words that %s returns", n.Ident))
		}
	}
}

func (l *sentenceList) branch(n *parse.BranchNode) {
	l.walk(n.Pipe)
	l.walk(n.List)
	l.walk(n.ElseList)
}

// wordless are the functions that these screens call for something else than words, or that only pass them on.
var wordless = []string{
	"py", "art", "asset", "swap", "path", "today", "clock", "milli", "minutes", "outcomeArt", "add1", "join", "long", "until",
	"day",
}

// spokenKey is a text as a recording is looked up: without what is not heard at its ends. voice.js does the same.
func spokenKey(text string) string { return strings.Trim(text, unheard) }

const unheard = " \n\t，。！？：；、…·“”（）()✓←→"
