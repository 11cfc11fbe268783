package store

// School holds the settings of the house.
type School struct {
	Name     string
	TimeZone string
	// KioskIdle is how many seconds a child's screen stays without a touch.
	KioskIdle int
	// LetterHours are the times of day at which letters are handed to the keepers, so that a letter cannot be matched with
	// who has just left the kiosk. None: at once. A letter that asks for help now never waits.
	LetterHours []Clock
	// Demo marks a made-up school; a program that serves real children refuses it.
	Demo bool
}

var defaultSchool = School{Name: "我们的学校", TimeZone: "Asia/Shanghai", KioskIdle: 30, LetterHours: []Clock{12 * 60, 18 * 60}}

// Validate checks the shape.
func (sc School) Validate() error {
	if !validName(sc.Name) {
		return ErrName
	}
	if sc.KioskIdle < 3 || sc.KioskIdle > 600 {
		return ErrInvalid
	}
	return nil
}

// School returns the settings.
func (s *Store) School() (school School, err error) {
	err = s.view(func(tx *tx) error {
		school, err = must[School](tx, "setting", "school")
		return err
	})
	return school, err
}

// SetSchool replaces the settings. The time zone takes effect at the next start.
func (s *Store) SetSchool(actor Actor, school School) error {
	return s.update(func(tx *tx) error {
		if err := actor.may(RoleAdmin); err != nil {
			return err
		}
		if err := school.Validate(); err != nil {
			return err
		}
		if err := audit(tx, actor.ID(), "school.set", ""); err != nil {
			return err
		}
		return put(tx, "setting", "school", school)
	})
}

// Building is a dormitory. ID has two digits.
type Building struct{ ID, Name string }

// SetBuilding adds or renames a dormitory.
func (s *Store) SetBuilding(actor Actor, b Building) error {
	return s.update(func(tx *tx) error {
		if err := actor.may(RoleAdmin, RoleOffice); err != nil {
			return err
		}
		if !validName(b.Name) || len(b.ID) != 2 {
			return ErrName
		}
		return put(tx, "building", b.ID, b)
	})
}
