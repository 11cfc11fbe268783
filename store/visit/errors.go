package visit

import "zhixinwu/store/school"

// What this room refuses.
var (
	ErrCardDigits  = school.NewError(school.Invalid, "card.digits")
	ErrCardFormat  = school.NewError(school.Invalid, "card.format")
	ErrCardUnknown = school.NewError(school.NotFound, "card.unknown")
)
