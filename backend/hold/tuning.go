package hold

import "time"

const (
	// keepFor is how long held files can be undone; the dialog says the same.
	keepFor = 7 * 24 * time.Hour
	// lowSpace: under a tenth of the disk the held files go before their date.
	lowSpace = 0.10
	// undoWhenLow: on a disk that is always low a deletion can still be undone for
	// this long, or holding would be deleting for good under another name.
	undoWhenLow = time.Hour
	// hashBytes is read at a time of a file that is hashed.
	hashBytes = 256 << 10
)
