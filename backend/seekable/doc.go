// Package seekable keeps a side copy of one compressed log, in which any place
// of the decoded text is read in well under 5 ms.
//
//	decoded text --Writer--> blocks of 256 KiB, compressed each by itself, and a table --File--> ReadAt, Reader
//
// A compressed file can be read from its start only: page 900 of a 100 MB log costs
// its decoding up to there, 200 ms. (Of gzip, package marks knows better.) The copy
// costs about what the compressed file does, once more, and lies in the cache folder, so it may be lost at any time. What it
// says is checked: with any doubt there is a fault of kind Damaged, the caller
// removes the copy and reads the log itself. The layout is in docs/formats.md.
package seekable
