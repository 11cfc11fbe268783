package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"
	"zhixinwu/handlers"
	"zhixinwu/store"
	"zhixinwu/store/school"
	"zhixinwu/views"
)

// shutdownTime is how long open answers may take once the program was told to stop; event streams end at once.
const shutdownTime = 2 * time.Second

func serve(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	data := fs.String("data", "", "folder of the school's data; made if it is not there")
	addr := fs.String("http", ":8080", "address to listen on")
	verbose := fs.Bool("verbose", false, "log every request")
	dev := fs.Bool("dev", false, "read templates from ./views for every page")
	if err := parse(fs, args, stderr); err != nil {
		return err
	}
	if *data == "" {
		return errors.New("serve needs -data DIR")
	}
	s, err := store.Open(*data, school.Options{})
	if err != nil {
		return err
	}
	settings, err := s.Settings()
	if err == nil && settings.Demo {
		err = fmt.Errorf("%s holds a made-up school: start it with `zhixinwu demo -data`, and use another folder for a real one", *data)
	}
	if err != nil {
		return errors.Join(err, s.Close())
	}
	return listen(ctx, s, listenConfig{addr: *addr, verbose: *verbose, dev: *dev}, stdout, stderr)
}

type listenConfig struct {
	addr         string
	verbose, dev bool
	demo         *views.Demo
}

// listen serves the school until ctx ends, then closes streams, listener and data.
func listen(ctx context.Context, s *store.Store, cfg listenConfig, stdout, stderr io.Writer) (err error) {
	defer func() { err = errors.Join(err, s.Close()) }()
	level := slog.LevelInfo
	if cfg.verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level}))
	app, err := handlers.New(handlers.Config{Store: s, Log: log, Demo: cfg.demo, Dev: cfg.dev})
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", cfg.addr)
	if err != nil {
		return err
	}
	url := "http://" + reachable(ln.Addr().(*net.TCPAddr))
	fmt.Fprintf(stdout, "知心屋 is open: %s\n", url)
	if cfg.demo != nil {
		fmt.Fprintf(stdout, "Cards, logins and devices of the made-up school: %s/demo\n", url)
	} else {
		token, err := s.Access.OfferSetup()
		if err != nil {
			return errors.Join(err, ln.Close())
		}
		if token != "" {
			fmt.Fprintf(stdout, "No administrator yet. Open this link once to set up the school: %s/setup/%s\n", url, token)
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- app.Listener(ln) }()
	go maintain(ctx, s, log)
	go tick(ctx, s, log)
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	log.Info("closing")
	return app.ShutdownWithTimeout(shutdownTime)
}

// reachable is an address that a browser on this machine can open.
func reachable(a *net.TCPAddr) string {
	if a.IP.IsUnspecified() {
		return fmt.Sprintf("127.0.0.1:%d", a.Port)
	}
	return a.String()
}

// maintain checks all data once after the start, beside the first children, and tidies up now and every hour.
func maintain(ctx context.Context, s *store.Store, log *slog.Logger) {
	if err := s.Check(); err != nil && ctx.Err() == nil {
		log.Error("the data is damaged: stop the program and restore a backup", "error", err)
	}
	hour := time.NewTicker(time.Hour)
	defer hour.Stop()
	for {
		if err := s.Tidy(); err != nil && ctx.Err() == nil {
			log.Error("tidying failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-hour.C:
		}
	}
}

// tick lets time move the school, once a second.
func tick(ctx context.Context, s *store.Store, log *slog.Logger) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-second.C:
			if err := s.Tick(); err != nil && ctx.Err() == nil {
				log.Error("the school's clock stopped", "error", err)
			}
		}
	}
}
