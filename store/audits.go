package store

import (
	"slices"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// AuditQuery chooses rows; the zero query is all of them. A name and not an id, because that is what somebody asks
// for: "who has looked at this child?" Children and colleagues of the same name are all meant.
type AuditQuery struct {
	Name   string // of a child or a member of staff: what was done to them, and by them
	Before int    // rows with lower numbers only; 0 begins at the end
}

// AuditRow is a row with the names of today for its ids.
type AuditRow struct {
	school.Audit
	Who   string
	About string
	Child bool // it is about a child, whom the reader need not know
}

// AuditPage is how many rows a page holds.
const AuditPage = 100

// Audits returns a page of rows, the latest first. found is false when the query names nobody. It is for
// administrators and heads; rows hold names of today and nothing of what was looked at. With several of one name,
// each is read for a page's length and the latest of all are kept. Whoever looks
// after the machine alone is not told about which child a row is, and cannot ask: it would say who is in counseling.
func (s *Store) Audits(actor school.Actor, q AuditQuery) (rows []AuditRow, found bool, err error) {
	err = s.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin, school.RoleHead); err != nil {
			return err
		}
		rows, found = nil, q.Name == ""
		where := []school.Rows{{}}
		if q.Name != "" {
			if where, err = auditsNamed(tx, q.Name, actor.Staff.Has(school.RoleHead)); err != nil {
				return err
			}
			found = len(where) > 0
		}
		for _, of := range where {
			n := 0
			if err := school.AuditsBack(tx, of, q.Before, func(row school.Audit) error {
				named, err := nameAudit(tx, row, actor.Staff.Has(school.RoleHead))
				if err != nil {
					return err
				}
				rows = append(rows, named)
				if n++; n == AuditPage {
					return kv.ErrStop
				}
				return nil
			}); err != nil {
				return err
			}
		}
		slices.SortFunc(rows, func(a, b AuditRow) int { return b.N - a.N })
		rows = slices.CompactFunc(rows, func(a, b AuditRow) bool { return a.N == b.N })
		rows = rows[:min(len(rows), AuditPage)]
		return nil
	})
	return rows, found, err
}

// auditsNamed are the rows of everybody with a name: what was done to them, and by a member of staff.
func auditsNamed(tx *school.Tx, name string, children bool) (where []school.Rows, err error) {
	if err := roster.EveryChild(tx, func(c roster.Child) error {
		if children && c.Name == name {
			where = append(where, school.Rows{Subject: c.ID})
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return where, school.EachStaff(tx, func(st school.Staff) error {
		if st.Name == name || st.Login == name {
			where = append(where, school.Rows{Staff: st.ID}, school.Rows{Subject: st.ID})
		}
		return nil
	})
}

// nameAudit finds the names behind a row's ids. What was deleted since has none.
func nameAudit(tx *school.Tx, row school.Audit, children bool) (AuditRow, error) {
	named := AuditRow{Audit: row}
	who, err := school.StaffName(tx, row.Staff)
	if err != nil {
		return named, err
	}
	named.Who = who
	child, found, err := roster.FindChild(tx, row.Subject)
	if err != nil {
		return named, err
	}
	if found && !children {
		named.Child, named.Subject = true, ""
		return named, nil
	}
	named.About = child.Name
	if named.About == "" {
		named.About, err = school.StaffName(tx, row.Subject)
	}
	return named, err
}
