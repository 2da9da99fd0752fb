// Package ingest conducts one source: it finds the files, says how each is
// read, watches them, and stores what they say about visits and operations.
//
//	source.Files --Scan--> Chains of Files      (bytes and Fielder: what the engine reads)
//	source.Files --Watch--> Changed(Chain)      (the caller tells the engine)
//	access and audit families --Scan--> records --enrich--> store.Batch{rows, position}
//
// A record is what one entry of an access or audit log says. Which family holds
// records is known by its name or found in its first lines. A batch holds at most
// 2,000 rows or 4 MiB and moves the file's stored position; whatever happens,
// reading goes on from there, and no record is stored twice. A file that cannot
// be read is a Problem of its own and never hides the others.
package ingest
