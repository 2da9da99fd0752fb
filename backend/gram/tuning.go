package gram

const (
	// PageBytes is what a page should hold: a quarter of it would double the
	// filter's share of the text for few pages more that are ruled out.
	PageBytes = 256 << 10
	// slots of a filter: 6 % of a page's text, half of them for grams of four bytes.
	// Decision 0011 has what other sizes rule out.
	slots = 2 << halfBits
	// halfBits is fixed by the file format.
	halfBits = 16
	// The multipliers are 2^32 and 2^64 divided by the golden ratio: they spread grams
	// of digits, which differ in few bits. Fixed by the file format.
	multiplier4 = 0x9E3779B1
	multiplier5 = 0x9E3779B97F4A7C15
	// chunk is how many bytes the Builder takes at once: one bit each in a word.
	chunk = 64
	// maxGrams is how many grams of one text are asked for, evenly spread: each
	// rules out some two thirds of the pages without the text, so more only cost reads.
	maxGrams = 24
	// maxTexts bounds the texts of one group, such as a long list of ids: with
	// so many, one of them is nearly always in the page by chance.
	maxTexts = 256
	// segmentPages bounds the memory of a Writer to 8 MiB of filters, and makes
	// a block of a full segment 128 slots.
	segmentPages = 512
	// blockWords is what is read at once of a file. Fixed by the file format.
	blockWords = 8 << 10 / 8
	// leastBlocks is how many blocks the filter of one page fills.
	leastBlocks = slots / 64 / blockWords
	// heldBlocks of a segment are kept while its pages are asked for.
	heldBlocks = 64
	// maxPages is 256 GB of text, four times what decode.DefaultLimits admits.
	maxPages = 1 << 20
)
