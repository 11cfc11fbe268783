package heart

import "zhixinwu/store/school"

// What this room refuses. The key names the sentence on the screen; a Conflict is a tap that was right a moment ago.
var (
	ErrAway         = school.NewError(school.Invalid, "plan.away")
	ErrBookedAgain  = school.NewError(school.Conflict, "booking.again")
	ErrBookingClash = school.NewError(school.Conflict, "booking.clash")
	ErrBookingDay   = school.NewError(school.Conflict, "booking.day")
	ErrBookingMove  = school.NewError(school.Conflict, "booking.move")
	ErrBookingOpen  = school.NewError(school.Conflict, "booking.open")
	ErrChildBusy    = school.NewError(school.Conflict, "booking.busy")
	ErrDoorClosed   = school.NewError(school.Unavailable, "booking.door")
	ErrFeed         = school.NewError(school.NotFound, "feed.gone")
	ErrGroup        = school.NewError(school.Invalid, "plan.group")
	ErrNotReader    = school.NewError(school.Forbidden, "note.reader")
	ErrNote         = school.NewError(school.Invalid, "note.form")
	ErrNoteLong     = school.NewError(school.Invalid, "note.long")
	ErrNoteOther    = school.NewError(school.Conflict, "note.other")
	ErrNotesLocked  = school.NewError(school.Forbidden, "note.locked")
	ErrPlanOverlap  = school.NewError(school.Invalid, "plan.overlap")
	ErrReferral     = school.NewError(school.Invalid, "referral.form")
	ErrReferralMove = school.NewError(school.Conflict, "referral.move")
	ErrSlotNone     = school.NewError(school.NotFound, "booking.none")
	ErrSlotPast     = school.NewError(school.Conflict, "booking.past")
	ErrInTalk       = school.NewError(school.Conflict, "booking.talk")
	ErrSlotTaken    = school.NewError(school.Conflict, "booking.taken")
	ErrStandIn      = school.NewError(school.Invalid, "plan.standin")
	ErrUnsure       = school.NewError(school.Conflict, "plan.moves")
)

// What the audit says was done here.
var (
	actAwayAdd    = school.NewAction("exception.add")
	actAwayDrop   = school.NewAction("exception.remove")
	actFeed       = school.NewAction("feed.link")
	actNoteOpen   = school.NewAction("note.open")
	actNoteReader = school.NewAction("note.reader")
	actNoteWrite  = school.NewAction("note.write")
	actNotesKey   = school.NewAction("note.unlock")
	actPlanSet    = school.NewAction("plan.set")
	actReferral   = school.NewAction("referral.add")
	actSlip       = school.NewAction("slip.print")
)
