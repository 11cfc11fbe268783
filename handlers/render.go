package handlers

import (
	"bytes"
	"compress/gzip"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/views"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// isFragment: htmx asks for a part of a page.
func isFragment(c *fiber.Ctx) bool { return c.Get("HX-Request") == "true" }

// fragment renders one page's body.
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
	school, err := s.store.School()
	if err != nil {
		return err
	}
	return s.document(c, status, views.KioskDoc{School: school.Name, Zone: school.TimeZone, Now: s.store.Now().UnixMilli()}, p)
}

// staffPage is a line of the staff's menu and the pages behind it.
type staffPage struct {
	path, name, room string
	role             []store.Role
	live             bool
}

var staffPages = []staffPage{
	{"/counselor", "今天", "heart", []store.Role{store.RoleCounselor}, true},
	{"/counselor/week", "一周", "heart", []store.Role{store.RoleCounselor}, false},
	{"/counselor/find", "找孩子", "heart", []store.Role{store.RoleCounselor}, false},
	{"/counselor/notes", "谈话记录", "heart", []store.Role{store.RoleCounselor}, false},
	{"/counselor/referrals", "转来的孩子", "heart", []store.Role{store.RoleCounselor}, false},
	{"/counselor/greetings", "好久没见", "heart", []store.Role{store.RoleCounselor}, false},
	{"/counselor/plan", "开门时间", "heart", []store.Role{store.RoleCounselor}, false},
	{"/counselor/guide", "危机步骤", "heart", []store.Role{store.RoleCounselor}, false},
	{"/counselor/letters", "信箱", "mail", []store.Role{store.RoleCounselor}, false},
	{"/phone", "亲情室", "phone", []store.Role{store.RoleKeeper}, true},
	{"/phone/callin", "家长来电", "phone", []store.Role{store.RoleKeeper}, false},
	{"/phone/lines", "电话和通知", "phone", []store.Role{store.RoleKeeper, store.RoleAdmin}, false},
	{"/dorm", "今天的签到", "dorm", []store.Role{store.RoleDorm}, true},
	{"/class", "我的孩子", "plain", []store.Role{store.RoleTeacher}, false},
	{"/class/tasks", "要办的事", "plain", []store.Role{store.RoleTeacher}, false},
	{"/phone/contacts", "和家里联系", "phone", []store.Role{store.RoleKeeper, store.RoleTeacher, store.RoleOffice, store.RoleHead}, false},
	{"/phone/numbers", "电话用量", "phone", []store.Role{store.RoleKeeper, store.RoleOffice, store.RoleHead}, false},
	{"/gate", "门卫", "plain", []store.Role{store.RoleGate}, false},
	{"/office", "学生", "plain", []store.Role{store.RoleOffice, store.RoleHead}, false},
	{"/office/children", "找孩子", "plain", []store.Role{store.RoleOffice, store.RoleHead}, false},
	{"/office/import", "导入名单", "plain", []store.Role{store.RoleOffice}, false},
	{"/office/verification", "核对联系卡", "plain", []store.Role{store.RoleOffice, store.RoleHead, store.RoleTeacher}, false},
	{"/office/cards", "印卡", "plain", []store.Role{store.RoleOffice}, false},
	{"/office/rollover", "升级和毕业", "plain", []store.Role{store.RoleOffice}, false},
	{"/refer", "请知心屋看看", "heart", []store.Role{store.RoleTeacher, store.RoleDorm, store.RoleOffice, store.RoleHead}, false},
	{"/figures", "知心屋数字", "heart", []store.Role{store.RoleCounselor, store.RoleOffice, store.RoleHead}, false},
	{"/duty", "值班表", "heart", []store.Role{store.RoleCounselor, store.RoleHead, store.RoleAdmin}, false},
	{"/admin", "设备", "plain", []store.Role{store.RoleAdmin}, false},
	{"/admin/staff", "人员", "plain", []store.Role{store.RoleAdmin}, false},
	{"/admin/settings", "设置", "plain", []store.Role{store.RoleAdmin}, false},
	{"/admin/audit", "谁看过什么", "plain", []store.Role{store.RoleAdmin, store.RoleHead}, false},
}

// staffDoc is the page with the menu of whoever is logged in; path is the menu's line.
func (s *Server) staffDoc(c *fiber.Ctx, path string) (views.StaffDoc, error) {
	school, err := s.store.School()
	if err != nil {
		return views.StaffDoc{}, err
	}
	a := actor(c)
	d := views.StaffDoc{School: school.Name, Zone: school.TimeZone, Now: s.store.Now().UnixMilli(), Name: a.Staff.Name, Lock: school.Rule(store.RuleSessionIdle),
		Title: "知心屋", Room: "plain"}
	if a.Staff.First {
		return d, nil // nothing else is open yet
	}
	for _, p := range staffPages {
		if !a.Staff.Has(p.role...) {
			continue
		}
		item := views.NavItem{Href: p.path, Name: p.name, Current: p.path == path}
		if p.path == "/counselor/letters" {
			if item.Count, _, err = s.store.UnreadLetters(a); err != nil {
				return d, err
			}
		}
		d.Nav = append(d.Nav, item)
		if p.path == path {
			d.Title, d.Room = p.name, p.room
			if p.live {
				d.Live, d.Refetch = p.path+"/events", string(c.Request().URI().RequestURI())
			}
		}
	}
	return d, nil
}

// page sends what staff work with: alone to htmx, and with the menu otherwise.
func (s *Server) page(c *fiber.Ctx, status int, path string, p views.Page) error {
	if isFragment(c) {
		return s.fragment(c, status, p)
	}
	d, err := s.staffDoc(c, path)
	if err != nil {
		return err
	}
	if c.Method() != fiber.MethodGet {
		d.Refetch = path
	}
	return s.document(c, status, d, p)
}

// gzipFrom is the size from which compressing is worth its time on a school's network.
const gzipFrom = 1024

var zippers = sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed); return w }}

// send copies body into the answer, compressed where the browser takes it.
func send(c *fiber.Ctx, status int, body []byte) error {
	c.Status(status).Type("html", "utf-8")
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

// rendered keeps bytes that are the same for everybody until one of their topics moves on, or their time does: what is shown
// holds times of its own, to the minute in a fragment and to the second in a page that sets a browser's clock.
type rendered struct {
	mu      sync.Mutex
	version uint64
	time    time.Time
	body    []byte
}

// get returns the kept bytes, or makes them; callers that come meanwhile wait for the one making.
func (r *rendered) get(s *Server, per time.Duration, make func() ([]byte, error), topics ...string) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var version uint64 // each topic's only rises, and so does the sum; read before the state: what is kept is never older than it says
	for _, topic := range topics {
		version += s.store.Version(topic)
	}
	now := s.store.Now().Truncate(per)
	if r.body != nil && r.version == version && r.time.Equal(now) {
		return r.body, nil
	}
	body, err := make()
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

// field reads a form field. Broken UTF-8 and what is longer than any honest input is refused before it gets further.
func field(c *fiber.Ctx, name string, max int) (string, error) {
	v := c.FormValue(name)
	if len(v) > max || !utf8.ValidString(v) {
		return "", store.ErrInvalid
	}
	return v, nil
}

// trimmed takes away the spaces around what somebody typed.
func trimmed(s string) string { return strings.TrimSpace(s) }
