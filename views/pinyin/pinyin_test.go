package pinyin

import (
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func read(text string) string {
	var all []string
	for _, s := range Read(text) {
		if s.Pinyin != "" {
			all = append(all, s.Pinyin)
		}
	}
	return strings.Join(all, " ")
}

// TestSentences: what the kiosk says, and hard words of children, as they were read aloud by a person.
func TestSentences(t *testing.T) {
	list, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(list)) {
		text, want, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if got := read(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
		n++
	}
	if n < 300 {
		t.Errorf("only %d sentences", n)
	}
}

// TestWholeText: the text comes back character by character; what is Chinese has a sound, and what is not has none.
func TestWholeText(t *testing.T) {
	const text = "小明 said 12:30，“好”！\n😀"
	var back strings.Builder
	for _, s := range Read(text) {
		back.WriteRune(s.Char)
		if (s.Pinyin != "") != unicode.Is(unicode.Han, s.Char) {
			t.Errorf("%c is read %q", s.Char, s.Pinyin)
		}
	}
	if back.String() != text {
		t.Errorf("%q became %q", text, back.String())
	}
	if got := Read(""); len(got) != 0 {
		t.Errorf("nothing is read %v", got)
	}
}

// TestLists: a word has a sound for each of its characters, and stands once.
func TestLists(t *testing.T) {
	for name, list := range map[string]string{"words.txt": made, "own.txt": own} {
		seen := map[string]bool{}
		for line := range strings.Lines(list) {
			fields := strings.Fields(line)
			if fields[0] == "#" {
				continue
			}
			if utf8.RuneCountInString(fields[0]) != len(fields)-1 {
				t.Errorf("%s: %s", name, line)
			}
			if seen[fields[0]] {
				t.Errorf("%s: %s stands twice", name, fields[0])
			}
			seen[fields[0]] = true
		}
	}
}
