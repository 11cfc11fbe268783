package roster

import "zhixinwu/store/school"

// What this room refuses. Those of a list or a form stand beside the cell or field they are about; the sentence says
// how to mend it.
var (
	ErrBedTaken      = school.NewError(school.Conflict, "bed.taken")
	ErrBirth         = school.NewError(school.Invalid, "birth.far")
	ErrCardLeft      = school.NewError(school.Conflict, "card.left")
	ErrCardReplaced  = school.NewError(school.Conflict, "card.replaced")
	ErrCare          = school.NewError(school.Invalid, "care.form")
	ErrExponent      = school.NewError(school.Invalid, "number.exponent")
	ErrFar           = school.NewError(school.Invalid, "day.far")
	ErrFormula       = school.NewError(school.Invalid, "cell.formula")
	ErrFuture        = school.NewError(school.Invalid, "day.future")
	ErrGender        = school.NewError(school.Invalid, "gender.form")
	ErrIDCard        = school.NewError(school.Invalid, "idcard.form")
	ErrIDOther       = school.NewError(school.Invalid, "id.other")
	ErrListBig       = school.NewError(school.Invalid, "list.big")
	ErrListDamaged   = school.NewError(school.Invalid, "list.damaged")
	ErrListHeader    = school.NewError(school.Invalid, "list.header")
	ErrListLocked    = school.NewError(school.Invalid, "list.locked")
	ErrListLong      = school.NewError(school.Invalid, "list.long")
	ErrListOld       = school.NewError(school.Invalid, "list.old")
	ErrListUnknown   = school.NewError(school.Invalid, "list.unknown")
	ErrLong          = school.NewError(school.Invalid, "long")
	ErrMentor        = school.NewError(school.Invalid, "mentor.unknown")
	ErrPhone         = school.NewError(school.Invalid, "phone.form")
	ErrPhoto         = school.NewError(school.Invalid, "photo.form")
	ErrRolledOver    = school.NewError(school.Conflict, "rollover.done")
	ErrRowTwice      = school.NewError(school.Invalid, "row.twice")
	ErrStillHere     = school.NewError(school.Conflict, "child.here")
	ErrStudentNumber = school.NewError(school.Invalid, "student-number.form")
	ErrYesNo         = school.NewError(school.Invalid, "yes-no")
)

// What a file's history says a change was for.
var (
	whyConfirm  = school.NewWhy("confirm")
	whyDead     = school.NewWhy("dead-number")
	whyDepart   = school.NewWhy("depart")
	whyImport   = school.NewWhy("import")
	whyMentor   = school.NewWhy("mentor.left")
	whyPhoto    = school.NewWhy("photo")
	whyReturn   = school.NewWhy("return")
	whyRollover = school.NewWhy("rollover")
	whyUndo     = school.NewWhy("undo")
)

// What the audit says was done here.
var (
	actCardPrint    = school.NewAction("card.print")
	actCardReplace  = school.NewAction("card.replace")
	actChildAdd     = school.NewAction("child.add")
	actFamilyDead   = school.NewAction("family.dead")
	actFileEdit     = school.NewAction("file.edit")
	actFileErase    = school.NewAction("file.erase")
	actFileRead     = school.NewAction("file.read")
	actIdentity     = school.NewAction("identity.shown")
	actImport       = school.NewAction("import")
	actImportUndo   = school.NewAction("import.undo")
	actRollover     = school.NewAction("rollover")
	actRolloverUndo = school.NewAction("rollover.undo")
	actRosterTaken  = school.NewAction("roster.export")
	actTaskClose    = school.NewAction("task.close")
)
