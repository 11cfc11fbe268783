package handlers

import (
	"log/slog"
	"sync"
	"time"
)

// late holds the lines of the log that must not be there to the minute: one of a letter that failed would say when
// somebody wrote it. They are written with the first request of a later hour, all at once, or when the program ends;
// what a crash loses is a line, and never a letter.
type late struct {
	log   *slog.Logger
	now   func() time.Time
	mu    sync.Mutex
	hour  time.Time // in which they came about
	lines [][]any
	more  int // beyond lateMost, which are counted
}

// lateMost bounds what an hour of a broken disk holds in memory, whoever asks.
const lateMost = 100

// hold takes a line in.
func (l *late) hold(line []any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hour = l.now().Truncate(time.Hour)
	if len(l.lines) == lateMost {
		l.more++
		return
	}
	l.lines = append(l.lines, line)
}

// write writes what is of an earlier hour, or with all everything.
func (l *late) write(all bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !all && !l.now().Truncate(time.Hour).After(l.hour) {
		return
	}
	for _, line := range l.lines {
		l.log.Error("request failed", line...)
	}
	if l.more > 0 {
		l.log.Error("request failed", "more", l.more)
	}
	l.lines, l.more = nil, 0
}
