// Package bundle is the source of a shipped archive, read in place: zip, tar,
// and tar in gzip, zstd, xz or bzip2, with archives inside archives.
//
//	Bundle --enter--> archive --next--> entry --enter--> archive ...
//	                                      |
//	                                    decode --> a log's text
//
// Nothing is ever written to a disk. The names of entries are labels: they are
// shown, and never become a path. Links and devices are listed and refused. One
// decode.Budget counts what a scan, or the reading of one entry, costs through
// all levels; where it ends, what was listed or read before stays usable.
package bundle
