package ingest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
	"cordwood/backend/inflate"
	"cordwood/backend/parse"
	"cordwood/backend/source"
)

// Chain is a family's files, oldest first.
type Chain struct {
	Family string
	Known  bool // one of the families of the product
	Files  []*File
}

// File is one copy as a scan saw it: bytes with a format. It is never modified;
// a new scan makes new ones where something changed. It is a search.File.
type File struct {
	source *Source
	family string
	copy   source.Copy
	nature
}

// nature is what the first bytes of a file say; copies with one id share it.
type nature interface {
	of(ctx context.Context, f *File) (index.Fielder, Kind, error)
}

// ID is the file's fingerprint.
func (f *File) ID() event.FileID { return f.copy.ID }

// Name is the path relative to the source.
func (f *File) Name() string { return f.copy.Path }

// Live reports whether the server writes the file now.
func (f *File) Live() bool { return f.copy.Live }

// options are what its lines do not say about themselves.
func (f *File) options() parse.Options {
	clock := f.source.opt.Clocks[f.family]
	zone := clock.Zone
	if zone == nil {
		zone = f.source.Zone()
	}
	return parse.Options{Zone: zone, Ahead: clock.Ahead, Year: f.source.opt.Year, Format: f.source.opt.Format, Modified: f.copy.Modified, Name: f.copy.Path}
}

// growing reports whether its last entry may be incomplete. A writer that has
// been silent for restingAfter ended its last entry without a line end.
func (f *File) growing() bool { return f.copy.Live && time.Since(f.copy.Modified) < restingAfter }

// Moved reports whether a later scan saw it elsewhere, or not at all: what is read of it
// since then may be a copy's.
func (f *File) Moved() bool {
	l, ok := f.source.files.(source.Locator)
	return ok && l.Where(f.copy.ID) != f.copy.Path
}

// Copy is what the scan said.
func (f *File) Copy() source.Copy { return f.copy }

// Sequential reports whether reading from an offset means to decode what lies
// before it.
func (f *File) Sequential() bool { return f.copy.Compression != source.Plain }

// Bytes is about how many decoded bytes the file holds.
func (f *File) Bytes() int64 {
	if f.Sequential() {
		return f.copy.Stored * typicalRatio
	}
	return f.copy.Stored
}

// Stamp is what the stored copy looked like, and how it is read where that moves
// its text.
func (f *File) Stamp() string {
	stamp := fmt.Sprintf("%d %d", f.copy.Stored, f.copy.Modified.UnixNano())
	if c := decode.Charset(f.copy.Charset); !c.PassThrough() {
		stamp += " " + f.copy.Charset
	}
	return stamp
}

// Reader streams decoded bytes from offset to the present end.
func (f *File) Reader(ctx context.Context, offset event.Offset) (io.ReadCloser, error) {
	return f.open(ctx, func(in source.File) (io.ReadCloser, error) { return in.Reader(ctx, offset) })
}

// open begins a reader that closes the file at its end.
func (f *File) open(ctx context.Context, begin func(source.File) (io.ReadCloser, error)) (io.ReadCloser, error) {
	in, err := f.source.files.Open(ctx, f.copy.ID)
	if err != nil {
		return nil, f.heard(err)
	}
	r, err := begin(in)
	if err != nil {
		in.Close()
		return nil, f.heard(err)
	}
	return &opened{listener{r, f}, in}, nil
}

// Marked is Reader from the start; mark hears of places to read on from, if ok.
func (f *File) Marked(ctx context.Context, mark func(*inflate.Mark)) (r io.ReadCloser, ok bool, err error) {
	r, err = f.open(ctx, func(in source.File) (r io.ReadCloser, err error) {
		if m, can := in.(source.Markable); can {
			r, ok, err = m.Marked(ctx, mark)
			return r, err
		}
		return in.Reader(ctx, 0)
	})
	return r, ok, err
}

// Digest is what the copy says of its text without being decompressed, if ok.
func (f *File) Digest(ctx context.Context) (sum, length uint32, ok bool, err error) {
	in, err := f.source.files.Open(ctx, f.copy.ID)
	if err != nil {
		return 0, 0, false, f.heard(err)
	}
	defer in.Close()
	if d, can := in.(source.Digested); can {
		sum, length, ok, err = d.Digest(ctx)
	}
	return sum, length, ok, f.heard(err)
}

