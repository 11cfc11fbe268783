package views

import (
	"html/template"
	"io/fs"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// readings are words whose characters the library, which knows only single ones, would read otherwise. Longer words
// win.
var readings = map[string]string{
	"还": "hái", "的": "de", "了": "le", "着": "zhe", "得": "de", "吗": "ma", "吧": "ba", "呢": "ne", "都": "dōu",
	"没": "méi", "要": "yào", "会": "huì", "只": "zhǐ", "谁": "shéi", "看": "kàn", "说": "shuō", "行": "xíng", "长": "cháng",
	"为": "wèi", "号": "hào", "空": "kòng", "好": "hǎo", "什么": "shén me", "怎么": "zěn me", "觉得": "jué de",
	"睡觉": "shuì jiào", "长大": "zhǎng dà", "时候": "shí hou", "朋友": "péng you", "爸爸": "bà ba", "妈妈": "mā ma",
	"奶奶": "nǎi nai", "爷爷": "yé ye", "名字": "míng zi", "孩子": "hái zi", "告诉": "gào su", "知道": "zhī dào",
	"地方": "dì fang", "家里": "jiā li", "这里": "zhè lǐ", "我们": "wǒ men", "你们": "nǐ men", "他们": "tā men", "休息": "xiū xi",
	"早上": "zǎo shang", "晚上": "wǎn shang", "下面": "xià miàn", "前面": "qián miàn", "里面": "lǐ miàn", "身边": "shēn biān",
	"一下": "yí xià", "一个": "yí gè", "一次": "yí cì", "一样": "yí yàng", "一会儿": "yí huì er", "一点": "yì diǎn",
	"一起": "yì qǐ", "不是": "bú shì", "不会": "bú huì", "不要": "bú yào", "不用": "bú yòng", "不对": "bú duì", "不记": "bú jì",
	"不太": "bú tài", "不见": "bú jiàn", "少了": "shǎo le", "重新": "chóng xīn", "音乐": "yīn yuè", "分钟": "fēn zhōng",
	"干净": "gān jìng", "结实": "jiē shi", "晚安": "wǎn ān",
}

const longestReading = 3

var pinyinArgs = func() pinyin.Args {
	a := pinyin.NewArgs()
	a.Style = pinyin.Tone
	return a
}()

// rubies are the fixed sentences, those that stand in a template, written once. Nothing else is ever kept: what a child reads
// may be the answer to its letter.
var rubies = sync.OnceValue(func() map[string]template.HTML {
	kept := map[string]template.HTML{}
	if err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		source, err := files.ReadFile(path)
		for _, m := range fixedSentence.FindAllSubmatch(source, -1) {
			kept[string(m[1])] = ruby(string(m[1]))
		}
		return err
	}); err != nil {
		panic(err) // the templates are part of the program
	}
	return kept
})

var fixedSentence = regexp.MustCompile(`\bpy [$.\w]+ "([^"\\]*)"`)

// py writes a text with pinyin above each character when on, and plainly otherwise.
func py(on bool, text string) template.HTML {
	if !on {
		return template.HTML(template.HTMLEscapeString(text))
	}
	if html, fixed := rubies()[text]; fixed {
		return html
	}
	return ruby(text)
}

func ruby(text string) template.HTML {
	var b strings.Builder
	b.WriteString(`<span class="py">`) // one box: in a row or column of boxes the characters stay together
	runes := []rune(text)
	for i := 0; i < len(runes); {
		if !unicode.Is(unicode.Han, runes[i]) {
			b.WriteString(template.HTMLEscapeString(string(runes[i])))
			i++
			continue
		}
		word, sounds := reading(runes[i:])
		for j, r := range word {
			b.WriteString("<ruby>" + string(r) + "<rt>" + sounds[j] + "</rt></ruby>")
		}
		i += len(word)
	}
	return template.HTML(b.String() + "</span>")
}

// reading returns the word that begins here and the sound of each of its characters.
func reading(rest []rune) ([]rune, []string) {
	for n := min(longestReading, len(rest)); n > 0; n-- {
		if r, ok := readings[string(rest[:n])]; ok {
			if sounds := strings.Fields(r); len(sounds) == n {
				return rest[:n], sounds
			}
		}
	}
	if s := pinyin.SinglePinyin(rest[0], pinyinArgs); len(s) > 0 && utf8.ValidString(s[0]) {
		return rest[:1], s[:1]
	}
	return rest[:1], []string{""}
}
