package handlers

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/cryptotest"
	"time"
	"zhixinwu/store/mail"
	"zhixinwu/store/school"
)

// attack is somebody who wants to know by whom a letter is. When each child stood at the kiosk is known, scans are rows with
// their second; which visit belongs to which letter is not. Whatever can be seen is a clue, and a clue is good when it finds
// more than luck would.
type attack struct {
	*site
	visits  int
	writers []int          // the visits in which a letter was written, or an answer fetched
	truth   map[string]int // by letter: the place of its visit among the writers'
	scans   map[string]int // by the scan's key in the file: the same

	now     atomic.Int64 // the visit under way
	worked  time.Time    // see work
	watched []watched
	told    sync.WaitGroup
	log     []string // of each visit, without times

	mu    sync.Mutex
	looks map[string]map[int]int // by stream and visit: how often it told
	pages map[string]map[int]int // by page and visit: whether it was another after it
	last  map[string]string
	seen  map[string]int // by letter: the place of the first visit after which a page named it
}

type watched struct {
	who   *client
	name  string
	paths []string
}

// What chance gives at most. Of letters dealt out anyhow one is with its writer on average, and more than eight once in a
// million times; the order of n letters strays from none by 1/√n, and by more than four and a half times that as rarely.
const (
	luckyMatches = 8
	luckyShare   = 0.25
	luckyOrder   = 4.5
)

// matches tries a clue that names a visit for a letter.
func (a *attack) matches(clue string, named map[string]int) {
	a.t.Helper()
	right := 0
	for letter, place := range named {
		if n, is := a.truth[letter]; is && n == place {
			right++
		}
	}
	if right > luckyMatches {
		a.t.Errorf("%s: %d of %d letters are matched with their visits", clue, right, len(a.truth))
	}
}

// order tries a clue that puts letters in order: as the visits were, the other way round, or roughly so.
func (a *attack) order(clue string, value map[string]int) {
	a.t.Helper()
	letters := slices.SortedFunc(maps.Keys(value), func(x, y string) int {
		return cmp.Or(value[x]-value[y], strings.Compare(x, y))
	})
	if len(letters) != len(a.truth) {
		a.t.Fatalf("%s: %d letters of %d", clue, len(letters), len(a.truth))
	}
	forth, back, apart := map[string]int{}, map[string]int{}, 0.0
	for place, letter := range letters {
		forth[letter], back[letter] = place, len(letters)-1-place
		d := float64(place - a.truth[letter])
		apart += d * d
	}
	a.matches(clue+", as they stand", forth)
	a.matches(clue+", backwards", back)
	n := float64(len(letters))
	if rank := 1 - 6*apart/(n*(n*n-1)); math.Abs(rank) > luckyOrder/math.Sqrt(n) {
		a.t.Errorf("%s goes along with the order of the visits: %.2f", clue, rank)
	}
}

// share tries a clue that says of each visit whether somebody wrote.
func (a *attack) share(clue string, at map[int]int) {
	a.t.Helper()
	wrote, idle := 0.0, 0.0
	for visit := range a.visits {
		if at[visit] == 0 {
			continue
		}
		if slices.Contains(a.writers, visit) {
			wrote++
		} else {
			idle++
		}
	}
	wrote /= float64(len(a.writers))
	idle /= float64(a.visits - len(a.writers))
	if math.Abs(wrote-idle) > luckyShare {
		a.t.Errorf("%s: after %.0f %% of the visits with a letter, and after %.0f %% of the others", clue, wrote*100, idle*100)
	}
}

// listen keeps in which visit a stream told something.
func (a *attack) listen(name string, c *client, url string) {
	a.mu.Lock()
	a.looks[name] = map[int]int{}
	a.mu.Unlock()
	lines := c.stream(url, time.Hour) // all of the attack
	a.told.Go(func() {
		for lines.Scan() {
			if lines.Text() == "data: look" {
				a.mu.Lock()
				a.looks[name][int(a.now.Load())]++
				a.mu.Unlock()
			}
		}
	})
}

func (a *attack) heard(name string) (n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, looks := range a.looks[name] {
		n += looks
	}
	return n
}

// clockwork is what of a page goes with the time alone, and what of a line in the log.
var (
	clockwork  = regexp.MustCompile(`data-now="\d+"|\d{1,2}:\d{2}(:\d{2})?|\d+ ?(分钟|小时|秒)`)
	clockInLog = regexp.MustCompile(`(time|took)=\S+ ?`)
	letterName = regexp.MustCompile(`/counselor/letters/([0-9a-f]{32})`)
)

