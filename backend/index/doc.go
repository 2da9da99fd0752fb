// Package index makes the first pass over one log file and remembers where its
// entries lie.
//
// A block is a run of whole entries, at least BlockBytes of decoded text or
// BlockEntries entries. It is small (about 120 bytes) and says what lies inside:
// place, lines, entries, times, levels. A chunk is a block with its text and the
// spans of its entries. All blocks of a file but the last are sealed: they never
// change while the file only grows. The last one is the tail: its last entry may
// still get lines, and its last line may still get bytes, so that an update
// reads it again, and checks by its sum that it still is the same text.
//
//	bytes --cutter--> Piece{whole entries} --surveyor, some at a time--> Blocks
//	                \--Rider, if there is one--> a filter, say
//	Index.Update: tail again, then what is new     --> Snapshot{Sealed, Tail}
//	Snapshot --Save--> .idx file --Load--> Snapshot
//	bytes of blocks --Scan, CutBlock--> Chunk{Block, Text, Entries}
//
// A piece is a run of whole entries as raw bytes, what one goroutine looks at; a
// range is one that is read by itself, of a file that can be read anywhere.
//
// An epoch ends when the file is no longer what was indexed (truncated,
// rewritten); offsets of different epochs have nothing to do with each other.
// A saved index is believed only while the text of the tail, or the stamp of a
// copy that cannot grow, is the same; losing it costs time only.
package index
