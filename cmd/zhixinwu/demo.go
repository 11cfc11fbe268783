package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"time"
	"zhixinwu/store"
	"zhixinwu/store/access"
	"zhixinwu/store/heart"
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/urgent"
	"zhixinwu/views"
)

// demo runs a made-up school. The same seed and number of children make the same school, cards and logins; with -data
// it is kept, and found again at the next start. Its key file comes from the seed, so that cards printed for a
// demonstration work at the next one. A folder that holds a real school is refused.
func demo(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	fs := flag.NewFlagSet("demo", flag.ContinueOnError)
	data := fs.String("data", "", "folder to keep the made-up school in; a temporary one if empty")
	addr := fs.String("http", "127.0.0.1:8080", "address to listen on")
	children := fs.Int("children", 300, "how many children, 1 to 5000")
	seed := fs.Uint64("seed", 1, "which made-up school")
	verbose := fs.Bool("verbose", false, "log every request")
	dev := fs.Bool("dev", false, "read templates from ./views for every page")
	if err := parse(fs, args, stderr); err != nil {
		return err
	}
	if *children < 1 || *children > 5000 {
		return errors.New("-children must be 1 to 5000")
	}
	dir := *data
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "zhixinwu-demo-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	s, err := openMadeUp(dir, *seed, *children)
	if err != nil {
		return err
	}
	page, err := pageOf(s, *seed, *children)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	return listen(ctx, s, listenConfig{addr: *addr, verbose: *verbose, dev: *dev, demo: page}, stdout, stderr)
}

// Made-up names: plainly invented, a plant or a weather for every family.
var (
	surnames = []rune("禾麦竹松柏梅兰荷菊桃李杏枣柚橙枫榆桐柳槐")
	givens   = []string{"小满", "小雨", "小雪", "小溪", "小山", "小河", "小石", "小草", "小叶", "小星", "小月", "小云", "小风", "小路", "小桥", "小船",
		"大满", "大雨", "大雪", "大溪", "大山", "大河", "大石", "大树", "大叶", "大星", "大月", "大云", "大风", "大路", "大桥", "大船"}
	elders     = []string{"爷爷", "奶奶", "外公", "外婆"}
	workplaces = []string{"东边的鞋厂", "南边的工地", "海边的码头", "城里的饭馆", "省城的快递站", "县城的商店"}
)

// The dormitories are filled bed by bed, perRoom to a room and roomsPerRow rooms to a floor.
const (
	gradesHere  = 6
	perRoom     = 8
	roomsPerRow = 8
)

// demoBuildings and everybody else of the made-up school.
// A device of every kind, in the order of their links; a tablet beside each line, so that self-service can be shown
// at once.
var (
	demoBuildings = []school.Building{{ID: "01", Name: "女生楼"}, {ID: "02", Name: "男生楼"}}
	demoLines     = []phone.Line{{ID: "1", Kind: "phone"}, {ID: "2", Kind: "phone"}, {ID: "3", Kind: "video"}}
	demoDevices   = []school.Device{
		{Name: "图书角", Place: "图书角", Offers: []school.Offer{school.OfferBooking, school.OfferPhone, school.OfferLetters, school.OfferHelp}},
		{Name: "亲情室门口", Place: "亲情室", Offers: []school.Offer{school.OfferPhone, school.OfferHelp}},
		{Name: "亲情室叫号屏", Place: "亲情室", Offers: []school.Offer{school.OfferBoard}},
		{Name: "知心屋门口", Place: "知心屋",
			Offers: []school.Offer{school.OfferBooking, school.OfferLetters, school.OfferHelp, school.OfferArrive}},
		{Name: "女生楼门厅", Place: "女生楼", Offers: []school.Offer{school.OfferRoll, school.OfferHelp}},
		{Name: "男生楼门厅", Place: "男生楼", Offers: []school.Offer{school.OfferRoll, school.OfferHelp}},
		{Name: "1 号电话旁", Place: "亲情室", Offers: []school.Offer{school.OfferPhone}},
		{Name: "2 号电话旁", Place: "亲情室", Offers: []school.Offer{school.OfferPhone}},
		{Name: "3 号视频旁", Place: "亲情室", Offers: []school.Offer{school.OfferPhone}},
		{Name: "知心屋门牌", Place: "知心屋", Offers: []school.Offer{school.OfferDoor}},
		{Name: "值班铃", Place: "德育处", Offers: []school.Offer{school.OfferDuty}},
	}
	// demoTablets are those that stand beside a line.
	demoTablets = map[string]string{"1 号电话旁": "1", "2 号电话旁": "2", "3 号视频旁": "3"}
)

