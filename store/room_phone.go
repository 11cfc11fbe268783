package store

// phoneRoom is 亲情室.
type phoneRoom struct{ Deaf }

// SettingsSet makes the moves that new hours, another order or self-service allow.
func (phoneRoom) SettingsSet(tx *Tx, _ Actor, _ School) error {
	tx.Publish(TopicPhone) // its hours, order and limits are among the settings
	return advance(tx)
}

// DeviceGone takes a tablet that cannot be used any more from its line. Whom the line had called goes back to its old
// place: without the tablet it could not begin to talk, and would be counted as missed. A talk goes on.
func (phoneRoom) DeviceGone(tx *Tx, _ Actor, device string) error {
	l, found, err := lineAt(tx, device)
	if err != nil || !found {
		return err
	}
	if d, known, err := findDevice(tx, device); err != nil || known && d.Has(OfferPhone) {
		return err
	}
	l.Device = ""
	if err := lineRows.Put(tx, l.ID, l); err != nil {
		return err
	}
	tx.Publish(TopicPhone)
	t, on, err := onLine(tx, l)
	if err != nil || !on || t.State != Called || t.By != "" { // a keeper who called the child sees to it
		return err
	}
	return moveTicket(tx, &t, Waiting)
}

// ChildLeaves takes the child off its ticket, from the day on which it is not here any more. A talk under way goes on.
func (phoneRoom) ChildLeaves(tx *Tx, _ Actor, child string, from Day) error {
	t, found, err := openTicket(tx, child)
	if err != nil || !found || t.State == Talking || from > tx.Day {
		return err
	}
	return leaveTicket(tx, t, child)
}
