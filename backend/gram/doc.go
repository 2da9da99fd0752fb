// Package gram tells which pages of a log cannot contain a text, without
// reading them.
//
// A gram is four bytes in a row, ASCII letters made small, or, a long one, a byte
// and four numerals: digits, and what stands between them in dates and addresses. Of a
// log full of numbers nearly every page has the four digits of an id; the long grams
// tell those apart, and are few (docs/decisions/0011). A page is a run of
// whole entries of one file, several blocks, about PageBytes of decoded text; the
// caller cuts. A Filter is the set of a page's grams, each hashed to one of 65,536 slots of its kind:
// what it does not have is surely not in the page, what it has may be a chance.
//
//	text of a page --Builder--> Filter --Writer--> .gram file --File.Ask--> Pages
//	                               |                                ^
//	                               +---------- Ask.May <--- Ask <---+--- groups of folded texts (query.Literals)
//
// An Ask is what a query needs at least: of each group one text. Only those
// bytes of a text are asked for that are written in one way however a query
// folds case: ASCII, and characters without cases such as Chinese; of ASCII,
// k and s are also written U+212A and U+017F, which the Builder reads as
// letters. So a page with a match is never ruled out.
//
// The file is laid out by slot (docs/formats.md): an Ask reads some ten blocks
// of at most 8 KiB of each segment, fewer where they soon rule all pages out.
package gram
