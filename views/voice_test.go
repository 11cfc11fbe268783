package views

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"zhixinwu/store/voice"
)

func voiceFixtures() []Page {
	recorded := voice.Line{N: 2, Text: "请刷你的卡", Clip: voice.Clip{Name: "ab", By: "001", At: anEvening}, Speaker: "王老师"}
	return []Page{
		Voices{List: []voice.Line{{N: 1, Text: "一"}, recorded}, At: recorded, Next: 1, Recorded: 1},
		Voices{List: []voice.Line{{N: 1, Text: "一"}}, At: voice.Line{N: 1, Text: "一"}, Say: "不行。", Kept: 1, Refused: []string{"x.mp3：不行。"}},
	}
}

var aPy = regexp.MustCompile(`<span class="py">(.*?)</span>`)

// TestEverySentence: whatever a child's screen says has an entry in the list of what is to be recorded, or is put together
// from entries and numbers; names, places and what people have written apart.
func TestEverySentence(t *testing.T) {
	keys := map[string]bool{}
	for _, text := range Sentences() {
		if keys[spokenKey(text)] {
			t.Errorf("%s is there twice", text)
		}
		keys[spokenKey(text)] = true
	}
	v, err := New(false)
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, p := range fixtures() {
		if !forChildren.MatchString(p.Template()) || p.Template() == "board/door" {
			continue // nothing of the door is spoken
		}
		var b bytes.Buffer
		if err := v.Render(&b, p); err != nil {
			t.Fatal(err)
		}
		for _, m := range aPy.FindAllStringSubmatch(b.String(), -1) {
			text := html.UnescapeString(tagHTML.ReplaceAllString(regexp.MustCompile(`<rt>.*?</rt>`).ReplaceAllString(m[1], ""), ""))
			checked++
			for _, part := range unrecorded(text, keys) {
				if !slices.Contains(fromPeople, part) {
					t.Errorf("%s says %s: no entry for %s", p.Template(), text, part)
				}
			}
		}
	}
	if checked < 200 {
		t.Errorf("only %d texts were found", checked)
	}
}

// fromPeople are the names and other texts of the fixtures that a school has typed.
var fromPeople = []string{"运动会", "今晚停到八点", "王老师", "圆圈", "海边的码头", "姑姑", "报警", "图书角", "女生楼"}

// unrecorded are the parts of a text that have no entry: the longest parts that have one are taken from its beginning, as
// voice.js does.
func unrecorded(text string, keys map[string]bool) (none []string) {
	parts := regexp.MustCompile(`\d+|[^\d\s，。！？：；、（）()·]+|[\s，。！？：；、（）()·]+`).FindAllString(text, -1)
	for i := 0; i < len(parts); {
		n := len(parts)
		for ; n > i; n-- {
			if keys[spokenKey(strings.Join(parts[i:n], ""))] {
				break
			}
		}
		if n > i {
			i = n
			continue
		}
		two := slices.ContainsFunc([]rune(parts[i]), func(r rune) bool {
			before, _, _ := strings.Cut(parts[i], string(r))
			return keys[before] && keys[parts[i][len(before):]]
		})
		if !two && strings.ContainsFunc(parts[i], func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			none = append(none, parts[i])
		}
		i++
	}
	return none
}

// TestSentenceList: a function of whose words nobody has made a list stops the start.
func TestSentenceList(t *testing.T) {
	list := sentenceList{seen: map[string]bool{}}
	list.add("不打了", "不打了？", " ", "→", "还要打 ")
	if got := fmt.Sprint(list.all); got != "[不打了 还要打]" {
		t.Errorf("the list has %s", got)
	}
}
