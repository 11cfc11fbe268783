package handlers

import (
	"bytes"
	"compress/gzip"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/views"
)

// How an answer is sent: a fragment to htmx, the same body inside its document to a browser that asks for a page.
// What is on a page is escaped by html/template; only bodies rendered here are taken as HTML again
// (views.RenderDocument).

// buffers are taken for one answer and given back: whatever is kept longer than that has memory of its own (bytesOf,
// send).
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// isFragment: htmx asks for a part of a page. Each handler decides by it what it sends; templates do not know. A
// redirect by status would be followed within the request and swapped in: where another page is meant, the answer
// carries HX-Redirect.
func isFragment(c *fiber.Ctx) bool { return c.Get("HX-Request") == "true" }

// fragment renders one page's body. It goes into a buffer first: a template that fails halfway has sent nothing.
func (s *Server) fragment(c *fiber.Ctx, status int, p views.Page) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := s.views.Render(buf, p); err != nil {
		return err
	}
	return send(c, status, buf.Bytes())
}

// document renders a page's body and the document around it.
func (s *Server) document(c *fiber.Ctx, status int, d views.Document, p views.Page) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := s.views.Render(buf, p); err != nil {
		return err
	}
	return s.around(c, status, d, buf.Bytes())
}

// around sends a document around a body that was rendered before.
func (s *Server) around(c *fiber.Ctx, status int, d views.Document, body []byte) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := s.views.RenderDocument(buf, d, body); err != nil {
		return err
	}
	return send(c, status, buf.Bytes())
}

// screen sends a child's screen: alone to htmx, and in its page otherwise.
func (s *Server) screen(c *fiber.Ctx, status int, p views.Page) error {
	if isFragment(c) {
		return s.fragment(c, status, p)
	}
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	d := views.KioskDoc{School: settings.Name, Zone: settings.TimeZone, Now: s.store.Now().UnixMilli()}
	return s.document(c, status, d, p)
}

// boardDocument is the page around a display on a wall.
func (s *Server) boardDocument(c *fiber.Ctx, title, path string, p views.Page) error {
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	d := views.WallDoc{Title: title, Path: path, School: settings.Name, Zone: settings.TimeZone,
		Now: s.store.Now().UnixMilli()}
	return s.document(c, fiber.StatusOK, d, p)
}

// gzipFrom is the size from which compressing is worth its time on a school's network.
const gzipFrom = 1024

// zippers cost more to make than to use.
var zippers = sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed); return w }}

// send is for pages and their fragments.
func send(c *fiber.Ctx, status int, body []byte) error {
	c.Status(status).Type("html", "utf-8")
	return zipped(c, body)
}

// zipped copies body into the answer, compressed where the browser takes it.
func zipped(c *fiber.Ctx, body []byte) error {
	c.Vary(fiber.HeaderAcceptEncoding, "HX-Request")
	if len(body) < gzipFrom || !strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		return c.Send(bytes.Clone(body))
	}
	c.Set(fiber.HeaderContentEncoding, "gzip")
	w := zippers.Get().(*gzip.Writer)
	defer zippers.Put(w)
	w.Reset(c.Response().BodyWriter())
	if _, err := w.Write(body); err != nil {
		return err
	}
	return w.Close()
}

// rendered keeps bytes that are the same for everybody until one of their topics moves on, or their time does: what
// is shown holds times of its own, to the minute in a fragment and to the second in a page that sets a browser's
// clock.
type rendered struct {
	mu      sync.Mutex
	version uint64
	time    time.Time
	body    []byte
}

// get returns the kept bytes, or makes them; callers that come meanwhile wait for the one making.
func (r *rendered) get(s *Server, per time.Duration, render func() ([]byte, error), topics ...string) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	// Each topic's version only rises, and so does the sum. It is read before the state, so that what is kept is
	// never older than it says.
	var version uint64
	for _, topic := range topics {
		version += s.store.Version(topic)
	}
	now := s.store.Now().Truncate(per)
	if r.body != nil && r.version == version && r.time.Equal(now) {
		return r.body, nil
	}
	body, err := render()
	if err == nil {
		r.version, r.time, r.body = version, now, body
	}
	return body, err
}

// bytesOf renders a page into memory of its own.
func (s *Server) bytesOf(p views.Page, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	err = s.views.Render(&buf, p)
	return buf.Bytes(), err
}
