package roster

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// RowState is what an import would do with a row; nobody but a person turns RowAsk into another.
type RowState string

const (
	RowNew     RowState = "new"
	RowChanged RowState = "changed"
	RowSame    RowState = "same"
	RowAsk     RowState = "ask"     // may be a child we know: a person decides
	RowSkipped RowState = "skipped" // a person decided to leave it out
	RowProblem RowState = "problem" // left out until the list is mended
)

// RowStates in the order of the page: what needs a person first.
var RowStates = []RowState{RowProblem, RowAsk, RowNew, RowChanged, RowSkipped, RowSame}

// Answers to a row that asks: the id of the child it is, or one of these.
const (
	AnswerNew  = "new"
	AnswerSkip = "skip"
)

// ImportPlan is a dry run: what importing the list would do now.
type ImportPlan struct {
	Rows      []ImportRow
	Counts    map[RowState]int
	Buildings []string // that would be entered
	Absent    []Child  // at school in one of the list's classes, and not on the list; they stay as they are
	Print     string   // of all of it: an import carries out what was shown, or nothing
}

// Count is how many rows are in a state.
func (p ImportPlan) Count(s RowState) int { return p.Counts[s] }

// PlanImport tells what importing a list would do, and changes nothing.
func (s *Room) PlanImport(actor school.Actor, l List) (p ImportPlan, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		p, _, err = planImport(tx, l)
		return err
	})
	return p, err
}

// Import carries out the plan whose print was shown, all of it or nothing: new and changed rows are stored, the others
// left out. ErrPlan means that the files, or what the user said about the list, have changed since the plan was made:
// nothing is stored, and the new plan is to be looked at. The import before can no longer be undone, unless this one has
// changed nothing.
func (s *Room) Import(actor school.Actor, l List, shown string) (done ImportPlan, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		p, n, err := planImport(tx, l)
		if err != nil {
			return err
		}
		if p.Print != shown {
			return ErrPlan
		}
		for _, b := range n.fresh {
			if err := school.PutBuilding(tx, b); err != nil {
				return err
			}
		}
		n.fresh = nil
		undo := ImportUndo{At: tx.Now, Staff: actor.ID()}
		for _, r := range p.Rows {
			var c Child
			switch r.State {
			case RowNew:
				if c, err = addChild(tx, actor, r.next); err == nil {
					undo.Rows = append(undo.Rows, undoRow{Child: c.ID})
				}
			case RowChanged:
				if c, err = writeFile(tx, actor, n, r.old, r.next, whyImport); err == nil {
					undo.Rows = append(undo.Rows, undoRow{c.ID, c.Revision, &r.old})
				}
			default:
				continue
			}
			if err == nil && r.id != "" && tx.Settings.KeepIDs {
				err = putIdentity(tx, c.ID, r.id)
			}
			if err != nil {
				return err
			}
		}
		done = p
		if len(undo.Rows) == 0 {
			return nil
		}
		if err := school.Record(tx, actor, actImport, ""); err != nil {
			return err
		}
		return importUndo.Put(tx, undoKey, undo)
	})
	return done, err
}

// importer is one reading of a list against the files.
type importer struct {
	list     List
	names    *names
	byNumber map[string]Child
	byName   map[string][]Child
	taken    map[string]string // child → row that is it already
	seen     map[string]string // new child → row
}

