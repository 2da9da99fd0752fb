// Package sidefile is the frame of the files that are derived from a log and
// kept in the cache folder: they may be lost or refused at any time, never
// believed when in doubt. The layout is in docs/formats.md.
//
//	Writer  body, a table that describes it, an identity, a footer; renamed into place whole
//	File    the checked table, and the body by position
//
// A body is made of pieces, each compressed and summed by itself. The table is
// checked when the file is opened, a piece when it is read.
package sidefile
