package handlers

import (
	"bufio"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/gofiber/fiber/v2"
)

// A heartbeat comes well before a page gives the stream up (25 seconds, glue.js); a client that has not read for
// writeTimeout is gone.
const (
	heartbeat    = 10 * time.Second
	writeTimeout = 15 * time.Second
)

// events streams "look again" whenever one of the topics was published. It carries no content; a lost or merged event heals
// with the next look. When something happens is told only to those who may open the route now: before each message the stream
// asks as the route did, so it ends with the session or device that opened it, and behind a cover.
//
// It ends at shutdown too (done), and at the first write or flush that fails, which is how a client that has vanished is
// noticed. The handler returns at once; what it leaves behind is the goroutine that writes.
func (s *Server) events(topics ...string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, "text/event-stream")
		// done closes at shutdown; c must not be used in the stream, which outlives it
		done, conn, admitted := c.Context().Done(), c.Context().Conn(), still(c)
		look, cancel := s.store.Subscribe(topics...)
		c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
			defer cancel()
			defer func() { // a panic here would end the process: the stream has a goroutine of its own
				if p := recover(); p != nil {
					s.log.Error("event stream", "error", &panicked{p, debug.Stack()})
				}
			}()
			beat := time.NewTicker(heartbeat)
			defer beat.Stop()
			// Every connection begins with a look: whatever was missed while there was none is seen now.
			message := "retry: 1000\n\ndata: look\n\n"
			for {
				// Rolling: a client that never reads must not hold the stream, and one that does may hold it for ever.
				if err := conn.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
					return
				}
				if _, err := fmt.Fprint(w, message); err != nil {
					return
				}
				if err := w.Flush(); err != nil {
					return
				}
				select {
				case <-done:
					return
				case <-look:
					message = "data: look\n\n"
				case <-beat.C:
					message = "event: hb\ndata: 1\n\n" // named, because scripts cannot see comments
				}
				if !admitted() {
					return
				}
			}
		})
		return nil
	}
}
