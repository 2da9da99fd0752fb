// Package marks keeps, of a log in gzip, places from which its text can be read
// on, so that any place of it is read in a few milliseconds.
//
//	gzip --decode.Marked--> text, and a mark a MiB --Writer--> .mark file
//	.mark file --File.Before--> mark --Source.Resume--> text from there
//
// A mark is a place between two blocks of the gzip stream with the 32 KiB of text
// before it, in which matches behind it begin: less than a hundredth of the text
// all together, where a side copy (package seekable) takes a fifth, and made while
// the log is read for other reasons. Who reads on goes on decompressing; only who
// jumps begins at a mark. What a .mark file says is checked: with any doubt about
// its table Open gives a fault of kind Damaged, and the caller removes it; a mark in
// doubt is not used. The layout is in docs/formats.md.
package marks
