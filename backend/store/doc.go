// Package store keeps access and audit records in one SQLite database that
// anyone can read with the sqlite3 command.
//
//	ingest --Batch{rows, position}--> Ingest     (one transaction: never lost, never doubled)
//	desk   --Filter{query, time}----> Access, Audit --> Result{Page, Count, Facet, Histogram}
//	user   --Note, RecentSource-----> the same file, kept when a source is forgotten
//
// A record is what a server wrote; it stands At a file's offset, and that pair
// is its identity for ever. A position is the decoded byte up to which a file is
// stored. What a record said itself is kept apart (Recorded) from what holds
// after the directory, the places and the notes were asked, so that they can be
// asked again when they change without reading a log. The store knows by which
// revision of them the records of a source were looked up, also across a kill: one
// that was opened with another finds its records out of date.
//
// One connection writes, a few read. Readers see whole batches only.
package store
