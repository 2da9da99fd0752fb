package cache

import "time"

const (
	// touchEvery bounds how often a use is written down: an order to the hour is
	// enough to choose what goes, and a write a read would wear the disk.
	touchEvery = time.Hour
	// partAge is when a .part counts as left behind by a killed process; making
	// the largest side copy takes minutes.
	partAge = 24 * time.Hour
	// maxID keeps a name with its kind and the ending of a part below the 255
	// bytes that file systems admit.
	maxID = 128
)
