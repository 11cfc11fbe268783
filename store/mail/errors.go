package mail

import "zhixinwu/store/school"

// What this room refuses.
var (
	ErrAnswerEmpty   = school.NewError(school.Invalid, "answer.empty")
	ErrAnswerLong    = school.NewError(school.Invalid, "answer.long")
	ErrDrawing       = school.NewError(school.Invalid, "letter.drawing")
	ErrKeeperKnown   = school.NewError(school.Conflict, "mailbox.known")
	ErrLetterEmpty   = school.NewError(school.Invalid, "letter.empty")
	ErrLetterKind    = school.NewError(school.Invalid, "letter.kind")
	ErrLetterLong    = school.NewError(school.Invalid, "letter.long")
	ErrLetterSent    = school.NewError(school.Conflict, "letter.sent")
	ErrMailboxClosed = school.NewError(school.Unavailable, "mailbox.closed")
	ErrMailboxLocked = school.NewError(school.Forbidden, "mailbox.locked")
	ErrMood          = school.NewError(school.Invalid, "letter.mood")
	ErrNotKeeper     = school.NewError(school.Forbidden, "mailbox.keeper")
	ErrReplyCode     = school.NewError(school.NotFound, "reply.code")
	ErrReplyForm     = school.NewError(school.Invalid, "reply.form")
)

// What the audit says was done here.
var (
	actMailboxAdd  = school.NewAction("mailbox.admit")
	actMailboxKeep = school.NewAction("mailbox.keep")
	actMailboxOpen = school.NewAction("mailbox.unlock")
)
