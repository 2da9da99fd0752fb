// Package decode turns stored bytes into UTF-8 text.
//
//	stored bytes --Expand--> decompressed bytes --Charset.Text--> UTF-8
//	                 |                                |
//	              Budget                    stays as it is when it is UTF-8
//
// A Method is how a file is compressed; it is told by the first bytes, never by
// the name. A Charset is how its text is written. A Budget bounds what hostile
// or damaged input can cost: every decompressed byte is counted, through all
// nesting levels, and reading stops with a fault of kind Limit that says what
// was reached. What was read up to a stop, or up to the break in a damaged
// file, is always delivered first.
//
// Offsets count decompressed UTF-8 bytes from the start, a byte order mark
// excluded.
package decode
