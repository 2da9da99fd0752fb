// Package hold is deletion that can be undone.
//
// A file that is deleted is moved, by one rename on its own volume, into a
// batch under <root>/.cordwood-held and stays there for seven days:
//
//	[]Candidate --MakePlan--> Plan --Hold--> batch --Undo--> back in place
//	                                           |---Purge, PurgeDue--> gone
//
//	<root>/.cordwood-held/        0700
//	  01KAXG.../                  a batch: one deletion, named by a ULID
//	    info.json                 what lies here, where it was, when it is purged
//	    0001-email-2026-11-01.log.gz
//
// The order of a hold is what makes it safe at any crash: look at the file
// through a handle, hash it, record the intent, write and sync info.json, look
// again, rename without replacing, record the outcome. A line of info.json whose
// file is not in the batch was never moved, or came back already.
//
// Space is free only after a purge. MakeDue says which batches have come to their
// end: by their date, or, oldest first, while less than a tenth of the disk is
// free; PurgeDue ends one. Nobody ends a batch whose times cannot be believed.
// Held files are invisible to rules and scans.
package hold
