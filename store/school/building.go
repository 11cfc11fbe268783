package school

import "zhixinwu/store/kv"

const dormitories Bucket[Building] = "building"

// Building is a dormitory. ID has two digits.
type Building struct{ ID, Name string }

// SetBuilding adds or renames a dormitory.
func (s *School) SetBuilding(actor Actor, b Building) error {
	return s.Update(func(tx *Tx) error {
		if err := actor.May(RoleAdmin, RoleOffice); err != nil {
			return err
		}
		return PutBuilding(tx, b)
	})
}

// PutBuilding refuses a name that another building has: an import finds buildings by their names.
func PutBuilding(tx *Tx, b Building) error {
	if !ValidName(b.Name) || len(b.ID) != 2 {
		return ErrName
	}
	all, err := Buildings(tx)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.Name == b.Name && o.ID != b.ID {
			return ErrNameTaken
		}
	}
	tx.Publish(TopicChild)
	return dormitories.Put(tx, b.ID, b)
}

// Buildings are all dormitories, by number.
func Buildings(tx *Tx) (all []Building, err error) {
	err = dormitories.Each(tx, kv.Range{}, func(_ string, b Building) error {
		all = append(all, b)
		return nil
	})
	return all, err
}

// AddBuilding adds a dormitory under the next free number.
func (s *School) AddBuilding(actor Actor, name string) (b Building, err error) {
	err = s.Update(func(tx *Tx) error {
		if err := actor.May(RoleAdmin, RoleOffice); err != nil {
			return err
		}
		b, err = addBuilding(tx, name)
		return err
	})
	return b, err
}

func addBuilding(tx *Tx, name string) (Building, error) {
	all, err := Buildings(tx)
	if err != nil {
		return Building{}, err
	}
	last := 0
	for _, b := range all {
		last = max(last, Digits(b.ID))
	}
	b := Building{Padded(last+1, 2), name}
	return b, PutBuilding(tx, b)
}

// AllBuildings lists the dormitories, for the scope of accounts and the files of children.
func (s *School) AllBuildings(actor Actor) (all []Building, err error) {
	err = s.View(func(tx *Tx) error {
		if err := actor.May(RoleAdmin, RoleOffice, RoleHead, RoleTeacher); err != nil {
			return err
		}
		all, err = Buildings(tx)
		return err
	})
	return all, err
}

// BuildingOf returns a dormitory that is named.
func BuildingOf(tx *Tx, id string) (Building, error) { return dormitories.Must(tx, id) }