// demoAdmin is the administrator's login.
const demoAdmin = "admin"

// password is the same every time; it protects made-up children only.
func password(login string) string { return login + "-yunling" }

// demoStaff is somebody in every role, and a class teacher for every class.
func demoStaff(classes []school.Class) []school.Staff {
	staff := []school.Staff{
		{Login: "wang", Name: "王老师", Roles: []school.Role{school.RoleCounselor}},
		{Login: "li", Name: "李老师", Roles: []school.Role{school.RoleCounselor}},
		{Login: "zhao", Name: "赵老师", Roles: []school.Role{school.RoleKeeper}},
		{Login: "dorm1", Name: "女生楼生活老师", Roles: []school.Role{school.RoleDorm}, Buildings: []string{"01"}},
		{Login: "dorm2", Name: "男生楼生活老师", Roles: []school.Role{school.RoleDorm}, Buildings: []string{"02"}},
		{Login: "office", Name: "德育处老师", Roles: []school.Role{school.RoleOffice}},
		{Login: "head", Name: "校长", Roles: []school.Role{school.RoleHead}},
		{Login: "gate", Name: "门卫师傅", Roles: []school.Role{school.RoleGate}},
	}
	for _, c := range classes {
		staff = append(staff, school.Staff{Login: fmt.Sprintf("class%d%d", c.Grade, c.Number), Name: c.String() + "班主任",
			Roles: []school.Role{school.RoleTeacher}, Classes: []school.Class{c}})
	}
	return staff
}

// demoChildren makes the roster: classes of about forty, two thirds boarders, girls and boys in their own building,
// four fifths with a parent away. Everything derives from the seed and from now; no name, number or place is
// anybody's.
func demoChildren(seed uint64, n int, now time.Time) (children []roster.Child, classes []school.Class) {
	r := rand.New(rand.NewPCG(seed, 20261123))
	beds := map[string]int{}
	perGrade := (n + gradesHere - 1) / gradesHere
	classesPerGrade := max(1, (perGrade+39)/40)
	for g := 1; g <= gradesHere; g++ {
		for c := 1; c <= classesPerGrade; c++ {
			classes = append(classes, school.Class{Grade: g, Number: c})
		}
	}
	for i := range n {
		class := classes[i*len(classes)/n]
		name := string(surnames[r.IntN(len(surnames))]) + givens[r.IntN(len(givens))]
		c := roster.Child{Name: name, Class: class, Gender: "女"}
		building := "01"
		if r.IntN(2) == 1 {
			c.Gender, building = "男", "02"
		}
		c.Boards = roster.GoesHome
		if r.IntN(3) > 0 {
			bed := beds[building]
			beds[building]++
			room := bed / perRoom
			c.Bed = roster.Bed{
				Building: building,
				Room:     fmt.Sprintf("%d%02d", room/roomsPerRow+1, room%roomsPerRow+1),
				Bed:      fmt.Sprint(bed%perRoom + 1),
			}
		}
		family := string([]rune(name)[:1])
		relative := func(relation, given string) roster.Relative {
			// 19900000000 and up: no operator gives these out to children's parents here.
			number := fmt.Sprintf("199%08d", r.IntN(1e8))
			return roster.Relative{Relation: relation, Name: family + given, Phones: []roster.Phone{{Number: number}}}
		}
		away := func(one roster.Relative) roster.Relative {
			one.Workplace = workplaces[r.IntN(len(workplaces))]
			one.Best = []school.Span{{From: 12 * 60, To: 13 * 60}, {From: 19 * 60, To: 22 * 60}}
			return one
		}
		father, mother := relative("爸爸", "大江"), relative("妈妈", "大海")
		switch r.IntN(5) {
		case 0:
			c.Care, father, c.Guardian = roster.CareFather, away(father), "妈妈"
		case 1:
			c.Care, mother, c.Guardian = roster.CareMother, away(mother), "爸爸"
		case 2:
			c.Care, c.Guardian = roster.CareHome, "妈妈"
		default:
			c.Care, father, mother, c.Guardian = roster.CareBoth, away(father), away(mother), elders[r.IntN(len(elders))]
		}
		c.Family = []roster.Relative{father, mother}
		if c.Care == roster.CareBoth {
			c.Family = append(c.Family, relative(c.Guardian, "大山"))
		}
		c.Added = school.DayOf(now).Add(-400)
		c.Birth = school.DayOf(now).Add(-365*(class.Grade+6) - r.IntN(365))
		if r.IntN(10) > 0 { // a tenth of the files lacks something, as files do
			c.Address, c.Number = fmt.Sprintf("云岭村%d组", r.IntN(9)+1), fmt.Sprintf("J%018d", 100000+i)
			c.Consent = roster.Consent{Day: school.DayOf(now).Add(-60), By: c.Guardian, Paper: true}
			c.Confirmed = school.DayOf(now).Add(-50)
		}
		children = append(children, c)
	}
	return children, classes
}

