package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"zhixinwu/store"
	"zhixinwu/store/school"
)

// recoverAdmin gives an administrator who has forgotten the password a new first one. It needs the server's own
// keyboard and the program stopped, and leaves a row in the audit. Who can do this can copy the data folder too;
// letters and notes stay closed to both. A login that is none, or no administrator's, is one error: the command is no
// way to list accounts.
func recoverAdmin(args []string, stdout, stderr io.Writer) error {
	fs := flag.NewFlagSet("recover", flag.ContinueOnError)
	data := fs.String("data", "", "folder of the school's data")
	login := fs.String("login", "", "the administrator's user name")
	if err := parse(fs, args, stderr); err != nil {
		return err
	}
	if *data == "" || *login == "" {
		return errors.New("recover needs -data DIR and -login NAME")
	}
	s, err := store.Open(*data, school.Options{})
	if err != nil {
		return err
	}
	password, err := s.Access.Recover(*login)
	switch {
	case errors.Is(err, school.ErrNotFound) || errors.Is(err, school.ErrForbidden):
		err = fmt.Errorf("%q is no administrator of this school", *login)
	case err == nil:
		_, err = fmt.Fprintf(stdout, "first password of %s, to be changed at the next login: %s\n", *login, password)
	}
	return errors.Join(err, s.Close())
}
