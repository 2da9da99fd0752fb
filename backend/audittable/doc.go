// Package audittable reads the export of another suite's audit page: a table of
// text, separated by commas, semicolons, tabs or bars, with English or Chinese
// headers.
//
//	text --Open--> Table{Header, Fingerprint} --Propose--> columns
//	       (the user corrects them)           --Read-----> []Row, []Problem
//
// Columns say for each header cell which field it fills. The caller remembers
// them by the header's fingerprint. A row that cannot be read is named by its
// line and skipped; it never takes others with it.
package audittable
