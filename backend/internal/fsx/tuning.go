package fsx

import "time"

const (
	// turns is how many calls to one share are under way at once, and so how many
	// may be left behind when it stops: each holds a thread of the system. A folder
	// is looked through on a slow line in as many rows at once.
	turns = 48
	// longest is how long one call may take while others are answered: the server
	// works, and this one file does not come. On a line of a megabit all turns
	// together take that long.
	longest = 30 * time.Second
	// lastProbe is the longest pause between two probes of a share that is silent;
	// the first is firstProbe, and each is twice the one before.
	lastProbe = 15 * time.Second
	// pieceBytes is one read of a share: what a line of half a megabit brings
	// within the deadline, and what one request of the usual file systems carries.
	pieceBytes = 128 << 10
	// provingBytes is a read that comes from the other side: what is read again and
	// again, and so from memory, are ends of files.
	provingBytes = 16 << 10
)

// Variables for the tests of this package only.
var (
	// answerWithin is the deadline of a share: it is silent when it answered no
	// call for so long while one was waiting.
	answerWithin = 3 * time.Second
	firstProbe   = 2 * time.Second
)