// pageOf reads the made-up school that is there, and returns its page. It must be of the same seed and number of
// children: the page reckons its staff and its links from them.
func pageOf(s *store.Store, seed uint64, n int) (*views.Demo, error) {
	settings, err := s.Settings()
	if err != nil {
		return nil, err
	}
	if !settings.Demo {
		return nil, errors.New("this folder holds a real school")
	}
	_, classes := demoChildren(seed, n, s.Now())
	staff := demoStaff(classes)
	page := &views.Demo{School: "云岭小学"}
	_, token, err := s.Access.LogIn("office", password("office"), access.Browser{Secret: "demo"})
	if err != nil {
		return nil, fmt.Errorf("this folder holds another made-up school: %w", err)
	}
	office, err := s.Access.ActorOf(token)
	if err != nil {
		return nil, err
	}
	if err := s.Access.LogOut(token); err != nil {
		return nil, err
	}
	known, err := s.Roster.Children(office)
	if err != nil {
		return nil, err
	}
	buildings := map[string]string{}
	for _, b := range demoBuildings {
		buildings[b.ID] = b.Name
	}
	for _, c := range known {
		card, err := s.Roster.CardCode(office, c)
		if err != nil {
			return nil, err
		}
		page.Children = append(page.Children, views.DemoChild{ID: c.ID, Name: c.Name, Class: c.Class.String(),
			Building: buildings[c.Bed.Building], Room: c.Bed.Room, Card: card})
	}
	admin := school.Staff{Login: demoAdmin, Name: "管理员", Roles: []school.Role{school.RoleAdmin}}
	for _, st := range append(staff, admin) {
		page.Staff = append(page.Staff, views.DemoStaff{Login: st.Login, Password: password(st.Login), Name: st.Name, Roles: st.Roles,
			Home: views.RoleHome(st.Home())})
	}
	for i, d := range demoDevices {
		page.Devices = append(page.Devices, views.DemoDevice{Name: d.Name, Place: d.Place, Offers: d.Offers,
			Enroll: "/enroll/" + enrolToken(seed, i)})
	}
	return page, nil
}

// enrolToken is a device's link, the same every time: printed once, it enrols again after the browser's data was
// cleared.
func enrolToken(seed uint64, device int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "made-up device %d/%d", seed, device))
	return fmt.Sprintf("%x", sum[:12])
}

// settle fills an empty store the way a school would: the set-up link, then the house, accounts and children. The two
// counselors keep the mailbox, one admitted by the other.
func settle(s *store.Store, seed uint64, children []roster.Child, staff []school.Staff) error {
	admin, err := setUp(s)
	if err != nil {
		return err
	}
	if err := furnish(s, admin, seed); err != nil {
		return err
	}
	accounts := make([]school.Staff, len(staff))
	for i, st := range staff {
		if accounts[i], err = s.Access.AddStaff(admin, st, password(st.Login)); err != nil {
			return err
		}
	}
	if err := openHeart(s, admin, accounts[0], accounts[1]); err != nil {
		return err
	}
	for _, st := range accounts {
		if !st.Has(school.RoleOffice) {
			continue
		}
		if err := s.Urgent.SetDuty(admin, urgent.DutyList{Staff: []string{st.ID}, Place: "德育处办公室"}); err != nil {
			return err
		}
		if _, err := s.Roster.AddChildren(school.Actor{Staff: st}, children); err != nil {
			return err
		}
	}
	return nil
}

