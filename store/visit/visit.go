package visit

import "zhixinwu/store/school"

// Visit is a child signed in at a device.
type Visit struct {
	Device school.Device
	Child  string
}
