package urgent

import (
	"errors"
	"slices"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// Safety is what a child says that was asked whether it is safe now; empty until it has tapped one.
type Safety string

// The answers, in the order of their buttons.
const (
	Safe   Safety = "safe"
	Unsafe Safety = "unsafe"
	Unsaid Safety = "unsaid" // would rather not say
)

// Safeties in the order of their buttons.
var Safeties = []Safety{Safe, Unsafe, Unsaid}

// AskNow is a child's own call at any kiosk, with its card or without. online is how many there are to hear it. A disk
// that does not take the call keeps nobody from hearing it.
func (s *Room) AskNow(v visit.Visit, online int) (u Call, err error) {
	s.moves.Lock()
	defer s.moves.Unlock()
	ask := Call{Child: v.Child, Place: v.Device.Place, Device: v.Device.ID, Online: online}
	if u, rings := s.heldAs(ask); rings {
		return u, nil
	}
	err = s.school.Update(func(tx *school.Tx) error {
		u, err = AskNow(tx, ask)
		return err
	})
	if !errors.Is(err, school.ErrDisk) {
		return u, err
	}
	if err := s.school.View(func(tx *school.Tx) error {
		u, err = newCall(tx, ask)
		return err
	}); err != nil {
		return u, err
	}
	u.N, u.Unsaved = s.heldNumber(u), true
	s.hold(u)
	return u, nil
}

// Withdraw is the child's "not any more", on the screen that waits. Whoever was asked is told, and may go and see; when
// somebody is on the way already, or was there, nothing changes and the call says so.
func (s *Room) Withdraw(d school.Device, screen string) (Call, error) {
	return s.say(d, screen, func(tx *school.Tx, u *Call) bool {
		if u.State != Asked {
			return false
		}
		u.State, u.Ended = Withdrawn, tx.Now
		return true
	})
}

// SaySafe is the child's answer to 你现在安全吗？. The last tap counts; when the call has ended, it changes nothing.
func (s *Room) SaySafe(d school.Device, screen string, safe Safety) (Call, error) {
	if !slices.Contains(Safeties, safe) {
		return Call{}, school.ErrInvalid
	}
	return s.say(d, screen, func(_ *school.Tx, u *Call) bool {
		if !u.Open() || u.Safe == safe {
			return false
		}
		u.Safe = safe
		return true
	})
}

// say is what the child taps on its screen; change reports whether it changed the call.
func (s *Room) say(d school.Device, screen string, change func(*school.Tx, *Call) bool) (Call, error) {
	return s.change(func(tx *school.Tx) (Call, error) { return s.callOnScreen(tx, d, screen) },
		func(tx *school.Tx, u *Call) (bool, error) { return change(tx, u), nil })
}

// At is the call as the child's screen sees it, also when it has ended.
func (s *Room) At(d school.Device, screen string) (u Call, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		u, err = s.callOnScreen(tx, d, screen)
		return err
	})
	return u, err
}

// callOnScreen finds a call of this kiosk by the name that its screen has, among those that can still be open.
func (s *Room) callOnScreen(tx *school.Tx, d school.Device, screen string) (u Call, err error) {
	for _, u := range s.holding() {
		if u.Screen == screen && u.Device == d.ID {
			return u, nil
		}
	}
	found := false
	err = urgentRows.Each(tx, kv.Range{From: string(tx.Day.Add(-1))}, func(_ string, row Call) error {
		if screen != "" && row.Screen == screen && row.Device == d.ID {
			u, found = row, true
		}
		return nil
	})
	if err == nil && !found {
		err = school.ErrNotFound
	}
	return u, err
}

// AskedAt is the call that waits at a kiosk, the latest of several: its screen comes back between two children.
func (s *Room) AskedAt(d school.Device) (u Call, found bool, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		open, err := s.openCalls(tx)
		for _, row := range open {
			if row.Device == d.ID && row.Screen != "" {
				u, found = row, true
			}
		}
		return err
	})
	return u, found, err
}
