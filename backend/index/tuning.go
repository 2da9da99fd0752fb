package index

const (
	// BlockBytes closes a block: small enough that a page of rows reads little
	// more than it shows, large enough that a 1 GB file has 16,000 blocks (2 MB).
	BlockBytes = 64 << 10
	// BlockEntries closes a block of very short entries; counts within a block
	// fit in 16 bits.
	BlockEntries = 1024
	// MaxText is what is kept of one entry, and of one line; the rest is
	// counted, not kept. An entry of 1 MiB is shown whole.
	MaxText = 1 << 20
	// readBytes is one read; above 64 KiB its size hardly matters.
	readBytes = 256 << 10
	// HoleBytes of NUL, or more, where a line begins are a hole in the file: its
	// writer kept its offset over a truncation. All readers tell it as HoleText,
	// as a line that begins no entry; behind it a line begins.
	HoleBytes = 16
	// workers is how many pieces of one file are looked at at once: log tools
	// share the server's cores.
	workers = 2
	// maxSidecar bounds an .idx file: the blocks of a log of some 100 GB. Of a
	// larger one nothing is kept.
	maxSidecar = 64 << 20
	// minBlockBytes is the least that a block takes in it.
	minBlockBytes = 5
	// maxEmptyReads is how often a reader may return neither bytes nor an error.
	maxEmptyReads = 100
)

// They are variables for the tests only.
var (
	// pieceBytes is one piece: large enough that handing it over costs nothing,
	// small enough to stay near the core that works on it.
	pieceBytes = 1 << 20
	// heldPiece is the longest piece; an entry beyond it is read over, and only
	// the MaxText of it kept.
	heldPiece = 4 << 20
	// rangeSlack is read behind a range, so that its last entry is whole.
	rangeSlack = 16 << 10
)
