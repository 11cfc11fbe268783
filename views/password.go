package views

// Password and Unlock have no menu: nothing else can be done before them.
type Password struct {
	Name, Say string
	First     bool // must be changed before anything else
	HasPIN    bool
	Done      bool
	PINSay    string
}

// Unlock names whose session is covered, so that a colleague knows that it is not theirs.
type Unlock struct {
	Name, Say string
	PIN       bool
}

func (Password) Template() string { return "staff/access/password" }
func (Unlock) Template() string   { return "plain/unlock" }
