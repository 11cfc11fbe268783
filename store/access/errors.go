package access

import "zhixinwu/store/school"

// What this room refuses.
var (
	ErrBusy           = school.NewError(school.Unavailable, "busy")
	ErrDeviceUnknown  = school.NewError(school.Unauthenticated, "device.unknown")
	ErrEnrolment      = school.NewError(school.NotFound, "device.enrolment")
	ErrLastAdmin      = school.NewError(school.Conflict, "staff.last-admin")
	ErrLocked         = school.NewError(school.Limited, "login.locked")
	ErrLogin          = school.NewError(school.Unauthenticated, "login.wrong")
	ErrLoginFirst     = school.NewError(school.Unauthenticated, "login.first")
	ErrLoginTaken     = school.NewError(school.Conflict, "login.taken")
	ErrNotesKey       = school.NewError(school.Forbidden, "note.key")
	ErrOldPassword    = school.NewError(school.Invalid, "password.old")
	ErrPIN            = school.NewError(school.Invalid, "pin.form")
	ErrPINWeak        = school.NewError(school.Invalid, "pin.weak")
	ErrPINWrong       = school.NewError(school.Invalid, "pin.wrong")
	ErrPairing        = school.NewError(school.NotFound, "device.code")
	ErrPassphrase     = school.NewError(school.Invalid, "mailbox.passphrase")
	ErrPassphraseWait = school.NewError(school.Limited, "mailbox.wait")
	ErrPassphraseWeak = school.NewError(school.Invalid, "mailbox.weak")
	ErrPasswordCommon = school.NewError(school.Invalid, "password.common")
	ErrPassword       = school.NewError(school.Invalid, "password.short")
	ErrReplyWait      = school.NewError(school.Limited, "reply.wait")
	ErrSamePassword   = school.NewError(school.Invalid, "password.same")
	ErrSetup          = school.NewError(school.NotFound, "setup.gone")
)

// What the audit says was done here.
var (
	actDeviceAdd     = school.NewAction("device.add")
	actDeviceDrop    = school.NewAction("device.remove")
	actDeviceName    = school.NewAction("device.rename")
	actDevicePair    = school.NewAction("device.pair")
	actLogin         = school.NewAction("login")
	actPIN           = school.NewAction("staff.pin")
	actRecover       = school.NewAction("staff.recover")
	actSetup         = school.NewAction("setup")
	actStaffAdd      = school.NewAction("staff.add")
	actStaffEdit     = school.NewAction("staff.edit")
	actStaffEnd      = school.NewAction("staff.end")
	actStaffPassword = school.NewAction("staff.password")
	actStaffReset    = school.NewAction("staff.reset")
)
