// Package source is the contract of a place that holds log files: a folder, or
// a bundle read in place. It knows families, chains and bytes, and nothing of
// formats.
//
//	Files --Scan--> Inventory{Families{Copies}, Skipped, Companions}
//	Files --Open(FileID)--> File --Reader(offset)--> decoded UTF-8 bytes
//
// Opening and scanning never write into the place. Every source passes
// sourcetest.
package source

import (
	"context"
	"io"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/inflate"
)

// Files is one opened place. Its methods may be called from any goroutine.
type Files interface {
	// Name is what a person calls it: the folder's or the bundle's path.
	Name() string
	// Live reports whether the files can grow: true for a folder, false for a
	// bundle, which nothing may change.
	Live() bool
	// Scan lists what is there now. A file that cannot be read is listed with
	// its Problem, or in Skipped; the error is for the place as a whole.
	Scan(ctx context.Context) (*Inventory, error)
	// Open opens one file of the last Scan. The caller closes it.
	Open(ctx context.Context, id event.FileID) (File, error)
	// Stored reads one file's bytes as they lie there, for copying it out. The
	// caller closes it.
	Stored(ctx context.Context, id event.FileID) (io.ReadCloser, error)
	// Watch calls changed, at most four times a second, after something in the
	// place changed, until ctx ends. A bundle returns at once.
	Watch(ctx context.Context, changed func()) error
	// Close releases what the place holds open.
	Close() error
}

// Locator is a place whose copies move: Where is the path of one in the last Scan,
// empty when it is not there.
type Locator interface {
	Where(id event.FileID) string
}

// Inventory is a snapshot; it is not modified after it was returned.
type Inventory struct {
	Families   []Family // known families first in product order, then by name
	Skipped    []Skipped
	Companions []Companion
	Entries    int   // files looked at
	Bytes      int64 // sum of the copies' stored sizes
}

// Family is one logical log with all its copies, oldest first, live file last.
type Family struct {
	Name   string // base stem: "application", "access_log"
	Known  bool   // one of the ten of product.md
	Copies []Copy
}

// Compression of a stored file.
type Compression string

const (
	Plain Compression = ""
	Gzip  Compression = "gzip"
	Zstd  Compression = "zstd"
	Xz    Compression = "xz"
	Bzip2 Compression = "bzip2"
	Zip   Compression = "zip" // a single-entry zip, as logback writes
)

// Copy is one stored file of a family.
type Copy struct {
	ID          event.FileID
	Path        string // relative to the place, slash separated; a label in a bundle
	Stored      int64  // bytes as stored
	Modified    time.Time
	Compression Compression
	Charset     string    // "utf-8", "gb18030"; "us-ascii" while nothing tells it from UTF-8
	Live        bool      // the file that the server writes now
	Date        time.Time // taken from the name; zero when it has none
	Index       int       // taken from the name; 0 when it has none
	// Problem says why the copy cannot be read ("permission denied", "binary",
	// "damaged: ..."); empty when it can. A damaged file is readable up to the break.
	Problem fault.Said
}

// Skipped is something in the place that is no log file.
type Skipped struct {
	Path   string
	Reason fault.Said
}

// Companion is a file beside the logs that Cordwood understands, as IsCompanion
// knows them.
type Companion struct {
	Name string // base name
	Path string
	Size int64
}

// File is one opened copy, seen as decoded UTF-8 text. Safe for use by several
// goroutines.
type File interface {
	// Size is the number of decoded bytes if it is known without reading
	// (plain UTF-8 files), else -1. A live file's Size grows.
	Size() (int64, error)
	// Reader streams decoded bytes from offset to the present end. Plain files
	// seek; compressed ones read up to offset first. It ends with io.EOF, or
	// with a *fault.Error that says where and why it stopped. The caller closes it.
	Reader(ctx context.Context, offset event.Offset) (io.ReadCloser, error)
	// Identity changes when the path no longer holds the same file (rotation,
	// truncation, replacement); the caller then opens again.
	Identity() (event.FileID, error)
	Close() error
}

// Positional is a File that may be read anywhere at the same price: where ok is
// true, at gives its decoded bytes while the File is open, and Size is known.
type Positional interface {
	At() (at io.ReaderAt, ok bool)
}

// Markable is a File that may be read on from places in its middle.
type Markable interface {
	// Marked is Reader from the start; mark hears of such places on the way, if ok.
	Marked(ctx context.Context, mark func(*inflate.Mark)) (r io.ReadCloser, ok bool, err error)
	// Resume is Reader from such a place to the end.
	Resume(ctx context.Context, m *inflate.Mark) (io.ReadCloser, error)
}

// Digested is a File that may tell what text it holds without decompressing it:
// its length modulo 2^32 and its CRC-32, if ok.
type Digested interface {
	Digest(ctx context.Context) (sum, length uint32, ok bool, err error)
}

// CompanionReader is implemented by sources that can read companions whole,
// up to limit bytes.
type CompanionReader interface {
	ReadCompanion(ctx context.Context, path string, limit int64) ([]byte, error)
}
