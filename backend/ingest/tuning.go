package ingest

import "time"

const (
	// sampleBytes is what the format is told from.
	sampleBytes = 64 << 10
	// skipBytes is how far behind a hole at a file's begin that is looked for: a tenth
	// of a second of reading.
	skipBytes = 256 << 20
	// typicalRatio is what compressed logs grow by when decoded; it serves the
	// percentage only.
	typicalRatio = 8
	// batchRows and batchBytes end a batch: about a tenth of a second of writing.
	batchRows  = 2000
	batchBytes = 4 << 20
	// quietly is the pause between two looks at the files when the source cannot
	// say that something changed.
	// retryAfter is the pause before a place that cannot be watched is looked at.
	retryAfter = time.Second
	// restingAfter is the silence after which a last line without its end is one.
	restingAfter = time.Minute
	// tenantsBytes is the largest tenants.csv: about 200,000 rows.
	tenantsBytes = 16 << 20
	// maxProblems bounds the list that a person reads.
	maxProblems = 1000
)
