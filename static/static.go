// Package static holds the files a browser loads. They are embedded, joined into one stylesheet and one script a page,
// compressed once, and served under a name that carries their hash, so that a browser may keep them for ever.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"strings"
)

//go:embed css js img vendor/htmx.org/dist
var files embed.FS

// Asset is one file as it is sent.
type Asset struct {
	Type string // MIME type
	Body []byte
	Gzip []byte
}

// bundles says which files make up what a page loads, in the order in which a later rule corrects an earlier one. vendor/
// holds third parties' files exactly as they ship them.
var bundles = map[string][]string{
	"kiosk.css": {
		"css/tokens.css", "css/kiosk/frame.css", "css/kiosk/buttons.css", "css/kiosk/tiles.css", "css/kiosk/phone.css",
		"css/kiosk/code.css", "css/kiosk/letter.css", "css/kiosk/overlay.css", "css/kiosk/call.css", "css/kiosk/ear.css",
		"css/kiosk/sizes.css",
	},
	"board.css": {"css/tokens.css", "css/board.css"},
	"staff.css": {
		"css/tokens.css", "css/staff/frame.css", "css/staff/phone.css", "css/staff/charts.css", "css/staff/dorm.css",
		"css/staff/mail.css", "css/staff/forms.css", "css/staff/roster.css", "css/staff/cards.css", "css/staff/heart.css",
		"css/staff/demo.css", "css/staff/voice.css", "css/staff/sizes.css",
	},
	"kiosk.js": {
		"js/glue.js", "js/voice.js", "js/ear.js", "js/scan.js", "js/kiosk.js", "js/keep.js", "js/letter.js", "js/countdown.js",
	},
	"board.js": {"js/glue.js", "js/voice.js", "js/board.js"},
	"staff.js": {
		"js/glue.js", "js/lock.js", "js/countdown.js", "js/staff.js", "js/alarm.js", "js/note.js", "js/forms.js", "js/record.js",
	},
	"wall.js":  {"js/glue.js", "js/alarm.js"},
	"htmx.js":  {"vendor/htmx.org/dist/htmx.min.js"},
	"art.svg":  {"img/art.svg"},
	"icon.svg": {"img/icon.svg"},
}

var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

var (
	byPath = map[string]Asset{}
	urls   = map[string]string{}
)

// forReaders is what a stylesheet or script has for whoever reads it: indentation, empty lines, and comments that have a
// line of their own. None of it is sent. A script of ours may not have a string over several lines.
var forReaders = regexp.MustCompile(`(?m)^[ \t]*(?:(?://.*|/\*(?s:.*?)\*/)?\n)?`)

func init() {
	for name, parts := range bundles {
		var body []byte
		for _, p := range parts {
			b, err := files.ReadFile(p)
			if err != nil {
				panic(err) // a bundle names a file that is not embedded
			}
			if strings.HasPrefix(p, "css/") || strings.HasPrefix(p, "js/") {
				b = forReaders.ReplaceAll(b, nil)
			}
			body = append(body, b...)
		}
		var zipped bytes.Buffer
		w, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
		w.Write(body)
		w.Close()
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		hashed := fmt.Sprintf("%s.%s%s", strings.TrimSuffix(name, ext), hex.EncodeToString(sum[:6]), ext)
		byPath[hashed] = Asset{Type: types[ext], Body: body, Gzip: zipped.Bytes()}
		urls[name] = "/static/" + hashed
	}
}

// URL is where a page finds a bundle; a name that does not exist stops the rendering.
func URL(name string) (string, error) {
	u, ok := urls[name]
	if !ok {
		return "", fmt.Errorf("static: no %q", name)
	}
	return u, nil
}

// Find returns the asset with a hashed name.
func Find(hashed string) (Asset, bool) {
	a, ok := byPath[hashed]
	return a, ok
}