// setUp makes the administrator and the settings. Doors and phones are open around the clock and letters do not
// wait: whoever shows the program at night must find it open.
func setUp(s *store.Store) (admin school.Actor, err error) {
	setup, err := s.Access.OfferSetup()
	if err != nil {
		return admin, err
	}
	admin, err = s.Access.SetUp(setup, "云岭小学", school.Staff{Login: demoAdmin, Name: "管理员"}, password(demoAdmin))
	if err != nil {
		return admin, err
	}
	settings, err := s.Settings() // as the set-up named it
	if err != nil {
		return admin, err
	}
	settings.LetterHours, settings.PhoneHours = nil, nil
	for d := time.Sunday; d <= time.Saturday; d++ {
		settings.PhoneHours = append(settings.PhoneHours, school.Hours{Weekday: d, From: 0, To: 24 * 60})
	}
	settings.Periods = []school.Period{
		{Name: "早读", Span: school.Span{From: 7*60 + 30, To: 8 * 60}},
		{Name: "大课间", Span: school.Span{From: 10 * 60, To: 10*60 + 30}},
		{Name: "午休", Span: school.Span{From: 12 * 60, To: 14 * 60}},
		{Name: "晚自习", Span: school.Span{From: 19 * 60, To: 20*60 + 30}},
	}
	settings.Terms = []school.Term{termOf(school.DayOf(s.Now()))}
	return admin, s.SetSettings(admin, settings)
}

// furnish enters the buildings, the lines and the devices, and puts the tablets beside their lines.
func furnish(s *store.Store, admin school.Actor, seed uint64) error {
	for _, b := range demoBuildings {
		if err := s.SetBuilding(admin, b); err != nil {
			return err
		}
	}
	for _, l := range demoLines {
		if err := s.Phone.AddLine(admin, l); err != nil {
			return err
		}
	}
	for i, d := range demoDevices {
		added, err := s.Access.AddDevice(admin, d)
		if err != nil {
			return err
		}
		if _, err := s.Access.OfferEnrolment(admin, added.ID, enrolToken(seed, i)); err != nil {
			return err
		}
		if line, beside := demoTablets[d.Name]; beside {
			if err := s.Phone.SetLine(admin, line, false, added.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// openHeart gives the counselors their weeks and the key of the mailbox, which the first hands to the second.
func openHeart(s *store.Store, admin school.Actor, first, second school.Staff) error {
	sure := func([]heart.Displaced) bool { return true } // nobody has booked yet
	for i, st := range []school.Staff{first, second} {
		if _, err := s.Heart.SetPlan(admin, roundTheClock(st.ID, i), sure); err != nil {
			return err
		}
		if err := s.Mail.KeepMailbox(school.Actor{Staff: st}, password(st.Login)); err != nil {
			return err
		}
	}
	box, err := s.Mail.UnlockMailbox(school.Actor{Staff: first}, password(first.Login))
	if err != nil {
		return err
	}
	return s.Mail.AdmitKeeper(school.Actor{Staff: first}, box, second.ID)
}

// termOf is the term that a day is in, in a school that has no holidays: from September autumn, then spring until
// September.
func termOf(d school.Day) school.Term {
	year := d.Add(-243)[:4] // a school year begins in September
	autumn := school.Term{Name: string(year) + " 年秋季", Begin: school.Day(year + "-09-01"), Weeks: 22}
	if d < autumn.End() {
		return autumn
	}
	return school.Term{Name: string(year) + " 学年春季", Begin: autumn.End(), Weeks: 30}
}

// roundTheClock is a counselor's week in a school whose rooms are open at any hour; i gives each another face and
// door.
func roundTheClock(counselor string, i int) heart.Plan {
	p := heart.Plan{Counselor: counselor, Room: fmt.Sprintf("知心屋 %d", i+1), Face: heart.Faces[i%len(heart.Faces)], Minutes: 20}
	for d := time.Sunday; d <= time.Saturday; d++ {
		p.Hours = append(p.Hours, school.Hours{Weekday: d, From: 0, To: 24 * 60})
	}
	return p
}
