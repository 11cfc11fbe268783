package visit

import "strconv"

// Pictures of a return code; a child that cannot read keeps them as things.
var Pictures = []string{"star", "boat", "apple", "fish", "sun", "moon", "tree", "flower", "car", "ball", "umbrella", "kite"}

// SummonsOf are the two pictures that stand for a child on the board when its family calls. Children whose files were
// opened one after the other have different ones, so those of one class can tell them apart.
func SummonsOf(child string) [2]string {
	n, err := strconv.Atoi(child)
	if err != nil {
		return [2]string{}
	}
	return [2]string{Pictures[n/len(Pictures)%len(Pictures)], Pictures[n%len(Pictures)]}
}

// Topics a child may tap for a booking or a letter; "" is "not said".
var Topics = []string{"family", "friends", "study", "teacher", "body", "other"}
