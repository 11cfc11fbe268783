// Package store is one school: its rooms over their common ground, and the acts that touch two of them. What a room owns,
// and the buckets it keeps, stands in the comment of its package.
package store

import (
	"errors"
	_ "time/tzdata" // a school's computer may have no time zone files

	"zhixinwu/store/access"
	"zhixinwu/store/dorm"
	"zhixinwu/store/heart"
	"zhixinwu/store/mail"
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/urgent"
	"zhixinwu/store/voice"
)

// Store is one school: its rooms over their ground, and the acts that touch two of them. Its methods may be called from any
// goroutine.
type Store struct {
	*school.School
	Access *access.Room
	Roster *roster.Room
	Urgent *urgent.Room
	Heart  *heart.Room
	Phone  *phone.Room
	Mail   *mail.Room
	Dorm   *dorm.Room
	Voice  *voice.Room

	done *ledger
}

// Open opens the school in dir. It fails with kv.ErrLocked while another process has it open, with kv.ErrCorrupt when it
// is damaged, and with an error of school's when dir holds no school, or one of its two files without the other.
func Open(dir string, o school.Options) (*Store, error) { return build(school.Open(dir, o)) }

// Found makes a school in dir, which must hold none.
func Found(dir string, o school.Options) (*Store, error) { return build(school.Found(dir, o)) }

// build opens the rooms over their ground.
//
// The order: ground → rooms → who is told of what, in that order → migration → talks that the last stop has cut.
// Nothing is served before all of it has happened; on an error the data is closed again.
func build(s *school.School, err error) (*Store, error) {
	if err != nil {
		return nil, err
	}
	who := access.New(s)
	h := &Store{School: s, Access: who, Roster: roster.New(s), Urgent: urgent.New(s), Heart: heart.New(s, who),
		Phone: phone.New(s), Mail: mail.New(s, who), Dorm: dorm.New(s), Voice: voice.New(s), done: newLedger()}
	s.Follow(h.Access, h.Roster, h.Urgent, h.Heart, h.Phone, h.Mail)
	err = s.Migrate(migrations)
	if err == nil && s.Doubt() != nil {
		err = s.RecordDoubt()
	}
	if err == nil {
		err = h.Phone.MarkCut()
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return h, nil
}

// migrations[n] leads from schema n to n+1; their number is the schema that this program writes.
var migrations = []func(*school.Tx) error{
	0: school.PutDefaults,
	1: migrate1,
	2: heart.IndexBookings,
	3: migrate3,
	4: migrate4,
	5: migrate5,
	6: school.SealAudit,
	7: migrate7,
	8: migrate8,
	9: roster.SealNumbers,
}
