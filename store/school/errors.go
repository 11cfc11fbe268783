package school

// Code is the kind of an error; handlers map it to an HTTP status.
type Code int

// The kinds, from what is our fault to what is nobody's.
const (
	Internal        Code = iota
	Invalid              // what was sent is not what was asked for
	Unauthenticated      // nobody, or nobody any more
	Forbidden            // somebody, but not for this
	NotFound
	Conflict    // right in itself, but the state has moved on
	Limited     // too often
	Unavailable // not now
)

// Error is an error that a person may read. Key names the sentence shown; Cause, if any, goes to the log only.
type Error struct {
	Code  Code
	Key   string
	Cause error
}

// Error is for the log; Unwrap leads to the cause.
func (e *Error) Error() string {
	if e.Cause != nil {
		return e.Key + ": " + e.Cause.Error()
	}
	return e.Key
}

func (e *Error) Unwrap() error { return e.Cause }

// Keys of all errors, so that a test can ask for a sentence for each.
var Keys []string

// NewError registers an error at the start of the program; the sentence of its key is in views.
func NewError(code Code, key string) *Error {
	Keys = append(Keys, key)
	return &Error{Code: code, Key: key}
}

// Errors that several rooms return, or the pages before any room is asked. The first three are the usual ones: what is
// named is not there, the actor may not, what was sent has no shape.
var (
	ErrNotFound  = NewError(NotFound, "not-found")
	ErrForbidden = NewError(Forbidden, "forbidden")
	ErrInvalid   = NewError(Invalid, "invalid")

	ErrNoVisit  = NewError(Unauthenticated, "visit.none")
	ErrOldVisit = NewError(Conflict, "visit.old")

	ErrDeviceOffer = NewError(Forbidden, "device.offer")

	ErrLoginForm = NewError(Invalid, "login.form")
	ErrCovered   = NewError(Unauthenticated, "session.covered")
	ErrFirst     = NewError(Forbidden, "password.first")
	ErrClass     = NewError(Invalid, "class.form")
	ErrStaffLine = NewError(Invalid, "staff.line")
	ErrName      = NewError(Invalid, "name.form")
	ErrSpan      = NewError(Invalid, "span.form")
	ErrNameTaken = NewError(Conflict, "name.taken")
	ErrBed       = NewError(Invalid, "bed.form")
	ErrListGone  = NewError(NotFound, "list.gone")
	ErrStale     = NewError(Conflict, "stale")

	ErrHost    = NewError(Invalid, "school.host")
	ErrTerm    = NewError(Invalid, "school.term")
	ErrPeriod  = NewError(Invalid, "school.period")
	ErrHoliday = NewError(Invalid, "school.holiday")
	ErrHotline = NewError(Invalid, "school.hotline")
	ErrRule    = NewError(Invalid, "school.rule")

	ErrDay = NewError(Invalid, "day.form")

	ErrTopic = NewError(Invalid, "booking.topic")
)
