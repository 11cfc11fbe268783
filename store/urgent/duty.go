package urgent

import (
	"cmp"
	"slices"
	"strings"

	"zhixinwu/store/school"
)

const dutyKey = "list"

const duties school.Bucket[DutyList] = "duty"

// DutyList says who is asked after the counselors when a child asks for an adult now, and where a child goes that cannot
// wait: with nobody before a screen, the kiosk says so.
type DutyList struct {
	Revision int `json:",omitempty"` // counts its changes, see school.Change
	Staff    []string
	Place    string
}

// Duty is the list with its names, and who could be on it.
type Duty struct {
	Revision int
	Place    string
	List     []school.Staff
	Others   []school.Staff
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
		d = Duty{Revision: list.Revision, Place: list.Place}
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

const dutySubject = "duty" // of its changes

// dutyParts are the list as the fields of its form, with the names of the staff.
func dutyParts(tx *school.Tx) ([]school.Part[DutyList], error) {
	names := map[string]string{}
	err := school.EachStaff(tx, func(st school.Staff) error {
		names[st.ID] = st.Name
		return nil
	})
	return []school.Part[DutyList]{
		{Key: "staff", Text: func(d DutyList) string {
			var all []string
			for _, id := range d.Staff {
				all = append(all, names[id])
			}
			return strings.Join(all, "、")
		}, Take: func(into *DutyList, d DutyList) { into.Staff = d.Staff }},
		{Key: "place", Text: func(d DutyList) string { return d.Place }, Take: func(into *DutyList, d DutyList) { into.Place = d.Place }},
	}, err
}

// SetDuty changes the duty list from the revision that the actor saw; where somebody else has changed the same part since, it
// is a *school.Stale.
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
		old, err := dutyList(tx)
		if err != nil {
			return err
		}
		parts, err := dutyParts(tx)
		if err != nil {
			return err
		}
		fresh, err := school.Merge(tx, dutySubject, parts, old, old.Revision, d, d.Revision)
		if err != nil {
			return err
		}
		fresh.Revision = old.Revision + 1
		if changed, err := school.PutEdit(tx, actor, dutySubject, parts, old, fresh, fresh.Revision); err != nil || !changed {
			return err
		}
		if err := school.Record(tx, actor, actDutySet, ""); err != nil {
			return err
		}
		return duties.Put(tx, dutyKey, fresh)
	})
}
