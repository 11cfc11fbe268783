package views

import "zhixinwu/store/mail"

// Mailbox asks a counselor for the passphrase, or for a first one, and says before that what a forgotten one loses.
type Mailbox struct {
	mail.BoxState
	Say  string
	Demo bool
}

func (Mailbox) Template() string { return "staff/mail/mailbox" }
