package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestPrintedCards prints a class's sheets as the office does and reads every code on the paper with a scanner's program.
func TestPrintedCards(t *testing.T) {
	for _, tool := range []string{"pdftoppm", "zbarimg"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("no %s, and CI must not skip the printed cards", tool)
			}
			t.Skipf("no %s here: printed cards are not read back", tool)
		}
	}
	s, d := openSchool(t, "-children", "150"), openDesk(t)
	class := s.Children[0].Class
	var want []string
	for _, c := range s.Children {
		if c.Class == class {
			want = append(want, c.Card)
		}
	}
	slices.Sort(want)
	office := d.login(s, "office")
	for per, sheets := range map[string]int{"10": (len(want) + 9) / 10, "24": (len(want) + 23) / 24} {
		office.do(chromedp.Navigate(s.url + "/office/cards?per=" + per + "&class=" + url.QueryEscape(class)))
		office.wait(".printed .qr")
		office.shot("cards-" + per)
		printed := printPDF(t, office)
		dir := t.TempDir()
		pdf := filepath.Join(dir, "cards.pdf")
		if err := os.WriteFile(pdf, printed, 0o600); err != nil {
			t.Fatal(err)
		}
		draw := exec.Command("pdftoppm", "-r", strconv.Itoa(paperDPI), "-png", pdf, filepath.Join(dir, "page"))
		if out, err := draw.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
		if err != nil || len(pages) != sheets {
			t.Errorf("%s a page: %d pages, want %d, %v", per, len(pages), sheets, err)
		}
		// A scanner is held to one card: cut the paper along its lines, and read each piece.
		cards := cut(t, pages, layouts[per])[:len(want)]
		out, err := exec.Command("zbarimg", append([]string{"-q", "--raw", "-Sdisable", "-Sqrcode.enable"}, cards...)...).Output()
		if err != nil {
			t.Fatalf("zbarimg: %v", err)
		}
		got := strings.Fields(string(out))
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s a page: %d codes were read of %d", per, len(got), len(want))
		}
		if kept := os.Getenv("ZHIXINWU_SHOTS"); kept != "" {
			if err := exec.Command("cp", pages[0], filepath.Join(kept, "cards-paper-"+per+".png")).Run(); err != nil {
				t.Error(err)
			}
		}
	}
	// A lost card: the next one is printed, and the old one says so at the kiosk.
	office.do(chromedp.Navigate(s.url + "/office/children/" + s.Children[0].ID))
	office.click("details.more summary")
	office.tap("换新卡")
	office.wait(".printed code")
	kiosk := s.client(s.device("图书角"))
	if status, shown := kiosk.post("/kiosk/scan", "code", s.Children[0].Card); status != 409 || !strings.Contains(strip(shown), "这张卡换过了") {
		t.Errorf("the lost card: %d", status)
	}
	fresh := find(t, `<code>(\d{18})</code>`, eval[string](office, `document.body.innerHTML`))
	if status, _ := kiosk.post("/kiosk/scan", "code", fresh); status != 200 {
		t.Errorf("the new card: %d", status)
	}
}

// layout is a sheet's grid in millimetres.
type layout struct {
	columns, rows int
	width, height float64
}

var layouts = map[string]layout{"10": {2, 5, 86, 54}, "24": {3, 8, 63, 34}}

const paperMargin, paperDPI = 10, 200

// cut saves each card of the pages as a picture of its own.
func cut(t *testing.T, pages []string, l layout) (cards []string) {
	t.Helper()
	px := func(mm float64) int { return int(mm * paperDPI / 25.4) }
	for _, name := range pages {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		paper, err := png.Decode(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for i := range l.columns * l.rows {
			x, y := paperMargin+float64(i%l.columns)*l.width, paperMargin+float64(i/l.columns)*l.height
			piece := paper.(interface {
				SubImage(image.Rectangle) image.Image
			}).SubImage(image.Rect(px(x+1), px(y+1), px(x+l.width-1), px(y+l.height-1)))
			out, err := os.Create(fmt.Sprintf("%s.%02d.png", name, i))
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(png.Encode(out, piece), out.Close()); err != nil {
				t.Fatal(err)
			}
			cards = append(cards, out.Name())
		}
	}
	return cards
}

func printPDF(t *testing.T, tb *tab) (pdf []byte) {
	t.Helper()
	tb.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		yes := true
		r, err := cdp.Call(ctx, target, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes})
		pdf = r.Data
		return err
	}))
	return pdf
}
