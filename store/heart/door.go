package heart

import (
	"time"
	"zhixinwu/store/school"
)

// DoorRoom is one counselor's door as it hangs outside: nobody's name but the counselor's own.
type DoorRoom struct {
	Name, Room, Face string
	Open             bool // within the counselor's hours
	Busy             bool // somebody is in there
	Next             Slot // next free time, today or tomorrow; zero if none
}

// Door returns what the display at the door of 知心屋 shows.
func (s *Room) Door() (rooms []DoorRoom, now time.Time, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		rooms, now = nil, tx.Now
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		clock := school.ClockOf(tx.Now)
		for _, c := range cal.free(tx, 2, tx.Now) {
			r := DoorRoom{Name: c.Name, Room: c.Room, Face: c.Face, Busy: cal.busy(tx, c.ID), Next: c.First()}
			for _, o := range cal.openings(c.ID, tx.Day) {
				if o.Clock <= clock && clock < o.end() {
					r.Open, r.Room = true, o.Room
				}
			}
			rooms = append(rooms, r)
		}
		return nil
	})
	return rooms, now, err
}
