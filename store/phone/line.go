package phone

import (
	"maps"
	"strconv"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const lineRows school.Bucket[Line] = "line"

// Line is a telephone of the phone room, which the policy wants free of charge: 安装亲情电话和网络，供留守儿童免费使用 (冷水江市教育局, DOMAIN
// C3). So nothing here counts money.
//
// A line is free, or has the ticket that was called to it. With a tablet beside it and self-service on it calls by
// itself:
//
//	free    → called   by the keeper, or by itself; or the family calls in
//	called  → talking  the child picked up, or its card was read at the tablet
//	called  → free     nobody came, the child gave up, or the tablet was taken away
//	talking → free     the talk was ended, or its time was over
//
// Only a free line goes out of order, and it stays so until it is put back.
type Line struct {
	ID     string
	Kind   string // phone, video
	Out    bool   `json:",omitempty"` // of order
	Device string `json:",omitempty"` // the tablet beside it, where children scan to begin and to end
	Ticket string `json:",omitempty"` // key of the ticket called to it
}

func linesOf(tx *school.Tx) (lines []Line, err error) {
	err = lineRows.Each(tx, kv.Range{}, func(_ string, l Line) error {
		lines = append(lines, l)
		return nil
	})
	return lines, err
}

// lineOf returns a line that somebody named.
func lineOf(tx *school.Tx, id string) (Line, error) {
	l, found, err := lineRows.Get(tx, id)
	if err == nil && !found {
		err = ErrLineNone
	}
	return l, err
}

// lineAt returns the line that a tablet stands beside.
func lineAt(tx *school.Tx, device string) (l Line, found bool, err error) {
	lines, err := linesOf(tx)
	for _, line := range lines {
		if line.Device == device {
			return line, true, err
		}
	}
	return l, false, err
}

// AddLine puts a telephone into service; one that is there already stays as it is.
func (s *Room) AddLine(actor school.Actor, l Line) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin, school.RoleKeeper); err != nil {
			return err
		}
		if len(l.ID) != 1 || l.ID < "1" || l.ID > "9" || l.Kind != "phone" && l.Kind != "video" {
			return school.ErrInvalid
		}
		if _, found, err := lineRows.Get(tx, l.ID); err != nil || found {
			return err
		}
		if err := school.Record(tx, actor, actLineSet, "line/"+l.ID); err != nil {
			return err
		}
		tx.Publish(school.TopicPhone)
		return lineRows.Put(tx, l.ID, Line{ID: l.ID, Kind: l.Kind})
	})
}

// SetLine says whether a line is out of order, and which tablet stands beside it, if any. A tablet stands beside one
// line: it is taken from the other. ErrLineBusy while somebody is on a line that is to go out of order;
// school.ErrDeviceOffer for a device that does not offer the phone. A line that may call now does so at once. What is
// so already leaves no row in the audit.
func (s *Room) SetLine(actor school.Actor, id string, out bool, device string) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin, school.RoleKeeper); err != nil {
			return err
		}
		l, err := lineOf(tx, id)
		if err != nil {
			return err
		}
		_, on, err := onLine(tx, l)
		if err != nil {
			return err
		}
		if out && on {
			return ErrLineBusy
		}
		if device != "" {
			d, err := school.DeviceOf(tx, device)
			if err != nil {
				return err
			}
			if !d.Has(school.OfferPhone) {
				return school.ErrDeviceOffer
			}
			lines, err := linesOf(tx)
			if err != nil {
				return err
			}
			for _, other := range lines {
				if other.Device == device && other.ID != id {
					other.Device = ""
					if err := lineRows.Put(tx, other.ID, other); err != nil {
						return err
					}
				}
			}
		}
		if l.Out == out && l.Device == device {
			return nil
		}
		l.Out, l.Device = out, device
		if err := school.Record(tx, actor, actLineSet, "line/"+id); err != nil {
			return err
		}
		tx.Publish(school.TopicPhone)
		if err := lineRows.Put(tx, id, l); err != nil {
			return err
		}
		return advance(tx)
	})
}

// SetSelfService says whether the lines call by themselves. It changes with the evening's duty, so the keeper may change it.
func (s *Room) SetSelfService(actor school.Actor, on bool) error {
	return s.setPhone(actor, func(settings *school.Settings) error {
		settings.Rules = maps.Clone(settings.Rules)
		if settings.Rules == nil {
			settings.Rules = map[school.Rule]int{}
		}
		settings.Rules[school.RulePhoneSelf] = 0
		if on {
			settings.Rules[school.RulePhoneSelf] = 1
		}
		return nil
	})
}

// SetCallIn says when families may call the phone room. It is shown on the board and at the desk, and refuses no
// call.
func (s *Room) SetCallIn(actor school.Actor, hours []school.Hours) error {
	return s.setPhone(actor, func(settings *school.Settings) error {
		settings.CallInHours = hours
		return settings.Validate()
	})
}

// setPhone changes those settings that the keeper may change, too. They are settings of the school like all others:
// with a revision, a row in their history, and the rooms told.
func (s *Room) setPhone(actor school.Actor, change func(*school.Settings) error) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin, school.RoleKeeper); err != nil {
			return err
		}
		fresh := tx.Settings
		if err := change(&fresh); err != nil {
			return err
		}
		return school.SaveSettings(tx, actor, tx.Settings, fresh)
	})
}

// Setup is what the keeper sets: lines, their tablets, who serves, the announcement.
type Setup struct {
	Lines   []Line
	Tablets []school.Device // that may stand beside a line
	Self    bool
	Announcement
	Opening Opening
	Hours   []school.Hours
	CallIn  []school.Hours
}

// Setup returns it to a keeper or administrator.
func (s *Room) Setup(actor school.Actor) (p Setup, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin, school.RoleKeeper); err != nil {
			return err
		}
		p = Setup{
			Self:    tx.Settings.Rule(school.RulePhoneSelf) == 1,
			Opening: OpeningAt(tx.Settings, tx.Now),
			Hours:   tx.Settings.PhoneHours,
			CallIn:  tx.Settings.CallInHours,
		}
		if p.Lines, err = linesOf(tx); err != nil {
			return err
		}
		if p.Announcement, _, err = announcements.Get(tx, announcementKey); err != nil {
			return err
		}
		return school.EachDevice(tx, func(d school.Device) error {
			if d.Has(school.OfferPhone) {
				p.Tablets = append(p.Tablets, d)
			}
			return nil
		})
	})
	return p, err
}

// Vacant is the lowest number that no line has yet; empty when there are nine.
func (p Setup) Vacant() string {
	for id := 1; id <= 9; id++ {
		free := true
		for _, l := range p.Lines {
			free = free && l.ID != strconv.Itoa(id)
		}
		if free {
			return strconv.Itoa(id)
		}
	}
	return ""
}

// endAt is when a talk that begins now is over.
func endAt(tx *school.Tx) time.Time {
	return tx.Now.Add(time.Duration(tx.Settings.Rule(school.RulePhoneLength)) * time.Minute)
}
