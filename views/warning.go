package views

// Warned is what whoever works here has to know before anything else: the school's data or its disk are not well.
type Warned struct {
	Unstored bool // the disk takes nothing
	Disk     bool // whoever reads it looks after the disk
	Damaged  bool // the last check of the data found damage
	Cut      bool // the audit's end was set back
}
