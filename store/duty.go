package store

import (
	"cmp"
	"slices"
)

const dutyKey = "list"

const duties Bucket[DutyList] = "duty"

// DutyList says who is asked after the counselors when a child asks for an adult now, and where a child goes that cannot
// wait: with nobody before a screen, the kiosk says so.
type DutyList struct {
	Staff []string
	Place string
}

// Duty is the list with its names, and who could be on it.
type Duty struct {
	Place  string
	List   []Staff
	Others []Staff
}

func dutyList(tx *Tx) (d DutyList, err error) {
	d, found, err := duties.Get(tx, dutyKey)
	if !found {
		d.Place = "老师办公室"
	}
	return d, err
}

// Duty returns it.
func (s *Store) Duty(actor Actor) (d Duty, err error) {
	err = s.view(func(tx *Tx) error {
		if err := actor.may(RoleCounselor, RoleHead, RoleAdmin); err != nil {
			return err
		}
		list, err := dutyList(tx)
		if err != nil {
			return err
		}
		d = Duty{Place: list.Place}
		all := map[string]Staff{}
		if err := eachStaff(tx, func(st Staff) error {
			st.Password = ""
			if st.active(tx.Day) {
				all[st.ID] = st
				d.Others = append(d.Others, st)
			}
			return nil
		}); err != nil {
			return err
		}
		for _, id := range list.Staff {
			if st, here := all[id]; here {
				d.List = append(d.List, st)
			}
		}
		slices.SortFunc(d.Others, func(a, b Staff) int { return cmp.Compare(a.ID, b.ID) })
		return nil
	})
	return d, err
}

// maxDuty is how many stand on the duty list.
const maxDuty = 6

// SetDuty replaces the duty list.
func (s *Store) SetDuty(actor Actor, d DutyList) error {
	return s.update(func(tx *Tx) error {
		if err := actor.may(RoleCounselor, RoleHead, RoleAdmin); err != nil {
			return err
		}
		if len(d.Staff) > maxDuty {
			return ErrInvalid
		}
		if !validName(d.Place) {
			return ErrName
		}
		for i, id := range d.Staff {
			st, found, err := findStaff(tx, id)
			if err != nil {
				return err
			}
			if !found || !st.active(tx.Day) || slices.Contains(d.Staff[:i], id) {
				return ErrInvalid
			}
		}
		if err := audit(tx, actor, actDutySet, ""); err != nil {
			return err
		}
		return duties.Put(tx, dutyKey, d)
	})
}
