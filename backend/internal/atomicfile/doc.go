// Package atomicfile replaces small state files so that a reader, and a crash
// at any moment, sees the old content or the new, never a mixture, and renames
// without ever replacing.
//
//	write .part (O_EXCL) -> fsync(file) -> rename over -> fsync(folder)
//
// A failed fsync is reported and never tried again: after the first failure the
// kernel may have dropped the pages and would call the second try a success.
package atomicfile
