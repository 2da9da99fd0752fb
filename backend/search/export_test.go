package search

// Small has everything kept of files of any length, and read in ranges of this
// many bytes, until the function it returns is called.
func Small(rangeLength, stride int64) (back func()) {
	kept, saved, filtered, r, s := keptBytes, saveBytes, filterBytes, rangeBytes, strideBytes
	keptBytes, saveBytes, filterBytes, rangeBytes, strideBytes = 1, 1, 1, rangeLength, stride
	return func() { keptBytes, saveBytes, filterBytes, rangeBytes, strideBytes = kept, saved, filtered, r, s }
}