// look reads every page that is watched, after a visit.
func (a *attack) look(visit int) {
	a.t.Helper()
	place, _ := slices.BinarySearch(a.writers, visit)
	for _, w := range a.watched {
		for _, path := range w.paths {
			page := clockwork.ReplaceAllString(w.who.get(path).body, "")
			name := w.name + " " + path
			if before, seen := a.last[name]; seen && before != page {
				if a.pages[name] == nil {
					a.pages[name] = map[int]int{}
				}
				a.pages[name][visit]++
			}
			a.last[name] = page
			for _, m := range letterName.FindAllStringSubmatch(page, -1) {
				if _, known := a.seen[m[1]]; !known {
					a.seen[m[1]] = place
				}
			}
		}
	}
}

// file tries what the bytes of the data file tell, of pages in use and of those that were left: where a letter lies, how
// often, and which scan lies next to it.
func (a *attack) file(when string) {
	a.t.Helper()
	raw, err := os.ReadFile(filepath.Join(a.Dir, "zhixinwu.db"))
	if err != nil {
		a.t.Fatal(err)
	}
	type found struct{ at, place int }
	var scans []found
	for key, place := range a.scans {
		for _, at := range places(raw, key) {
			scans = append(scans, found{at, place})
		}
	}
	slices.SortFunc(scans, func(x, y found) int { return x.at - y.at })
	if len(scans) < len(a.scans) {
		a.t.Fatalf("%s: %d of %d scans are in the file", when, len(scans), len(a.scans))
	}
	first, last, often, next := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for letter := range a.truth {
		at := places(raw, letter)
		if len(at) == 0 {
			a.t.Fatalf("%s: a letter is not in the file", when)
		}
		first[letter], last[letter], often[letter] = at[0], at[len(at)-1], len(at)
		nearest := 1 << 62
		for _, l := range at {
			i, _ := slices.BinarySearchFunc(scans, l, func(s found, l int) int { return s.at - l })
			for _, s := range scans[max(0, i-1):min(len(scans), i+1)] {
				if d := max(l-s.at, s.at-l); d < nearest {
					nearest, next[letter] = d, s.place
				}
			}
		}
	}
	a.order(when+", the first place in the file", first)
	a.order(when+", the last place in the file", last)
	a.order(when+", how often it is in the file", often)
	a.order(when+", the nearest scan in the file, in order", next)
	a.matches(when+", the nearest scan in the file", next)
}

func places(raw []byte, what string) (at []int) {
	for from := 0; ; {
		i := bytes.Index(raw[from:], []byte(what))
		if i < 0 {
			return at
		}
		at = append(at, from+i)
		from += i + len(what)
	}
}

// verdict tries all clues but those of the file.
func (a *attack) verdict(when string) {
	a.t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	for name, at := range a.looks {
		a.share(when+", the stream of "+name, at)
	}
	for name, at := range a.pages {
		a.share(when+", the page of "+name, at)
	}
	a.matches(when+", the first page that names it", a.seen)
	for visit, lines := range a.log {
		if lines != a.log[0] {
			a.t.Fatalf("%s: the log of visit %d is\n%s\nand of the first\n%s", when, visit, lines, a.log[0])
		}
	}
}

// visit lets children come to the kiosk, one after the other and half a minute apart; in those of writers the n-th does what
// only it knows. Time goes on, and everybody looks at what there is to see.
func (a *attack) visit(kiosk *client, children []int, writers []int, do func(n int) (letter string)) {
	a.t.Helper()
	a.visits, a.writers, a.truth, a.scans = len(children), writers, map[string]int{}, map[string]int{}
	a.log, a.pages, a.seen = nil, map[string]map[int]int{}, map[string]int{}
	a.mu.Lock()
	for name := range a.looks {
		a.looks[name] = map[int]int{}
	}
	a.mu.Unlock()
	for visit, child := range children {
		a.now.Store(int64(visit))
		a.Clock.Pass(time.Duration(13+visit%7) * time.Second)
		c := a.Children[child]
		begin := a.site.log.Len()
		kiosk.post("/kiosk/scan", "code", a.Code(c)).want(a.t, "a scan", 200)
		now := a.Now().Format("150405.000000")
		if n := slices.Index(writers, visit); n >= 0 {
			a.Clock.Pass(5 * time.Second)
			a.truth[do(n)] = n
			a.scans[c.ID+"/"+now] = n
			kiosk.post("/kiosk/done").want(a.t, "done", 200)
		} else {
			kiosk.post("/kiosk/stay").want(a.t, "still here", 204) // and then the next card
		}
		a.log = append(a.log, clockInLog.ReplaceAllString(a.site.log.String()[begin:], ""))
		a.Clock.Pass(time.Second)
		a.work()
		a.look(visit)
	}
}

// work is what the school does by itself.
func (a *attack) work() {
	a.t.Helper()
	settings, err := a.Settings()
	if err != nil {
		a.t.Fatal(err)
	}
	due := []string{"wipe"}
	if batch := mail.NextBatch(settings, a.worked); !batch.After(a.Now()) {
		due = []string{"letters", "wipe"}
	}
	a.worked = a.Now()
	for _, job := range due {
		if st, err := a.Do(job); err != nil || st.Err != nil {
			a.t.Fatal(job, err, st.Err)
		}
	}
}

