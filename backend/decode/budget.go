package decode

import (
	"io"
	"sync/atomic"

	"cordwood/backend/fault"
)

// Budget counts what one opened file or bundle has cost so far, over all its
// streams and nesting levels. A level is one container around the data: a
// compressed stream, a tar, a zip. Safe for use by several goroutines.
type Budget struct {
	limits Limits
	spent  *spent
	depth  int
}

// spent is shared by all levels of one Budget.
type spent struct{ stored, decoded, entries atomic.Int64 }

// NewBudget starts counting at zero.
func NewBudget(l Limits) *Budget { return &Budget{limits: l, spent: new(spent)} }

// Exceeded is the cause of a fault of kind Limit.
type Exceeded struct {
	What        string // "ratio", "decompressed bytes", "entries", "nesting", "window"
	Limit, Seen int64
}

func (e *Exceeded) Error() string { return e.Words().String() }

// Words is the sentence for it.
func (e *Exceeded) Words() fault.Said {
	switch e.What {
	case "ratio":
		return fault.Say("stopped: the limit of {0} for ratio was reached (seen {1})", e.Limit, e.Seen)
	case "nesting":
		return fault.Say("stopped: the limit of {0} for nesting was reached (seen {1})", e.Limit, e.Seen)
	case "window", "xz dictionary":
		return fault.Say("stopped: it needs more than {0} bytes of memory to be unpacked", e.Limit)
	case "entries":
		return fault.Say("stopped: the limit of {0} for entries was reached (seen {1})", e.Limit, e.Seen)
	}
	return fault.Say("stopped: the limit of {0} for decompressed bytes was reached (seen {1})", e.Limit, e.Seen)
}

func exceeded(path, what string, limit, seen int64) error {
	return fault.New("read", fault.Limit, path, "what was read up to here stays usable", &Exceeded{what, limit, seen})
}

// Descend is the budget for what lies inside the container called path.
func (b *Budget) Descend(path string) (*Budget, error) {
	inner := &Budget{limits: b.limits, spent: b.spent, depth: b.depth + 1}
	if inner.depth > b.limits.Depth {
		return nil, exceeded(path, "nesting", int64(b.limits.Depth), int64(inner.depth))
	}
	return inner, nil
}

// Entry counts one entry of an archive.
func (b *Budget) Entry(path string) error {
	if n := b.spent.entries.Add(1); n > b.limits.Entries {
		return exceeded(path, "entries", b.limits.Entries, n)
	}
	return nil
}

// Allow reports whether n entries more would be too many, before they are read.
func (b *Budget) Allow(n int64, path string) error {
	if n += b.spent.entries.Load(); n > b.limits.Entries || n < 0 {
		return exceeded(path, "entries", b.limits.Entries, n)
	}
	return nil
}

// Decoded is the number of decompressed bytes so far.
func (b *Budget) Decoded() int64 { return b.spent.decoded.Load() }

// Stored counts the bytes that come from the disk itself, which the ratio is
// measured against. It belongs around the outermost reader only.
func (b *Budget) Stored(r io.Reader) io.Reader { return &storedReader{r, b.spent} }

// StoredAt is Stored for positional reads.
func (b *Budget) StoredAt(r io.ReaderAt) io.ReaderAt { return &storedAt{r, b.spent} }

type storedReader struct {
	r     io.Reader
	spent *spent
}

func (s *storedReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.spent.stored.Add(int64(n))
	return n, err
}

type storedAt struct {
	r     io.ReaderAt
	spent *spent
}

func (s *storedAt) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.r.ReadAt(p, off)
	s.spent.stored.Add(int64(n))
	return n, err
}

// Meter counts r's bytes as decompressed ones and ends them with a fault of
// kind Limit when a limit is reached; path names the stream in it.
func (b *Budget) Meter(r io.Reader, path string) io.Reader {
	return &meter{r: r, b: b, path: path, stored: b.spent.stored.Load()}
}

type meter struct {
	r      io.Reader
	b      *Budget
	path   string
	stored int64 // stored bytes when this stream began
	seen   int64
	err    error
}

func (m *meter) Read(p []byte) (int, error) {
	if m.err != nil {
		return 0, m.err
	}
	n, err := m.r.Read(p)
	m.seen += int64(n)
	total := m.b.spent.decoded.Add(int64(n))
	// A stream that ends exactly here has kept its limits.
	if err == nil {
		m.err = m.check(total)
	}
	return n, err
}

func (m *meter) check(total int64) error {
	l := m.b.limits
	if m.seen > l.Entry {
		return exceeded(m.path, "decompressed bytes of one entry", l.Entry, m.seen)
	}
	if total > l.Total {
		return exceeded(m.path, "decompressed bytes", l.Total, total)
	}
	if m.seen > l.RatioAfter {
		stored := max(1, m.b.spent.stored.Load()-m.stored)
		if ratio := m.seen / stored; ratio > l.Ratio {
			return exceeded(m.path, "ratio", l.Ratio, ratio)
		}
	}
	return nil
}
