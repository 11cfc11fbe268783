package school

// Rule names a number that a school may set for itself.
type Rule string

// The numbers. Those of the duties come from the policy texts (DOMAIN "Numeric rules"); each school may ask for more or less.
const (
	RuleKioskIdle Rule = "kiosk.idle" // seconds a child's screen stays without a touch

	RuleTopGrade Rule = "grade.top" // that graduates

	RuleBookingDays    Rule = "booking.days"    // how far ahead a child can book, today included
	RuleBookingLead    Rule = "booking.lead"    // how long before its beginning a slot closes
	RuleBookingOpen    Rule = "booking.open"    // open bookings a child may hold
	RuleUrgentNext     Rule = "urgent.next"     // minutes until the next on the duty list is asked
	RuleNotMet         Rule = "notmet.days"     // days without a talk until a child stands on the greeting list
	RulePhoneLength    Rule = "phone.length"    // of one talk
	RulePhoneMore      Rule = "phone.more"      // what one more tap of the keeper adds
	RulePhoneCome      Rule = "phone.come"      // until a called child counts as missed
	RulePhoneLast      Rule = "phone.last"      // before closing time no new number is given out
	RulePhoneCooldown  Rule = "phone.cooldown"  // hours after a spoken talk
	RulePhoneWeek      Rule = "phone.week"      // spoken talks a week; 0 is without end
	RulePhoneCapacity  Rule = "phone.capacity"  // numbers that may wait at once; 0 is without end
	RulePhonePassed    Rule = "phone.passed"    // how often anyone may be passed in the fair order
	RulePhoneFair      Rule = "phone.fair"      // 1: longest without a talk first
	RulePhoneSelf      Rule = "phone.self"      // 1: without a keeper
	RulePhoneDial      Rule = "phone.dial"      // 1: children see the digits
	RuleContacts       Rule = "duty.contacts"   // letter or call home, a month and child
	RuleMentors        Rule = "duty.mentors"    // teachers paired with a child
	RuleSessionIdle    Rule = "session.idle"    // minutes until a tablet locks
	RuleMinimumVisible Rule = "report.smallest" // smaller counts are not shown outside the room
)

// Limits bound a rule: what a school that says nothing has, and what it may say.
type Limits struct {
	Rule              Rule
	Default, Min, Max int
}

// RuleLimits has every rule in the order of the settings page; its group is the part of the name before the dot. That the
// phone room's order is fair, and how often it passes anyone, is what TestSimulation of that room found: with less there are
// children who come every other evening and have no talk in four weeks.
var RuleLimits = []Limits{
	{RuleKioskIdle, 30, 20, 600},
	{RuleSessionIdle, 15, 1, 240},
	{RuleTopGrade, 6, 1, 9},
	{RuleBookingDays, 7, 1, 30},
	{RuleBookingLead, 0, 0, 1440},
	{RuleBookingOpen, 1, 1, 5},
	{RuleUrgentNext, 3, 1, 30},
	{RuleNotMet, 30, 7, 365},
	{RulePhoneLength, 10, 2, 60},
	{RulePhoneMore, 2, 1, 15},
	{RulePhoneCome, 60, 15, 600},
	{RulePhoneLast, 10, 0, 60},
	{RulePhoneCooldown, 0, 0, 168},
	{RulePhoneWeek, 0, 0, 50},
	{RulePhoneCapacity, 0, 0, 200},
	{RulePhoneFair, 1, 0, 1},
	{RulePhonePassed, 20, 0, 20},
	{RulePhoneSelf, 0, 0, 1},
	{RulePhoneDial, 0, 0, 1},
	{RuleContacts, 1, 0, 30},
	{RuleMentors, 1, 0, 5},
	{RuleMinimumVisible, 5, 2, 20},
}

// LimitsOf finds the limits of a rule.
func LimitsOf(r Rule) (Limits, bool) {
	for _, l := range RuleLimits {
		if l.Rule == r {
			return l, true
		}
	}
	return Limits{}, false
}

// Rule returns what the school has set, or the default.
func (sc Settings) Rule(r Rule) int {
	if n, set := sc.Rules[r]; set {
		return n
	}
	l, _ := LimitsOf(r)
	return l.Default
}
