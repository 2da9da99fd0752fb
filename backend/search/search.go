// Package search is the contract of the engine that answers a query over
// chains of log files, and its run over them. The desks know only Engine.
//
//	Spec{chains, query, time} --Open--> Result{total, covered}
//	Result --Rows(from, n)--> entries      (positions in the result)
//	Result --Histogram/Levels/Facet--> counts
//	Sieve{query, time} --Sift--> matches as they are found, or how many
//
// Both look at raw bytes: the times and levels of blocks that are known rule them out
// or count them, a skip filter rules pages out, a finder goes to where the
// query's texts and expressions stand, and a comb looks at the entries around them.
//
// A file is divided into blocks of whole entries. A result keeps one count a
// block, never a list of rows, so that ten million matches cost as little as
// ten; a page is made by matching its block again.
package search

import (
	"context"
	"io"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
	"cordwood/backend/query"
)

// Fielder understands the entries of one file; parse.Parser is one. It is
// declared in index, so that who makes files need not know search.
type Fielder = index.Fielder

// File is one copy of a chain as the engine reads it, comparable with ==: the
// same File says that nothing about the copy changed. It may also be Sequential
// and Sized.
type File interface {
	ID() event.FileID
	Name() string // shown to people: the path relative to the source
	Live() bool
	Reader(ctx context.Context, offset event.Offset) (io.ReadCloser, error)
	// Fielder is chosen from the file's first bytes, once.
	Fielder(ctx context.Context) (Fielder, error)
}

// Sequential is a File that may have to read all that lies before an offset to
// get there: a compressed copy.
type Sequential interface{ Sequential() bool }

// Sized is a File that knows about how many decoded bytes it holds, for the
// percentage only.
type Sized interface{ Bytes() int64 }

// Chain is a family's files, oldest first. A part of a family is a chain of its
// own under the family's name, NUL, and any text.
type Chain struct {
	Family string
	Files  []File
}

// Spec asks for the entries that match Query in Range, in chain order; several
// chains are merged by time, entries without a time that counts (index.Rising) stay
// behind the entry above them in their file.
type Spec struct {
	Chains []Chain
	Query  *query.Query // nil matches all
	Range  event.TimeRange
}

// Engine opens results over one source, in which a family is one chain.
type Engine interface {
	// Open returns before the scan ends. The end of ctx stops the scan, within a
	// block: a newer request for the same place on screen cancels the older.
	Open(ctx context.Context, spec Spec) (Result, error)
	// Grow tells the engine that files of the chain grew or were replaced;
	// open results take the new entries in.
	Grow(chain Chain)
	// Summary reads (or remembers) the first pass over one chain.
	Summary(ctx context.Context, chain Chain) (Summary, error)
	// Sift answers without a result that stays open; see Local.
	Sift(ctx context.Context, chains []Chain, s Sieve, take func(*Found) bool) (int64, []Notice, error)
	// Index reads the chains and waits until all that is kept of them is made.
	Index(ctx context.Context, chains []Chain) (Indexed, error)
	Close() error
}

// Indexed says what Index did.
type Indexed struct {
	Files         int
	Bytes         int64 // decoded
	Lines, Events int64
	Open          time.Duration // of the first pass
	Filter        time.Duration // of the second, behind it
	Kept          int64         // bytes in the cache folder
	Problems      []Notice
}

// Result is one open answer. A row's position never changes while the result is
// open, unless Rev changed. Of each chain the newest file is read first: rows of
// older files come in front, each file at once when all of it was read, at
// positions below those before. Of several chains, rows are shown once the newest file
// of each was read, as far back as all of them are known.
type Result interface {
	// State is cheap and may be asked for at any time.
	State() State
	// Rows returns up to n rows (n <= 1000) from position from; none outside
	// [Start, Start+Total).
	Rows(ctx context.Context, from int64, n int) ([]Row, error)
	// Seek is the position of the first row at or after the time or line; ok is
	// false when there is none (the position is then that of the end).
	SeekTime(ctx context.Context, t time.Time) (pos int64, ok bool, err error)
	SeekLine(ctx context.Context, file event.FileID, line event.Line) (pos int64, ok bool, err error)
	// Histogram counts matches by time bucket and level band, over what is covered, in
	// at most so many buckets, which begin where hours, days and weeks of the zone do.
	Histogram(ctx context.Context, buckets int, zone *time.Location) (Histogram, error)
	// Facet counts the values of a field, most frequent first, at most limit. It
	// knows "level" and "file" (the family) besides the fields of entries, see index.Field.
	Facet(ctx context.Context, field string, limit int) (Facet, error)
	// Done is closed when the scan has ended (at the end, by Close, or by an error).
	Done() <-chan struct{}
	Close()
}

