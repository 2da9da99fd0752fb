package search

import (
	"context"
	"io"
	"math"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
	"cordwood/backend/inflate"
	"cordwood/backend/marks"
	"cordwood/backend/seekable"
)

// Markable is a File that may be read on from places in its middle, once they
// were told: a compressed copy whose stored bytes lie in one piece.
type Markable interface {
	// Marked is Reader from the start; mark hears of such places on the way, if ok.
	Marked(ctx context.Context, mark func(*inflate.Mark)) (r io.ReadCloser, ok bool, err error)
	// Resume is Reader from such a place.
	Resume(ctx context.Context, m *inflate.Mark) (io.ReadCloser, error)
}

// beside is a compressed copy that is read anywhere, by what is kept of it.
type beside struct {
	File
	side side
}

// side is what is kept: marks in the copy, or a side copy.
type side interface {
	io.Closer
	Size() int64 // of the decoded text
	reader(ctx context.Context, src File, at event.Offset) (io.ReadCloser, error)
	anywhere(ctx context.Context, src File) index.ReaderAtCloser
	// stride is how much is best read at once: a jump costs so much less.
	stride() int64
}

// Sequential is false.
func (b *beside) Sequential() bool { return false }

// Bytes of the decoded text.
func (b *beside) Bytes() int64 { return b.side.Size() }

// Reader reads from any place.
func (b *beside) Reader(ctx context.Context, at event.Offset) (io.ReadCloser, error) {
	return b.side.reader(ctx, b.File, at)
}

// At reads anywhere.
func (b *beside) At(ctx context.Context) (index.ReaderAtCloser, int64, error) {
	return b.side.anywhere(ctx, b.File), b.side.Size(), nil
}

// of is the side for the copy as it is called now, if that is still the same.
func (b *beside) of(src File, stamp string) *beside {
	if stamp == "" || stampOf(src) != stamp {
		return nil
	}
	return &beside{src, b.side}
}

// sideIdentity names the state of a copy that a side was made from.
func sideIdentity(src File, stamp string) string { return string(src.ID()) + " " + stamp }

// sides are the kinds, the better ones first.
var sides = []struct {
	kind string
	open func(path, identity string, src File) (side, error)
}{
	{"mark", func(path, identity string, src File) (side, error) {
		if _, ok := src.(Markable); !ok {
			return nil, fault.New("read", fault.Unsupported, src.Name(), "", nil)
		}
		m, err := marks.Open(path, identity)
		return marked{m}, err
	}},
	{"zst", func(path, identity string, _ File) (side, error) {
		c, err := seekable.Open(path, identity)
		return copied{c}, err
	}},
}

// marked reads the copy itself, from marks on.
type marked struct{ *marks.File }

func (m marked) reader(ctx context.Context, src File, at event.Offset) (io.ReadCloser, error) {
	return m.Reader(ctx, src.(markedFile), at)
}

func (m marked) anywhere(ctx context.Context, src File) index.ReaderAtCloser {
	return m.At(ctx, src.(markedFile))
}

func (marked) stride() int64 { return markedBytes }

type markedFile interface {
	File
	Markable
}

// copied reads a side copy.
type copied struct{ *seekable.File }

func (c copied) reader(ctx context.Context, _ File, at event.Offset) (io.ReadCloser, error) {
	return c.Reader(ctx, at)
}

func (c copied) anywhere(context.Context, File) index.ReaderAtCloser { return lent{c} }

func (copied) stride() int64 { return runBytes }

// lent is not closed by who reads it.
type lent struct{ io.ReaderAt }

func (lent) Close() error { return nil }

// stride is how many bytes of the file are best read at once by one goroutine,
// while another reads others; of a file with one reader, all.
func (f *file) stride(ctx context.Context) int64 {
	src := f.source()
	if b, ok := src.(*beside); ok {
		return b.side.stride()
	}
	if f.positional(ctx, src) {
		return runBytes
	}
	return math.MaxInt64
}
