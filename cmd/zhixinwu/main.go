// Command zhixinwu is the whole program: one binary, one folder of data.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"zhixinwu/store"
	"zhixinwu/store/school"
)

const usage = `知心屋 — a boarding school's counseling room, letter box, phone room and dorm desk.

  zhixinwu found -data DIR                  make a new school in an empty folder
  zhixinwu serve -data DIR [-http ADDR]     run a school
  zhixinwu demo  [-http ADDR] [-data DIR] [-children N] [-seed N]
                                            run a made-up school
  zhixinwu recover -data DIR -login NAME    give an administrator who forgot it a new password
  zhixinwu check -data DIR                  read everything once and report damage
  zhixinwu -version

Every flag can also be set as ZHIXINWU_NAME, for example ZHIXINWU_HTTP.
`

// version is set by the build: -ldflags "-X main.version=…".
var version = ""

func main() {
	tuneCollector()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "zhixinwu:", err)
		}
		os.Exit(1)
	}
}

// tuneCollector trades a little memory for a third more requests: the heap is a few megabytes, so it is collected a quarter
// as often. The limit keeps the passing 19 MiB of a password check from raising what the collector then thinks is normal.
func tuneCollector() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(40 << 20)
	}
}

// run is the program without the process, so that tests can start it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	switch name {
	case "found":
		return inWords(foundSchool(args[1:], stdout, stderr))
	case "serve":
		return inWords(serve(ctx, args[1:], stdout, stderr))
	case "demo":
		return inWords(demo(ctx, args[1:], stdout, stderr))
	case "check":
		return inWords(check(args[1:], stdout, stderr))
	case "recover":
		return inWords(recoverAdmin(args[1:], stdout, stderr))
	case "-version", "--version", "version":
		_, err := fmt.Fprintf(stdout, "zhixinwu %s (%s, %s/%s)\n", buildVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return err
	case "", "help", "-h", "-help", "--help":
		_, err := io.WriteString(stdout, usage)
		return err
	}
	return fmt.Errorf("unknown command %q\n\n%s", name, usage)
}

func buildVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// parse reads flags, each of which may also come from the environment; the command line wins.
func parse(fs *flag.FlagSet, args []string, stderr io.Writer) error {
	fs.SetOutput(stderr)
	var wrong error
	fs.VisitAll(func(f *flag.Flag) {
		if v, ok := os.LookupEnv("ZHIXINWU_" + strings.ToUpper(f.Name)); ok && wrong == nil {
			if err := f.Value.Set(v); err != nil {
				wrong = fmt.Errorf("ZHIXINWU_%s: %w", strings.ToUpper(f.Name), err)
			}
		}
	})
	if wrong != nil {
		return wrong
	}
	if err := fs.Parse(args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return fmt.Errorf("unexpected %q", fs.Arg(0))
	}
	return nil
}

// dataFlag reads the flags of a command that needs nothing but the school's folder.
func dataFlag(command string, args []string, stderr io.Writer) (dir string, err error) {
	fs := flag.NewFlagSet(command, flag.ContinueOnError)
	data := fs.String("data", "", "folder of the school's data")
	if err := parse(fs, args, stderr); err != nil {
		return "", err
	}
	if *data == "" {
		return "", fmt.Errorf("%s needs -data DIR", command)
	}
	return *data, nil
}

// foundSchool is the only way to a new school: a folder that is empty by mistake, or a disk that is not there, must not
// become one.
func foundSchool(args []string, stdout, stderr io.Writer) error {
	dir, err := dataFlag("found", args, stderr)
	if err != nil {
		return err
	}
	s, err := store.Found(dir, school.Options{})
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "A new school is in %s. Start it: zhixinwu serve -data %s\n", dir, dir)
	return err
}

// check reads all data once: first as they lie on the disk, before anything could be changed, then by their meaning.
func check(args []string, stdout, stderr io.Writer) error {
	dir, err := dataFlag("check", args, stderr)
	if err != nil {
		return err
	}
	if err := school.Inspect(dir); err != nil {
		return err
	}
	s, err := store.Open(dir, school.Options{})
	if err != nil {
		return err
	}
	if err := errors.Join(s.Check(), s.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(stdout, "the data is whole")
	return err
}