// State says what the answer covers.
type State struct {
	Rev     int64 // rises when rows already given may have changed (rotation, truncation)
	Start   int64 // position of the first row, never negative; falls when older files are read
	Total   int64 // matches so far
	Exact   bool  // the scan is complete
	Scanned int64 // entries looked at
	Percent int   // of the bytes
	Behind  int64 // about how many decoded bytes are there that were not looked at
	Levels  [7]int64
	First   time.Time // of the matches that are shown
	Last    time.Time
	From    time.Time // of the entries looked at, matches or not, from where all chains are known
	To      time.Time
	Notices []Notice // per file: damaged, truncated, unreadable
	Breaks  []Break  // of several chains only once the scan is complete
	Lacking []string // fields that the query asks for and no entry had that was looked at for them
	Err     error
}

// Break is where a file could not be read on.
type Break struct {
	Pos  int64 // of the row below the file's last one
	Line int64 // lines of the file that were read
	Notice
}

// Notice is something true about the answer that its reader must know.
type Notice struct {
	File string
	Kind string // fault kind, "rotated", "truncated", "removed", "cut"
	Text string // whole, in English
	Said fault.Said
}

// Broken is the notice of a file that could not be read whole.
func Broken(file string, err error) Notice {
	return Notice{file, string(fault.KindOf(err)), err.Error(), fault.Why(err)}
}

// TooLong is the notice of a file with an entry of which only the begin was searched.
func TooLong(file string) Notice {
	return told(file, "cut", fault.Say("an entry is longer than 1 MiB; only its first 1 MiB was searched"))
}

// Emptied is the notice of a file that lost its text, seen at a time.
func Emptied(file string, at time.Time) Notice {
	return told(file, "truncated", fault.Say("the file was emptied or replaced at {0}", at.Format(time.TimeOnly)))
}

func told(file, kind string, what fault.Said) Notice {
	return Notice{file, kind, what.String(), what}
}

// Row is one matching entry.
type Row struct {
	Pos    int64
	Family string
	File   event.FileID
	Name   string // file name, for citing
	Text   string // the entry as it stands in the file, its lines joined by \n; at most index.MaxText
	event.Event
}

// Beyond is how many bytes of the entry Text does not have, 0 when it has them all.
func (r *Row) Beyond() int64 { return beyond(r.Text, r.Length, r.Lines) }

// Histogram has a bucket from each edge to the next; Counts[i][band] with band 0..6.
type Histogram struct {
	Rev     int64         // of the State it belongs to
	Edges   []time.Time   // one more than buckets; none without a time
	Step    time.Duration // of a bucket; where clocks are changed one is an hour shorter or longer
	Counts  [][7]int64
	Untimed int64
}

// Facet lists values with counts; Others is the number of matches whose value
// is not listed, Missing of those without the field.
type Facet struct {
	Field   string
	Values  []Value
	Others  int64
	Missing int64
	Exact   bool
}

// Value of a facet.
type Value struct {
	Text  string
	Count int64
}

// Summary of one chain or file after its first pass.
type Summary struct {
	Lines, Entries int64
	Bytes          int64 // decoded
	First, Last    time.Time
	Levels         [7]int64
	Files          []FileSummary
}

// FileSummary is the first pass over one file.
type FileSummary struct {
	ID             event.FileID
	Name, Format   string
	Lines, Entries int64
	Bytes          int64
	First, Last    time.Time
	Levels         [7]int64
	Problem        error // why it could not be read whole; nil when it was
}
