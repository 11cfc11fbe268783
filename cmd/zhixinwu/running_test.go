package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"zhixinwu/store"
	"zhixinwu/store/school"
	"zhixinwu/views"
)

// running is a made-up school.
type running struct {
	t    testing.TB
	url  string
	dir  string
	log  *safeBuffer
	stop func() error
	views.Demo
}

type safeBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// openSchool starts the real program on a free port; it is stopped, and its data checked, when the test ends.
func openSchool(t testing.TB, args ...string) *running {
	t.Helper()
	s := &running{t: t, dir: t.TempDir(), log: &safeBuffer{}}
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, append([]string{"demo", "-verbose", "-http", "127.0.0.1:0", "-data", s.dir}, args...), in, s.log)
		in.Close()
	}()
	s.url = opened(t, out)
	s.stop = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Error(err)
		}
		checkData(t, s.dir)
	})
	s.read()
	return s
}

// opened reads the program's first line until it names its address; the rest is drained.
func opened(t testing.TB, out io.Reader) string {
	t.Helper()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, url, ok := strings.Cut(lines.Text(), "is open: "); ok {
			go io.Copy(io.Discard, out)
			return url
		}
	}
	t.Fatal("the program ended without opening")
	return ""
}

func checkData(t testing.TB, dir string) {
	t.Helper()
	s, err := store.Open(dir, school.Options{})
	if err != nil {
		t.Error(err)
		return
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	s.Close()
}

func (s *running) read() {
	s.t.Helper()
	r, err := http.Get(s.url + "/demo.json")
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	if err := json.NewDecoder(r.Body).Decode(&s.Demo); err != nil {
		s.t.Fatal(err)
	}
}

func (s *running) device(name string) string {
	i := slices.IndexFunc(s.Devices, func(d views.DemoDevice) bool { return d.Name == name })
	if i < 0 {
		s.t.Fatalf("no device %s", name)
	}
	return s.url + s.Devices[i].Enroll
}

func (s *running) child(pick func(views.DemoChild) bool) views.DemoChild {
	i := slices.IndexFunc(s.Children, pick)
	if i < 0 {
		s.t.Fatal("no such child")
	}
	return s.Children[i]
}
