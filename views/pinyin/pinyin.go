// Package pinyin reads Chinese as a child hears it: words before characters, because 长 in 长大 is another 长 than in 长短; with
// the tones that 一 and 不 take before others, and the light ones of 妈妈 and 朋友.
//
// words.txt is made (.ci/pinyin) and never edited; own.txt is ours, and wins. A character that neither knows is left without
// a sound.
package pinyin

import (
	_ "embed"
	"strings"
	"sync"
)

var (
	//go:embed words.txt
	made string
	//go:embed own.txt
	own string
)

// Sound is one character and how it is read; Pinyin is empty for what is not Chinese.
type Sound struct {
	Char   rune
	Pinyin string
	word   bool // read as part of a word
}

type lexicon struct {
	sounds  map[string][]string
	longest int // characters of the longest word
}

// words is read when the first sentence is: most runs of the program show one, and a command like check does not.
var words = sync.OnceValue(func() lexicon {
	l := lexicon{sounds: map[string][]string{}}
	for _, list := range []string{made, own} {
		for line := range strings.Lines(list) {
			if fields := strings.Fields(line); len(fields) > 1 && fields[0] != "#" {
				l.sounds[fields[0]] = fields[1:]
				l.longest = max(l.longest, len(fields)-1)
			}
		}
	}
	return l
})

// Read reads a text, character by character. At each place the longest word wins.
func Read(text string) []Sound {
	l := words()
	rest := []rune(text)
	sounds := make([]Sound, 0, len(rest))
	for len(rest) > 0 {
		n := min(l.longest, len(rest))
		for n > 1 && len(l.sounds[string(rest[:n])]) != n {
			n--
		}
		word := l.sounds[string(rest[:n])]
		for i, char := range rest[:n] {
			sound := Sound{Char: char, word: n > 1}
			if len(word) == n {
				sound.Pinyin = word[i]
			}
			sounds = append(sounds, sound)
		}
		rest = rest[n:]
	}
	for i := range sounds {
		sandhi(sounds, i)
	}
	return sounds
}

// sandhi gives 一 and 不 the tone they take in speech. Between two of the same character they are light: 看一看, 好不好.
// Else, where no word of the lists has said it (第一, 一年级), 一 is yí before a fourth tone and yì before any other, and 不 is
// bú before a fourth. At the end, and before what is not Chinese, they keep their own.
func sandhi(sounds []Sound, i int) {
	tones, changes := map[rune][3]string{'一': {"yi", "yí", "yì"}, '不': {"bu", "bú", "bù"}}[sounds[i].Char]
	if !changes || i+1 == len(sounds) || sounds[i+1].Pinyin == "" {
		return
	}
	next := sounds[i+1]
	switch {
	case i > 0 && sounds[i-1].Char == next.Char:
		sounds[i].Pinyin = tones[0]
	case sounds[i].word:
	case strings.ContainsAny(next.Pinyin, "àèìòùǜ") || next.Char == '个':
		sounds[i].Pinyin = tones[1]
	default:
		sounds[i].Pinyin = tones[2]
	}
}
