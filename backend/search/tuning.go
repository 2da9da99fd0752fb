package search

import "time"

const (
	// cacheBytes is the memory of all decoded blocks of an engine.
	cacheBytes = 64 << 20
	// behindBytes is what is kept before a block that had to be decoded from the
	// start of a compressed file: paging backwards decodes the file again once in
	// so many bytes. An eighth of the cache, so that other files keep their place.
	behindBytes = 8 << 20
	// aheadBytes is how far a reader of a plain file reads on instead of seeking.
	aheadBytes = 256 << 10
	// heldBytes is the longest block whose bytes are held in memory whole; of a
	// longer one, an entry beyond what is kept, only that is.
	heldBytes = 4 << 20
	// workers is the number of first passes at once, of scans at once, and of
	// blocks that one scan matches at once: log tools share the server's cores.
	workers = 2
	// stepBlocks is how many blocks a scan takes between two looks at its state: a
	// little less than two runs of markedBytes, for two workers.
	stepBlocks = 120
	// runBytes is what a scan reads of a plain file at once.
	runBytes = 1 << 20
	// markedBytes is what a scan reads at once of a file that is read from marks: the
	// way to its first byte is inflated, too.
	markedBytes = 4 << 20
	// heardBytes of entries, each taken for entryCost more, are matched between two
	// looks at the context: an expression makes about 100 KiB a second at worst.
	heardBytes = 4 << 10
	entryCost  = 256
	// maxFileRows is the room in positions for one file.
	maxFileRows = 1 << 32
	// maxRows is one page.
	maxRows = 1000
	// maxBuckets bounds a histogram; 60 to 240 bars fit on a screen.
	maxBuckets = 240
	// facetRows is how many matches a facet looks at; of more, evenly spaced
	// blocks stand for the rest and the facet is not exact.
	facetRows = 200_000
	// facetValues is how many values a facet tells apart.
	facetValues = 10_000
	// maxEvents is how many rotations and truncations a result remembers.
	maxEvents = 100
	// maxFloors bounds what a merged result notes about late rows; behind it the
	// rows are put in order again, under a new Rev.
	maxFloors = 4096
	// batchRows and batchBytes is what a worker hands over at once; heldBatches
	// may wait while the unit before is taken.
	batchRows   = 512
	batchBytes  = 256 << 10
	heldBatches = 4
)

// They are variables for the tests only.
var (
	// rangeBytes is what one worker of Sift reads of a plain file at once: it
	// stays in the core's own cache while it is looked through.
	rangeBytes int64 = 512 << 10
	// strideBytes is what one worker of Sift goes through of a compressed copy that is
	// read from marks: half a MiB before it is inflated, too.
	strideBytes int64 = 16 << 20
	// keptBytes is the shortest file of which anything is kept: reading a shorter
	// one again costs less than looking for what is kept of it. saveBytes must be
	// new before the index of a growing file is saved again, filterBytes, and a
	// quarter of the file, before its filter is made again.
	keptBytes   int64 = 1 << 20
	saveBytes   int64 = 16 << 20
	filterBytes int64 = 8 << 20
	// retryFirst is the pause before a file that could not be read is tried again; it
	// doubles up to retryMost.
	retryFirst, retryMost = time.Second, 15 * time.Second
)
