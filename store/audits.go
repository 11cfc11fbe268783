package store

import (
	"slices"
	"zhixinwu/store/kv"
)

// AuditQuery chooses rows; the zero query is all of them.
type AuditQuery struct {
	Name   string // of a child or a member of staff: what was done to the one, and by the other
	Before int    // rows with lower numbers only; 0 begins at the end
}

// AuditRow is a row with the names of today for its ids.
type AuditRow struct {
	Audit
	Who   string
	About string
}

// AuditPage is how many rows a page holds.
const AuditPage = 100

// Audits returns a page of rows, the latest first. found is false when the query names nobody.
func (s *Store) Audits(actor Actor, q AuditQuery) (rows []AuditRow, found bool, err error) {
	err = s.view(func(tx *Tx) error {
		if err := actor.may(RoleAdmin, RoleHead); err != nil {
			return err
		}
		rows, found = nil, q.Name == ""
		where := []auditsOf{{}}
		if q.Name != "" {
			if where, err = auditsNamed(tx, q.Name); err != nil {
				return err
			}
			found = len(where) > 0
		}
		for _, of := range where {
			n := 0
			if err := auditsBack(tx, of, q.Before, func(row Audit) error {
				named, err := nameAudit(tx, row)
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

// auditsNamed are the rows about everybody with a name: what was done to a child, and by a member of staff.
func auditsNamed(tx *Tx, name string) (where []auditsOf, err error) {
	if err := everyChild(tx, func(c Child) error {
		if c.Name == name {
			where = append(where, auditsOf{Subject: c.ID})
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return where, eachStaff(tx, func(st Staff) error {
		if st.Name == name || st.Login == name {
			where = append(where, auditsOf{Staff: st.ID})
		}
		return nil
	})
}

// nameAudit finds the names behind a row's ids. What was deleted since has none.
func nameAudit(tx *Tx, row Audit) (AuditRow, error) {
	named := AuditRow{Audit: row}
	who, err := staffName(tx, row.Staff)
	if err != nil {
		return named, err
	}
	named.Who = who
	child, _, err := findChild(tx, row.Subject)
	if err != nil {
		return named, err
	}
	named.About = child.Name
	if named.About == "" {
		named.About, err = staffName(tx, row.Subject)
	}
	return named, err
}
