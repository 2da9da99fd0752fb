// Package change shows the difference between two values of a record so that a
// manager can read it: field by field, lists by what came and went, numbers with
// their distance, secrets masked.
//
//	before, after (JSON text) --Of--> []Field, in the order of the record
//
// A field is a value that is not itself an object. A path leads to it: keys
// joined by dots, items of a list in brackets, by their id where they have one.
package change
