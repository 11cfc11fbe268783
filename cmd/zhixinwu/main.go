// Command zhixinwu is the whole program: one binary, one folder of data.
//
// The folder holds two files, the data and the key file; both together are the school, and a backup needs both. The
// program talks to nobody outside: it listens on one address of the school's network and opens no connection itself.
//
// Its commands are in usage. serve runs until SIGINT or SIGTERM, then ends streams and requests within shutdownTime
// and closes the data. check and recover need the program stopped: one process at a time holds the data. An error is
// written to stderr and exits with 1; what a person has to read, such as the set-up link or a first password, goes to
// stdout.
//
// Each flag has a variable of the environment, so that a service needs no command line of its own:
//
//	-data   ZHIXINWU_DATA     -http  ZHIXINWU_HTTP     -verbose  ZHIXINWU_VERBOSE
//	-login  ZHIXINWU_LOGIN    -seed  ZHIXINWU_SEED     -children ZHIXINWU_CHILDREN
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

// usage is for the person at the server's keyboard, in English like the log: it is the one text that no teacher
// reads.
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

// main runs until the command ends or the process is told to stop; an error is one line and exit code 1, and asking
// for help is no error to read.
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

// tuneCollector trades a little memory for a third more requests: the heap is a few megabytes, so it is collected a
// quarter as often. The limit keeps the passing 19 MiB of a password check from raising what the collector then
// thinks is normal. Whoever sets GOGC or GOMEMLIMIT knows better, and is left alone.
func tuneCollector() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(40 << 20)
	}
}

// run is the program without the process, so that tests can start it. An unknown command is an error with the usage
// below it.
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

// buildVersion is the version of a release, else what the Go tool knows of the build.
func buildVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// parse reads flags, each of which may also come from the environment; the command line wins. A value in the
// environment that cannot be read stops the program, as one on the command line does: a service must not start with
// half of its settings.
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

// check reads all data once: first as they lie on the disk, before anything could be changed, then the chain of the audit.
// It opens the school for that, so it needs the program stopped, and brings old data to the present schema.
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