// handOver lets time go on to the next hour of handing over, before everybody's eyes.
func (a *attack) handOver() {
	a.t.Helper()
	for hour := a.Now().Hour(); !slices.Contains([]int{12, 18}, a.Now().Hour()) || a.Now().Hour() == hour; {
		a.Clock.Pass(5 * time.Minute)
		a.work()
		a.look(a.visits)
	}
}

// TestLettersAgainstVisits: 200 letters and 300 visits. Nobody who works at the school, a counselor with or without a
// passphrase or the administrator with the log and the data file, can tell better than by luck which child wrote which
// letter, who of the children wrote one at all, or who came for which of 100 answers.
func TestLettersAgainstVisits(t *testing.T) {
	cryptotest.SetGlobalRandom(t, 20261123)
	const children, letters = 300, 200
	a := &attack{site: openSite(t, children), looks: map[string]map[int]int{}, last: map[string]string{}}
	a.worked = a.Now()
	random := rand.New(rand.NewPCG(1, 2))
	url := a.site.listen()
	kiosk, keeper := a.kiosk(), a.as(a.Counselor)
	keeper.post("/counselor/mailbox/unlock", "passphrase", "a long password").want(t, "unlock", 303)
	colleague, admin := a.as(a.Colleague), a.as(a.Admin)
	a.watched = []watched{
		{keeper, "a keeper", []string{"/counselor", "/counselor/letters", "/counselor/month"}},
		{colleague, "a counselor", []string{"/counselor", "/counselor/letters", "/duty"}},
		{admin, "the administrator", []string{"/admin", "/admin/audit", "/admin/staff", "/alarm", "/healthz"}},
	}
	a.listen("a keeper", keeper, url+"/counselor/events")
	a.listen("a counselor", colleague, url+"/counselor/events")
	a.listen("the administrator", admin, url+"/alarm/events")
	for name := range a.looks {
		waitFor(t, "the streams begin", func() bool { return a.heard(name) == 1 })
	}

	codes := make([]string, letters)
	named := make([]string, letters)
	writers := random.Perm(children)[:letters]
	slices.Sort(writers)
	a.visit(kiosk, random.Perm(children), writers, func(n int) string {
		page := kiosk.get("/kiosk/letter", "HX-Request", "true").body
		once := first(t, `name="once" value="([0-9a-f]+)"`, page)
		page = kiosk.post("/kiosk/letter", "kind", "text", "text", fmt.Sprint("信 ", n), "once", once).body
		codes[n] = first(t, `name="shown" value="([^"]+)"`, page)
		kiosk.post("/kiosk/letter/check", "shown", codes[n], "code", codes[n]).want(t, "the code", 200)
		named[n] = school.HashOf(once)[:32]
		return named[n]
	})
	a.verdict("before the hour")
	a.file("before the hour")
	a.handOver()
	for _, name := range []string{"a keeper", "a counselor"} {
		waitFor(t, "the batch is told", func() bool { return a.heard(name) > 0 })
	}
	if len(a.seen) != letters {
		t.Fatalf("%d letters were handed over", len(a.seen))
	}
	a.verdict("after the hour")
	a.file("after the hour")
	a.order("the list", indexes(letterName.FindAllStringSubmatch(keeper.get("/counselor/letters").body, -1)))

	const answers = 100
	for _, letter := range named[:answers] {
		keeper.get("/counselor/letters/"+letter).want(t, "a letter", 200)
		keeper.post("/counselor/letters/"+letter, "text", "好").want(t, "an answer", 303)
	}
	a.watched = []watched{ // each page decodes 200 letters by now: those that show them
		{keeper, "a keeper", []string{"/counselor/letters"}},
		{colleague, "a counselor", []string{"/counselor"}},
		{admin, "the administrator", []string{"/admin/audit"}},
	}
	a.look(a.visits)
	writers = random.Perm(children / 2)[:answers]
	slices.Sort(writers)
	who := random.Perm(answers) // comes for an answer as the n-th
	a.visit(kiosk, random.Perm(children)[:children/2], writers, func(n int) string {
		page := kiosk.post("/kiosk/reply", "code", codes[who[n]]).body
		if !strings.Contains(page, "好") {
			t.Fatalf("no answer on %.300s", page)
		}
		return named[who[n]]
	})
	a.verdict("fetched, before the hour")
	a.file("fetched, before the hour")
	a.handOver()
	if page := keeper.get("/counselor/letters").body; strings.Count(page, "孩子看过回信了") != answers {
		t.Errorf("%d answers are shown as read", strings.Count(page, "孩子看过回信了"))
	}
	a.verdict("fetched, after the hour")
	a.file("fetched, after the hour")
}

func indexes(found [][]string) map[string]int {
	at := map[string]int{}
	for i, m := range found {
		at[m[1]] = i
	}
	return at
}
