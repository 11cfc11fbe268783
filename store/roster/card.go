package roster

import (
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// CardCode returns the code to print on the child's valid card. It is computed anew each time: the data holds its
// hash alone.
func (s *Room) CardCode(actor school.Actor, c Child) (code string, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		code = visit.CardCode(tx, c.ID, c.Serial)
		return nil
	})
	return code, err
}

// PrintedCard is what stands on a card: nothing by which a stranger who finds it could reach the child or the family.
type PrintedCard struct {
	Child Child
	Code  string
}

// PrintCards returns the valid cards of children, in the order asked for, and leaves an audit row for each: whoever
// holds the sheet could sign these children in. All or none: one who has left is ErrCardLeft.
func (s *Room) PrintCards(actor school.Actor, children []string) (cards []PrintedCard, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		cards = nil
		for _, id := range children {
			c, err := childRows.Must(tx, id)
			if err != nil {
				return err
			}
			if !c.Here(tx.Day) {
				return ErrCardLeft
			}
			if err := school.Record(tx, actor, actCardPrint, id); err != nil {
				return err
			}
			cards = append(cards, PrintedCard{c, visit.CardCode(tx, c.ID, c.Serial)})
		}
		return nil
	})
	return cards, err
}

// ReplaceCard issues the next card after a loss; the lost one answers ErrCardReplaced from then on, so whoever finds
// it learns nothing and signs nobody in.
func (s *Room) ReplaceCard(actor school.Actor, child string) (code string, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		c, err := childRows.Must(tx, child)
		if err != nil {
			return err
		}
		c.Serial++
		code = visit.CardCode(tx, c.ID, c.Serial)
		if err := visit.PutCard(tx, c.ID, c.Serial); err != nil {
			return err
		}
		if err := school.Record(tx, actor, actCardReplace, child); err != nil {
			return err
		}
		return PutChild(tx, actor, c)
	})
	return code, err
}

// ChildOfCard finds the child that a typed code belongs to, or says why the card does not serve:
// visit.ErrCardUnknown, ErrCardLeft, ErrCardReplaced. Every scan of every room goes through here.
func ChildOfCard(tx *school.Tx, code string) (Child, error) {
	card, err := visit.CardOf(tx, code)
	if err != nil {
		return Child{}, err
	}
	c, err := childRows.Must(tx, card.Child)
	switch {
	case err != nil:
		return Child{}, err
	case !c.Here(tx.Day):
		return Child{}, ErrCardLeft
	case card.Serial != c.Serial:
		return Child{}, ErrCardReplaced
	}
	return c, nil
}
