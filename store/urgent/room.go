// Package urgent is the call for an adult now: who is asked, in which order, and who comes.
//
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	urgent          <day>/<n>                            Call: a child that asked for an adult now (putUrgent)
//	urgent-open     <day>/<n>                            index: those that nobody has met yet (putUrgent)
//	duty            list                                 DutyList: who is asked after the counselors, in order
//	meta            urgent-seq                           int, the last number given out
package urgent

import (
	"slices"
	"sync"

	"zhixinwu/store/school"
)

// Room is the calls for an adult now. Its methods may be called from any goroutine; each is one transaction.
type Room struct {
	school.Deaf
	school *school.School

	moves sync.Mutex // one change of a call at a time, so that two are never told that they were first
	mu    sync.Mutex
	held  map[string]Call // by key, see hold
}

// New returns the room on its ground.
func New(s *school.School) *Room { return &Room{school: s, held: map[string]Call{}} }

// A role that is lost changes nothing here: whom a call asks first is asked of the roles of that moment, the duty list names
// people whatever they are, and whoever has said "I am coming" goes on being on the way.

// StaffLeft takes a colleague who left off the duty list and off the ladder of every call under way; a call that they had
// accepted asks again.
func (*Room) StaffLeft(tx *school.Tx, _ school.Actor, staff string) error {
	is := func(id string) bool { return id == staff }
	duty, err := dutyList(tx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(duty.Staff, is) {
		duty.Staff = slices.DeleteFunc(duty.Staff, is)
		if err := duties.Put(tx, dutyKey, duty); err != nil {
			return err
		}
	}
	return askAgain(tx, func(u *Call) bool {
		rung := slices.ContainsFunc(u.Ladder, is)
		u.Ladder = slices.DeleteFunc(u.Ladder, is)
		return rung
	}, func(u Call) bool { return u.By == staff })
}

// DeviceGone lets a call ask again that was accepted at a bell which is gone: nobody could say there that the child was met.
func (*Room) DeviceGone(tx *school.Tx, _ school.Actor, device string) error {
	if d, known, err := school.FindDevice(tx, device); err != nil || known && d.Has(school.OfferDuty) {
		return err
	}
	return askAgain(tx, func(*Call) bool { return false }, func(u Call) bool { return u.ByDevice == device })
}

// askAgain changes the open calls: mend reports whether it changed one, and a call that was accepted by whoever is gone is
// given back.
func askAgain(tx *school.Tx, mend func(*Call) bool, gone func(Call) bool) error {
	open, err := openUrgents(tx)
	if err != nil {
		return err
	}
	for _, u := range open {
		changed := mend(&u)
		if u.State == Accepted && gone(u) {
			giveBack(tx, &u)
			changed = true
		}
		if !changed {
			continue
		}
		if err := putUrgent(tx, u); err != nil {
			return err
		}
	}
	return nil
}
