// Package migration holds the steps that build the event store's schema. A step
// is one SQL file; after a release it is never edited, only followed by another.
package migration

import "embed"

// Files are the steps: NNNN_what.sql, applied in lexical order. The number is
// the user_version that the database has after the step.
//
//go:embed *.sql
var Files embed.FS
