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

// shutdownTime is how long open answers may take once the program was told to stop; event streams end at once. It is
// short, because whoever stops the program waits, and nothing that was acknowledged is lost by a cut answer.
const shutdownTime = 2 * time.Second

// serve runs a school. It refuses a made-up one: its passwords stand in the source.
func serve(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	data := fs.String("data", "", "folder of the school's data")
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

// listenConfig is what the two ways to serve differ in.
type listenConfig struct {
	addr         string
	verbose, dev bool
	demo         *views.Demo
}

// listen serves the school until ctx ends, then closes streams, listener and data. The data is closed last and in
// every case, which waits for the writes under way.
//
// What it prints on stdout is for the person who started it: where to go, and, while a school has no administrator,
// the set-up link. Everything else goes to the log. Beside the listener two goroutines keep time, Work and watchDisk;
// both end with ctx, and an error of theirs is logged and not the end of the program.
func listen(ctx context.Context, s *store.Store, cfg listenConfig, stdout, stderr io.Writer) (err error) {
	defer func() { err = errors.Join(err, s.Close()) }()
	level := slog.LevelInfo
	if cfg.verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level}))
	if err := s.Doubt(); err != nil {
		log.Error(sayOlder, "error", err)
	}
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
	go s.Work(ctx, log)
	go watchDisk(ctx, s, log)
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	log.Info("closing")
	return app.ShutdownWithTimeout(shutdownTime)
}

// reachable is an address that a browser on this machine can open: one that listens everywhere is here at 127.0.0.1.
func reachable(a *net.TCPAddr) string {
	if a.IP.IsUnspecified() {
		return fmt.Sprintf("127.0.0.1:%d", a.Port)
	}
	return a.String()
}

// diskPause is how long the disk is left alone before it is tried again.
const diskPause = 5 * time.Second

// watchDisk tries the disk at the start, and again and again while it takes nothing, and says it once when that begins and
// once when it ends. What rang meanwhile is stored then.
func watchDisk(ctx context.Context, s *store.Store, log *slog.Logger) {
	pause := time.NewTicker(diskPause)
	defer pause.Stop()
	said := false
	for first := true; ; first = false {
		if failed := s.Failing(); first || failed != nil {
			if failed != nil && !said {
				log.Error("硬盘存不下东西了：请腾出空间，或换硬盘。页面照样能看，写的都没有存住。", "error", failed)
				said = true
			}
			if err := s.TryDisk(); err == nil && said {
				log.Info("the disk takes things again")
				said = false
			}
		}
		if s.Failing() == nil {
			if err := s.Urgent.Store(); err != nil && ctx.Err() == nil {
				log.Error("a call that rang could not be stored", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
	}
}
