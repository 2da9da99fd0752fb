package decode

import (
	"bufio"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/mikelolasagasti/xz"

	"cordwood/backend/fault"
	"cordwood/backend/inflate"
)

// Expand decompresses r, through as many layers as there are, and reports the
// outermost Method. Plain bytes pass through. path names the stream in errors.
// The reader ends with io.EOF, with a fault Damaged that names the place, or
// with a fault Limit; all that could be read before is delivered first. At the
// outermost level of b it counts r's bytes as stored ones.
func Expand(r io.Reader, path string, b *Budget) (io.ReadCloser, Method, error) {
	e, m, err := unpack(r, path, b, nil)
	if err != nil {
		return nil, m, err
	}
	return e, m, nil
}

// unpack is Expand; of a gzip stream that is the outermost layer, mark hears of
// the marks.
func unpack(r io.Reader, path string, b *Budget, mark func(*inflate.Mark)) (*expanded, Method, error) {
	if b.depth == 0 {
		r = b.Stored(r)
	}
	outer := Plain
	var closers closeAll
	for {
		in := bufio.NewReaderSize(r, 32<<10)
		head, err := in.Peek(10)
		if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
			closers.Close()
			return nil, outer, err
		}
		m := DetectMethod(head)
		if m == Plain {
			return &expanded{in, closers}, outer, nil
		}
		if b, err = b.Descend(path); err != nil {
			closers.Close()
			return nil, outer, err
		}
		layer, err := newLayer(in, m, path, mark)
		if err != nil {
			closers.Close()
			return nil, m, err
		}
		if outer == Plain {
			outer = m
		}
		closers = append(closers, layer)
		r, mark = b.Meter(layer, path), nil
	}
}

type expanded struct {
	*bufio.Reader
	closeAll // the layers
}

type closeAll []io.Closer

func (c closeAll) Close() error {
	var err error
	for i := len(c) - 1; i >= 0; i-- {
		err = errors.Join(err, c[i].Close())
	}
	return err
}

// layer is one decompressor. It turns the errors and panics of the libraries
// into faults that name the place.
type layer struct {
	path   string
	method Method
	in     *counted
	start  func(io.Reader) (io.Reader, error) // reads the header
	r      io.Reader
	out    int64
	err    error
}

func newLayer(in *bufio.Reader, m Method, path string, mark func(*inflate.Mark)) (*layer, error) {
	l := &layer{path: path, method: m, in: &counted{r: in}}
	switch m {
	case Gzip:
		l.start = func(r io.Reader) (io.Reader, error) {
			z := inflate.NewReader(r)
			if mark != nil {
				z.Mark(markBytes, mark)
			}
			return z, nil
		}
	case Zstd:
		l.start = func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r, ZstdOptions()...) }
	case Xz:
		l.start = func(r io.Reader) (io.Reader, error) { return xz.NewReader(r, maxXzDict) }
	case Bzip2:
		l.start = func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil }
	case Zip:
		l.start = func(r io.Reader) (io.Reader, error) { return newZipEntry(r) }
	default:
		return nil, fault.New("read", fault.Unsupported, path, "", fault.Say("compression {0}", m))
	}
	return l, nil
}

// ZstdOptions keep a hostile header from allocating more than 8 MiB.
func ZstdOptions() []zstd.DOption {
	return []zstd.DOption{
		zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxWindow),
	}
}

func (l *layer) Read(p []byte) (n int, err error) {
	if l.err != nil {
		return 0, l.err
	}
	defer func() {
		if v := recover(); v != nil {
			n, err = 0, l.fail(fmt.Errorf("the decoder gave up: %v", v))
		}
	}()
	if l.r == nil {
		r, err := l.start(l.in)
		if err != nil {
			return 0, l.fail(err)
		}
		l.r = r
	}
	n, err = l.r.Read(p)
	l.out += int64(n)
	if err != nil && err != io.EOF {
		err = l.fail(err)
	}
	return n, err
}

// fail keeps faults from below (a limit, a read error) and gives all others
// their place.
func (l *layer) fail(err error) error {
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		l.err = f
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		l.err = fault.New("read", fault.Limit, l.path, "compress it again without --long or --ultra",
			&Exceeded{"window", maxWindow, maxWindow + 1})
	case errors.Is(err, xz.ErrMemlimit):
		l.err = exceeded(l.path, "xz dictionary", maxXzDict, maxXzDict+1)
	default:
		at := l.in.n
		if d := (*inflate.Damage)(nil); errors.As(err, &d) {
			at, err = d.At, errors.New(d.Why) // it has read ahead
		}
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		l.err = fault.New("read", fault.Damaged, l.path, "everything before the break is shown",
			l.damage(at, err))
	}
	return l.err
}

// damage says where the stream broke, unless we know better what it is.
func (l *layer) damage(at int64, err error) error {
	switch own := (fault.Said{}); {
	case errors.As(err, &own):
		return own
	case err == io.ErrUnexpectedEOF:
		return fault.Say("{0} damaged at byte {1}, after {2} decompressed bytes: it ends early", l.method, at, l.out)
	}
	return fault.Say("{0} damaged at byte {1}, after {2} decompressed bytes: {3}", l.method, at, l.out, err)
}

func (l *layer) Close() error {
	switch r := l.r.(type) {
	case *zstd.Decoder:
		r.Close()
	case io.Closer:
		// The error repeats what Read has reported.
		_ = r.Close()
	}
	return nil
}

// counted counts compressed bytes. It stays a ByteReader, so that the
// libraries do not put another buffer in front of it.
type counted struct {
	r *bufio.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counted) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}
