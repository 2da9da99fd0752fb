package gram

const (
	// PageBytes is what a page should hold: a quarter of it would double the
	// filter's share of the text for few pages more that are ruled out.
	PageBytes = 256 << 10
	// slots of a filter: 3 % of a page's text. With 2^17 an order number is
	// found in 4.5 % of the pages instead of 6.2 %, for twice the bytes.
	slots = 1 << slotBits
	// slotBits is fixed by the file format.
	slotBits = 16
	// multiplier is 2^32 divided by the golden ratio: it spreads grams of
	// digits, which differ in few bits. Fixed by the file format.
	multiplier = 0x9E3779B1
	// maxGrams is how many grams of one text are asked for, evenly spread: each
	// rules out some two thirds of the pages without the text, so more only cost reads.
	maxGrams = 24
	// maxTexts bounds the texts of one group, such as a long list of ids: with
	// so many, one of them is nearly always in the page by chance.
	maxTexts = 256
	// segmentPages bounds the memory of a Writer to 8 MiB of filters, and makes
	// a block of a full segment 64 slots.
	segmentPages = 1024
	// maxPages is 256 GB of text, four times what decode.DefaultLimits admits.
	maxPages = 1 << 20
)
