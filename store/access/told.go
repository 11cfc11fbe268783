package access

import (
	"maps"
	"slices"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// What happens to an account leaves a row, and what concerns others is told to them.

// refusedPause is how long one row stands for everything that is refused at an account.
const refusedPause = time.Minute

// TellRefused leaves a row for each account at which strangers have tried passwords since it ran last. It is a job of the
// program: their tries stand in memory, because nobody unknown may make it write.
func (s *Room) TellRefused() error {
	refused := map[string]string{} // account → where
	err := s.school.View(func(tx *school.Tx) error {
		return school.EachStaff(tx, func(st school.Staff) error {
			if from, anew := s.tries.untold(st.ID); anew {
				refused[st.ID] = from
			}
			return nil
		})
	})
	if err != nil || len(refused) == 0 {
		return err
	}
	return s.school.Update(func(tx *school.Tx) error {
		for _, id := range slices.Sorted(maps.Keys(refused)) {
			if err := recordRefused(tx, school.Staff{ID: id}, refused[id]); err != nil {
				return err
			}
		}
		return nil
	})
}

// recordRefused leaves a row of a wrong secret for an account: who it was is not known, only from where. There is one a
// minute.
func recordRefused(tx *school.Tx, st school.Staff, from string) error {
	said := false
	if err := school.AuditsBack(tx, school.Rows{Subject: st.ID}, 0, func(row school.Audit) error {
		said = row.Action == actRefused
		if said || tx.Now.Sub(row.At) >= refusedPause {
			said = said && tx.Now.Sub(row.At) < refusedPause
			return kv.ErrStop
		}
		return nil
	}); err != nil || said {
		return err
	}
	return school.Record(tx, school.Actor{From: from}, actRefused, st.ID)
}

// recordCounselor leaves a row when somebody becomes a counselor, whom children will trust and who may be given letters.
func recordCounselor(tx *school.Tx, by school.Actor, was, is school.Staff) error {
	if was.Has(school.RoleCounselor) || !is.Has(school.RoleCounselor) {
		return nil
	}
	return school.Record(tx, by, actCounselor, is.ID)
}

// NewCounselor is a colleague who became one lately, and who made them one.
type NewCounselor struct {
	Name, By string
	At       time.Time
}

// newCounselor is how long the others are told.
const newCounselor = 14 * 24 * time.Hour

// NewCounselors tells the counselors who became one, the earliest first.
func (s *Room) NewCounselors(actor school.Actor) (all []NewCounselor, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		all = nil
		return school.EachStaff(tx, func(st school.Staff) error {
			if !st.Has(school.RoleCounselor) || !st.Active(tx.Day) {
				return nil
			}
			return school.AuditsBack(tx, school.Rows{Subject: st.ID}, 0, func(row school.Audit) error {
				if tx.Now.Sub(row.At) > newCounselor {
					return kv.ErrStop
				}
				if row.Action != actCounselor {
					return nil
				}
				by, err := school.StaffName(tx, row.Staff)
				all = append(all, NewCounselor{Name: st.Name, By: by, At: row.At})
				return err
			})
		})
	})
	slices.SortStableFunc(all, func(a, b NewCounselor) int { return a.At.Compare(b.At) })
	return all, err
}
