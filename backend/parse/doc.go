// Package parse turns the lines of a log file into events.
//
//	sample --Detect--> Parser          once a file, from its first bytes
//	line   --Head--->  starts an entry?
//	entry  --Event-->  time, level, body, fields
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
// Parsers hold no state between calls and may be used from many goroutines.
package parse
