// Package parse turns the lines of a log file into events.
//
//	sample --Detect--> Parser          once a file, from its first bytes
//	line   --Head--->  starts an entry?
//	entry  --Event-->  time, level, body, fields
//	entry  --Peek--->  time, level
//	line   --Skim--->  starts an entry? and if so, its time and level
//
// A format says how entries look. Most formats are data: one JSON file under
// formats/, with samples that are its test. Such a format lists patterns, tried
// in order, of one of three sorts:
//
//   - a shape names the columns of a head line, "{time} [{thread}] {level} {logger} - {body}";
//   - a head is an RE2 expression with named captures, where a shape cannot say it;
//   - columns are named values between separators (CSV, pipes, W3C).
//
// What data cannot say is Go: JSON lines, logfmt, syslog, access logs, W3C, XML,
// the wrapping of container runtimes (whose inner lines have a format of their own),
// and plain text.
//
// The head line is the first line of an entry; continuation lines belong to the
// entry above. A level comes from a level column or an explicit level key; it is
// never guessed from words in a message. A time comes from the entry; it is never
// taken from the file system, except the year that a stamp leaves out.
//
// The first pass over a file wants only what Skim tells, and wants it fast. A look
// reads a line from its left end and stops where time and level are settled; what
// it remembers of the last lines (the text of the last stamp, the way through the
// patterns, the members of a record) saves reading, and changes no result. Whatever it does not know it leaves to the slower way, so that
// the two always agree; that is its test.
//
// Parsers hold no state that changes a result, and may be used from many
// goroutines. A look belongs to one.
package parse
