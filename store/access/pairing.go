package access

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"zhixinwu/store/school"
)

// pairing is a browser that shows a code and waits to become a device. It lives in memory alone, because anybody in the
// school's network can ask for one; after a restart the browser asks again by itself.
type pairing struct {
	browser string // hash of its cookie
	from    string // address
	expires time.Time
}

const (
	pairingLife = 10 * time.Minute
	// pairingsMost of the million codes may wait: a mistyped digit then hits a stranger's once in a thousand times.
	pairingsMost = 1000
)

// pairings are those that wait, by code: no two show the same.
type pairings struct {
	mu     sync.Mutex
	byCode map[string]pairing
}

// ask returns the code of a browser, a new one if it shows none yet. When all places are taken, whoever holds the most
// gives up the oldest: fifty or five thousand requests of one stranger do not push out a kiosk elsewhere.
func (p *pairings) ask(browser, from string, now time.Time) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if code, on := p.of(browser, now); on {
		return code
	}
	held := map[string]int{}
	for code, w := range p.byCode {
		if !now.Before(w.expires) {
			delete(p.byCode, code)
			continue
		}
		held[w.from]++
	}
	if len(p.byCode) >= pairingsMost {
		held[from]++
		oldest := ""
		for code, w := range p.byCode {
			if o := p.byCode[oldest]; oldest == "" || held[w.from] > held[o.from] ||
				held[w.from] == held[o.from] && w.expires.Before(o.expires) {
				oldest = code
			}
		}
		delete(p.byCode, oldest)
	}
	for {
		code := fmt.Sprintf("%06d", binary.BigEndian.Uint32(school.RandomBytes(4))%1_000_000)
		if _, taken := p.byCode[code]; !taken {
			p.byCode[code] = pairing{browser, from, now.Add(pairingLife)}
			return code
		}
	}
}

// of is the living code of a browser.
func (p *pairings) of(browser string, now time.Time) (code string, on bool) {
	for code, w := range p.byCode {
		if w.browser == browser && now.Before(w.expires) {
			return code, true
		}
	}
	return "", false
}

// waits reports whether a browser's code still stands.
func (p *pairings) waits(browser string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, on := p.of(browser, now)
	return on
}

// shows is the browser that shows a code.
func (p *pairings) shows(code string, now time.Time) (browser string, on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w, on := p.byCode[code]
	return w.browser, on && now.Before(w.expires)
}

func (p *pairings) end(code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.byCode, code)
}

// AskPairing gives a browser a code of six digits to show. The code is worth nothing until an administrator types it.
func (s *Room) AskPairing(browser, from string) (code string) {
	return s.pairings.ask(school.HashOf(browser), from, s.school.Now())
}

// PairDevice makes the browser that shows a code a device.
func (s *Room) PairDevice(actor school.Actor, device, code string) error {
	if err := s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin); err != nil {
			return err
		}
		if _, err := school.DeviceOf(tx, device); err != nil {
			return err
		}
		browser, on := s.pairings.shows(code, s.school.Now())
		if !on {
			return ErrPairing
		}
		if err := school.Record(tx, actor, actDevicePair, "device/"+device); err != nil {
			return err
		}
		return browsers.Put(tx, browser, device)
	}); err != nil {
		return err
	}
	s.pairings.end(code)
	return nil
}

// Paired returns the device that a waiting browser has become; found is false while nobody has confirmed its code, and
// ErrPairing once the code has run out.
func (s *Room) Paired(browser string) (d school.Device, found bool, err error) {
	waits := s.pairings.waits(school.HashOf(browser), s.school.Now())
	d, err = s.DeviceOf(browser)
	switch {
	case err == nil:
		return d, true, nil
	case !errors.Is(err, ErrDeviceUnknown):
		return d, false, err
	case waits:
		return d, false, nil
	}
	return d, false, ErrPairing
}
