package views

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// Notebooks lists the children that the counselor is named on; NotesLocked asks for the passphrase. The names alone
// are shown without it.
type Notebooks struct {
	Children []roster.Child
	Open     bool // the key is unlocked
}

// NotesLocked goes on to where the counselor wanted to be.
type NotesLocked struct {
	On        string // to go on to
	Say, Done string
	Carried   *CarriedNote
	Demo      bool
}

// CarriedNote are words that could not be kept and that the key was locked before: they go through the passphrase with their
// writer, and no further.
type CarriedNote struct {
	Child   string
	N, Seen int
	Pen     string
	Text    heart.NoteText
	Over    bool // another page was faster
}

func (Notebooks) Template() string   { return "staff/heart/notebooks" }
func (NotesLocked) Template() string { return "staff/heart/noteslocked" }

// Notebook is one child's notes; Edit is the note under the pen, if any.
type Notebook struct {
	heart.OpenNotebook
	Edit      *heart.OpenNote
	Pen       string          // names this page, see heart.Pen
	Other     *heart.NoteText // what another page has written meanwhile
	Concerns  []heart.Concern
	Templates []NoteTemplate
	Say, Done string
}

// NoteOther is what another page has written on the same note; without Text, the key to it is locked.
type NoteOther struct {
	Child   string
	Version int
	Text    *heart.NoteText
}

func (NoteOther) Template() string { return "staff/heart/noteother" }

func (Notebook) Template() string { return "staff/heart/notebook" }

// NoteTemplate is a start for a page that is still empty: questions to answer, not sentences to keep.
type NoteTemplate struct{ Name, Observation, Plan string }

var noteTemplates = []NoteTemplate{
	{"第一次谈", "来的时候的样子：\n说话、看人：\n睡觉、吃饭：", "下次一起做的一件小事："},
	{"接着谈", "和上次比：\n上次说好的事做得怎样：", "接着做："},
	{"家里有变化", "家里发生了什么（谁说的）：\n现在谁照顾：\n孩子最担心的：", "和家里联系的人、时间："},
	{"有危险", "看到、听到的原话：\n现在安全吗，谁陪着：\n已经告诉了谁，几点：", "按危机步骤，下一步："},
}

// Offering adds what every notebook's page offers.
func (n Notebook) Offering() Notebook {
	n.Concerns, n.Templates = heart.Concerns, noteTemplates
	return n
}

// concernNames are sentences and no grades: each but the first says what to do next.
var concernNames = map[heart.Concern]string{
	"":      "还没有选",
	"fine":  "放心：现在不用特别做什么",
	"watch": "留心：两周内再看看",
	"often": "常谈：每周见一次",
	"soon":  "尽快：这周和家里、班主任一起商量",
	"now":   "马上：现在就有人陪着，按危机步骤做",
}

// Guide is the crisis guide.
type Guide struct{ Hotlines []school.Hotline }

func (Guide) Template() string { return "staff/heart/guide" }
