// Package handlers is HTTP: each handler reads its input, calls the store, and renders. What changes is one store method.
package handlers

import (
	"log/slog"
	"net/http"
	"time"
	"zhixinwu/store"
	"zhixinwu/store/heart"
	"zhixinwu/store/mail"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// Server holds what the handlers share.
type Server struct {
	store  *store.Store
	views  *views.Views
	log    *slog.Logger
	demo   *views.Demo
	origin *http.CrossOriginProtection

	machine string // what it is called in its network
	bodies  bodies

	visits   *visits
	boxes    *boxes[mail.BoxKey]
	noteKeys *boxes[heart.NoteKey]
	presence *presence
	drafts   *drafts
	late     *late

	staffMenu []menuLine // everybody's lines, in order

	queue rendered // the keeper's queue
	calls rendered // the board's
}

// Config says what to serve.
type Config struct {
	Store *store.Store
	Log   *slog.Logger
	// Demo is the made-up school's page; nil in a real school, where its routes do not exist.
	Demo *views.Demo
	// Dev reads templates from the folder views for every page.
	Dev bool
}

// New returns the program's HTTP side, ready to listen.
func New(cfg Config) (*fiber.App, error) {
	v, err := views.New(cfg.Dev)
	if err != nil {
		return nil, err
	}
	s := &Server{store: cfg.Store, views: v, log: cfg.Log, demo: cfg.Demo, origin: http.NewCrossOriginProtection(),
		machine: machineName(), bodies: newBodies(), visits: newVisits(cfg.Store.Steady), presence: newPresence(cfg.Store.Steady),
		drafts: &drafts{now: cfg.Store.Steady, byStaff: map[string]draft{}}, late: &late{log: cfg.Log, now: cfg.Store.Now}}
	s.boxes = newBoxes[mail.BoxKey](cfg.Store.Steady, s.keyLife, forget)
	s.noteKeys = newBoxes[heart.NoteKey](cfg.Store.Steady, s.keyLife, forget)
	if err := s.store.Voice.Number(views.Sentences()); err != nil {
		return nil, err
	}
	app := fiber.New(fiber.Config{
		Immutable:                    true, // values read from a request outlive it: fasthttp would reuse their memory
		ReadTimeout:                  30 * time.Second,
		IdleTimeout:                  2 * time.Minute,
		ReduceMemoryUsage:            true, // a browser that stays connected must not keep the last page in its buffers
		StreamRequestBody:            true, // no body is read before the guard, see bodies
		DisablePreParseMultipartForm: true,
		EnableTrustedProxyCheck:      true, // and nobody is trusted: X-Forwarded headers are anybody's words
		Concurrency:                  connections,
		DisableStartupMessage:        true,
		ErrorHandler:                 s.fail,
	})
	bounded(app.Server())
	app.Hooks().OnShutdown(func() error { s.late.write(true); return nil })
	app.Use(s.outermost, s.headers, s.ownHost, unencoded, s.sameOrigin)
	groups := s.groups()
	s.staffMenu = menuOf(groups)
	for _, g := range groups {
		guard, body := s.guard(g.need), s.bodies.read(g.need)
		for _, r := range g.routes {
			app.Add(r.method, r.path, guard, body, r.handler)
		}
	}
	return app, nil
}