// planImport reads the list against the files as they are now: each row is decided (row), then the beds of all
// together (oneBed), whose identity number is new to the school (keepsID), then what the list leaves out. Print names
// all that would be stored: the rows, their states and changes, the revisions of the files, every field of each row,
// and the buildings.
func planImport(tx *school.Tx, l List) (p ImportPlan, n *names, err error) {
	if n, err = namesOf(tx); err != nil {
		return p, n, err
	}
	in := &importer{l, n, map[string]Child{}, map[string][]Child{}, map[string]string{}, map[string]string{}}
	var here []Child
	if err := childRows.Each(tx, kv.Range{}, func(_ string, c Child) error {
		if c.Erased.Day != "" {
			return nil
		}
		if c.Here(in.names.today) {
			here = append(here, c)
		}
		if number := n.numbers.of(&c); number != "" {
			in.byNumber[number] = c
		}
		in.byName[c.Name] = append(in.byName[c.Name], c)
		return nil
	}); err != nil {
		return p, n, err
	}
	p.Counts = map[RowState]int{}
	classes := map[school.Class]bool{}
	for n, t := range l.Tables {
		for i := range t.Rows {
			p.Rows = append(p.Rows, in.row(n, i))
		}
	}
	in.oneBed(p.Rows, here)
	for i := range p.Rows {
		if err := keepsID(tx, &p.Rows[i]); err != nil {
			return p, n, err
		}
	}
	for _, r := range p.Rows {
		p.Counts[r.State]++
		if r.State != RowProblem {
			classes[r.next.Class] = true
		}
	}
	n.fresh = slices.DeleteFunc(n.fresh, func(b school.Building) bool { // a slip in a row that is left out must not found a building
		return !slices.ContainsFunc(p.Rows, func(r ImportRow) bool {
			return (r.State == RowNew || r.State == RowChanged) && r.next.Bed.Building == b.ID
		})
	})
	for _, b := range n.fresh {
		p.Buildings = append(p.Buildings, b.Name)
	}
	for _, c := range here {
		if _, listed := in.taken[c.ID]; !listed && classes[c.Class] {
			p.Absent = append(p.Absent, c)
		}
	}
	slices.SortFunc(p.Absent, func(a, b Child) int {
		return cmp.Or(cmp.Compare(a.Class.Key(), b.Class.Key()), cmp.Compare(a.ID, b.ID))
	})
	sum := sha256.New()
	for _, r := range p.Rows {
		fmt.Fprintln(sum, r.Key, r.State, r.old.ID, r.old.Revision, r.Changes)
		if r.State == RowNew || r.State == RowChanged {
			fmt.Fprintln(sum, n.values(r.next), r.id)
		}
	}
	fmt.Fprintln(sum, p.Buildings)
	p.Print = hex.EncodeToString(sum.Sum(nil)[:16])
	return p, n, nil
}

// keepsID makes a change of a row that brings the identity number of a child whose number is not kept yet, where the school
// keeps them: it may have decided so since the child came. The number itself is on no page.
func keepsID(tx *school.Tx, r *ImportRow) error {
	if r.id == "" || !tx.Settings.KeepIDs || r.State != RowSame && r.State != RowChanged {
		return nil
	}
	kept, err := identities.Get(tx, r.old.ID)
	if err != nil || kept != nil {
		return err
	}
	r.State = RowChanged
	r.Changes = append(r.Changes, school.FieldChange{Field: "id", To: "保存"})
	return nil
}

// oneBed makes a problem of each row that would put a child into a bed which another has after the import. Beds may change
// hands within a list, and a row that is left out keeps its child where it is, so it looks again until all rows fit. Who
// comes back to a bed that the list does not name is asked last, and yields it, as by ReturnChild.
func (in *importer) oneBed(rows []ImportRow, here []Child) {
	applied := func(r ImportRow) bool { return r.State == RowNew || r.State == RowChanged }
	for fits := false; !fits; {
		fits = true
		moves := map[string]bool{}
		for _, r := range rows {
			moves[r.old.ID] = moves[r.old.ID] || r.State == RowChanged
		}
		taken := map[Bed]bool{}
		for _, c := range here {
			taken[c.Bed] = taken[c.Bed] || !moves[c.ID]
		}
		for _, keeps := range []bool{false, true} {
			for i := range rows {
				r := &rows[i]
				had := r.old.bedOn(in.names.today)
				switch to := r.next.Bed; {
				case r.keeps != keeps || !applied(*r) || to.Building == "" || to.Bed == "":
				case taken[to] && r.keeps:
					r.next.Bed = Bed{}
					in.compare(r)
				case taken[to] && to != had:
					r.bed.Err = ErrBedTaken
					r.State, r.Problems, r.Changes = RowProblem, []CellProblem{r.bed}, nil
					fits = false
				default:
					taken[to] = true
				}
			}
		}
	}
}