// Resume reads on from a place of Marked.
func (f *File) Resume(ctx context.Context, m *inflate.Mark) (io.ReadCloser, error) {
	return f.open(ctx, func(in source.File) (io.ReadCloser, error) {
		if from, can := in.(source.Markable); can {
			return from.Resume(ctx, m)
		}
		return nil, fault.New("read", fault.Unsupported, f.Name(), "", nil)
	})
}

// At reads decoded bytes anywhere, up to the present size; it is nil for a copy
// that cannot be read so.
func (f *File) At(ctx context.Context) (index.ReaderAtCloser, int64, error) {
	in, err := f.source.files.Open(ctx, f.copy.ID)
	if err != nil {
		return nil, 0, f.heard(err)
	}
	if p, ok := in.(source.Positional); ok {
		if at, ok := p.At(); ok {
			size, err := in.Size()
			return &openedAt{listenerAt{at, f}, in}, size, f.heard(err)
		}
	}
	return nil, 0, in.Close()
}

// Anywhere reports whether At gives anything.
func (f *File) Anywhere(ctx context.Context) (bool, error) {
	in, err := f.source.files.Open(ctx, f.copy.ID)
	if err != nil {
		return false, f.heard(err)
	}
	defer in.Close()
	p, ok := in.(source.Positional)
	if ok {
		_, ok = p.At()
	}
	return ok, nil
}

type openedAt struct {
	io.ReaderAt
	io.Closer
}

// opened closes the file with its reader: no handle stays open on a file that
// we do not own.
type opened struct {
	io.ReadCloser
	file source.File
}

func (o *opened) Close() error {
	err := o.ReadCloser.Close()
	if closing := o.file.Close(); err == nil {
		err = closing
	}
	return err
}

// Fielder is the parser that fits the file's first bytes.
func (f *File) Fielder(ctx context.Context) (index.Fielder, error) {
	p, _, err := f.of(ctx, f)
	return p, err
}

// firstBytes is the nature of one file, found once. Of an empty file nothing is
// found, and it is asked again.
type firstBytes struct {
	family string
	mu     sync.Mutex
	parser *parse.Parser
	kind   Kind
}

func (n *firstBytes) of(ctx context.Context, f *File) (index.Fielder, Kind, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.parser != nil {
		return n.parser, n.kind, nil
	}
	r, err := f.Reader(ctx, 0)
	if err != nil {
		return nil, None, err
	}
	defer r.Close()
	sample, empty, err := sampleOf(r, sampleBytes)
	if err != nil {
		return nil, None, err
	}
	if ctx.Err() != nil {
		return nil, None, fault.New("read", fault.Stopped, f.Name(), "", ctx.Err())
	}
	p := parse.Detect(sample, f.options())
	kind := kindOf(n.family, p, sample)
	if !empty {
		n.parser, n.kind = p, kind
	}
	return p, kind, nil
}

// sampleOf reads the first n bytes of a text, or fewer where it ends or breaks;
// behind the hole that it may begin with, unless that is longer than skipBytes. The
// error says why there is none at all.
func sampleOf(r io.Reader, n int) (sample []byte, empty bool, err error) {
	buf := make([]byte, n)
	got, err := io.ReadFull(r, buf)
	if got == 0 && err != io.EOF {
		return nil, true, err
	}
	rest := bytes.TrimLeft(buf[:got], "\x00")
	if got-len(rest) < index.HoleBytes {
		return buf[:got], got == 0, nil
	}
	for skipped := got; len(rest) == 0 && err == nil && skipped < skipBytes; skipped += got {
		got, err = io.ReadFull(r, buf)
		rest = bytes.TrimLeft(buf[:got], "\x00")
	}
	got = copy(buf, rest)
	if err == nil {
		var more int
		more, _ = io.ReadFull(r, buf[got:]) // a file that breaks here is told from what it has
		got += more
	}
	return buf[:got], false, nil
}
