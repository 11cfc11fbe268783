package handlers

import (
	"runtime/debug"
	"time"
	"zhixinwu/store/school"
)

// What was opened with a key lies in the memory of the program for a while: pages in pools of buffers, strings that nothing
// refers to any more.

// forget, beside the requests, empties the pools and gives unused memory back, whole pages of it to the system. Two rounds,
// because a pool keeps its buffers through the first. What it cannot reach are the bytes of a freed string that shares its
// page with something in use: nothing refers to them, and they stay until that place is used again.
func forget() {
	go func() {
		debug.FreeOSMemory()
		debug.FreeOSMemory()
	}()
}

// keyLife is how long an unlocked key stays without a look at what it opens.
func (s *Server) keyLife() time.Duration {
	settings, err := s.store.Settings()
	if err != nil { // nothing can be read, so nothing has to stay open
		return 0
	}
	return min(boxLife, time.Duration(settings.Rule(school.RuleSessionIdle))*time.Minute)
}
