package urgent

import (
	"cmp"
	"slices"

	"zhixinwu/store/school"
)

const dutyKey = "list"

const duties school.Bucket[DutyList] = "duty"

// DutyList says who is asked after the counselors when a child asks for an adult now, and where a child goes that cannot
// wait: with nobody before a screen, the kiosk says so.
type DutyList struct {
	Staff []string
	Place string
}

// Duty is the list with its names, and who could be on it.
type Duty struct {
	Place  string
	List   []school.Staff
	Others []school.Staff
}

func dutyList(tx *school.Tx) (d DutyList, err error) {
	d, found, err := duties.Get(tx, dutyKey)
	if !found {
		d.Place = "老师办公室"
	}
	return d, err
}

// Duty returns it.
func (s *Room) Duty(actor school.Actor) (d Duty, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor, school.RoleHead, school.RoleAdmin); err != nil {
			return err
		}
		list, err := dutyList(tx)
		if err != nil {
			return err
		}
		d = Duty{Place: list.Place}
		all := map[string]school.Staff{}
		if err := school.EachStaff(tx, func(st school.Staff) error {
			if st.Active(tx.Day) {
				all[st.ID] = st.Nameplate()
				d.Others = append(d.Others, st.Nameplate())
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
		slices.SortFunc(d.Others, func(a, b school.Staff) int { return cmp.Compare(a.ID, b.ID) })
		return nil
	})
	return d, err
}

// maxDuty is how many stand on the duty list.
const maxDuty = 6

// SetDuty replaces the duty list.
func (s *Room) SetDuty(actor school.Actor, d DutyList) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor, school.RoleHead, school.RoleAdmin); err != nil {
			return err
		}
		if len(d.Staff) > maxDuty {
			return school.ErrInvalid
		}
		if !school.ValidName(d.Place) {
			return school.ErrName
		}
		for i, id := range d.Staff {
			st, found, err := school.FindStaff(tx, id)
			if err != nil {
				return err
			}
			if !found || !st.Active(tx.Day) || slices.Contains(d.Staff[:i], id) {
				return school.ErrInvalid
			}
		}
		if err := school.Record(tx, actor, actDutySet, ""); err != nil {
			return err
		}
		return duties.Put(tx, dutyKey, d)
	})
}
