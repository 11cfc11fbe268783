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

// School returns the settings. Every page asks for them, so they are kept until they change.
func (s *Store) School() (School, error) {
	version := s.db.Version(topicSchool) // before the read: what is kept is never older than it says
	if kept := s.school.Load(); kept != nil && kept.version == version {
		return kept.School, nil
	}
	kept := &keptSchool{version: version}
	err := s.view(func(tx *tx) (err error) {
		kept.School, err = must[School](tx, "setting", "school")
		return err
	})
	if err == nil {
		s.school.Store(kept)
	}
	return kept.School, err
}

// topicSchool is published when the settings change.
const topicSchool = "school"

type keptSchool struct {
	School
	version uint64
}

// putSchool is the only writer of the settings.
func putSchool(tx *tx, school School) error {
	tx.Publish(topicSchool)
	return put(tx, "setting", "school", school)
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
		return putSchool(tx, school)
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
