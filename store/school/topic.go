package school

// TopicChild is published when a file changes, or the name of something that files point to.
const TopicChild = "child"

// Topics of events. An event says only what changed; each listener reads the state again.
const (
	TopicPhone   = "phone"
	TopicBooking = "booking"
	TopicLetter  = "letter"
	TopicSignin  = "signin"
	TopicUrgent  = "urgent"
)
