package store

// Visit is a child signed in at a device.
type Visit struct {
	Device Device
	Child  string
}
