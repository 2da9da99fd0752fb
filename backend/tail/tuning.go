package tail

import "time"

const (
	// silence is how long a line without its end is waited for: a writer that does
	// not end it within a second has written all it wanted to.
	silence = time.Second
	// retryAfter is the pause before a file that could not be read is tried again.
	retryAfter = time.Second
	// copyWithin is how long a file that holds another text than before is left
	// alone when no scan comes: a copy of the old text, with lines that were not
	// read, may be there since the last scan, and scans come four times a second.
	copyWithin = time.Second
	// movedWait is how long the files behind one that moved wait for the scan that finds
	// it again: on a busy machine it may move once more before it is read.
	movedWait = 10 * time.Second
	// sampleBytes before a spot tell a file that grew from one that was rewritten:
	// more than a line, so that a repeated line is not taken for the same place.
	sampleBytes = 1 << 10
	// readBytes is one read.
	readBytes = 256 << 10
	// turnBytes is what is read of one file before the others have their turn.
	turnBytes = 32 << 20
	// firstWindow and lastWindow are how far before its end a file is looked
	// through for the last entries; when that is not enough the file is sifted.
	firstWindow = 64 << 10
	lastWindow  = 4 << 20
	// maxGone is how many files that went away are remembered in a strand, because
	// a copy of them may turn up.
	maxGone = 4
	// maxAway is how many are known again by their id.
	maxAway = 1000
)

// manyBytes are looked at as whole entries and not line by line. It is a variable for
// the tests only.
var manyBytes = 16 << 10
