package store

import "zhixinwu/store/kv"

const dormitories Bucket[Building] = "building"

// Building is a dormitory. ID has two digits.
type Building struct{ ID, Name string }

// SetBuilding adds or renames a dormitory.
func (s *Store) SetBuilding(actor Actor, b Building) error {
	return s.update(func(tx *Tx) error {
		if err := actor.may(RoleAdmin, RoleOffice); err != nil {
			return err
		}
		return putBuilding(tx, b)
	})
}

// putBuilding refuses a name that another building has: an import finds buildings by their names.
func putBuilding(tx *Tx, b Building) error {
	if !validName(b.Name) || len(b.ID) != 2 {
		return ErrName
	}
	all, err := buildings(tx)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.Name == b.Name && o.ID != b.ID {
			return ErrNameTaken
		}
	}
	tx.Publish(topicChild)
	return dormitories.Put(tx, b.ID, b)
}

func buildings(tx *Tx) (all []Building, err error) {
	err = dormitories.Each(tx, kv.Range{}, func(_ string, b Building) error {
		all = append(all, b)
		return nil
	})
	return all, err
}

// AddBuilding adds a dormitory under the next free number.
func (s *Store) AddBuilding(actor Actor, name string) (b Building, err error) {
	err = s.update(func(tx *Tx) error {
		if err := actor.may(RoleAdmin, RoleOffice); err != nil {
			return err
		}
		b, err = addBuilding(tx, name)
		return err
	})
	return b, err
}

func addBuilding(tx *Tx, name string) (Building, error) {
	all, err := buildings(tx)
	if err != nil {
		return Building{}, err
	}
	last := 0
	for _, b := range all {
		last = max(last, digits(b.ID))
	}
	b := Building{number(last+1, 2), name}
	return b, putBuilding(tx, b)
}

// AllBuildings lists the dormitories, for the scope of accounts and the files of children.
func (s *Store) AllBuildings(actor Actor) (all []Building, err error) {
	err = s.view(func(tx *Tx) error {
		if err := actor.may(RoleAdmin, RoleOffice, RoleHead, RoleTeacher); err != nil {
			return err
		}
		all, err = buildings(tx)
		return err
	})
	return all, err
}

// buildingOf returns a dormitory that is named.
func buildingOf(tx *Tx, id string) (Building, error) { return dormitories.Must(tx, id) }
