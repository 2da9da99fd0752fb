package tail

import (
	"context"
	"io"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/parse"
	"cordwood/backend/search"
	"cordwood/backend/source"
)

// file is a copy as one scan saw it.
type file struct {
	files source.Files
	copy  source.Copy
	yard  *yard
}

func (f *file) ID() event.FileID { return f.copy.ID }
func (f *file) Name() string     { return f.copy.Path }
func (f *file) Live() bool       { return f.copy.Live }
func (f *file) Moved() bool      { return f.files.(source.Locator).Where(f.copy.ID) != f.copy.Path }
func (f *file) Sequential() bool { return f.copy.Compression != source.Plain }

func (f *file) Fielder(context.Context) (search.Fielder, error) {
	return parse.Detect([]byte("2026-11-22 08:00:00.000 INFO  [main] a.B - x\n"), parse.Options{Zone: time.UTC}), nil
}

type closing struct {
	io.Reader
	close func() error
}

func (c closing) Close() error { return c.close() }

func (f *file) Reader(ctx context.Context, at event.Offset) (io.ReadCloser, error) {
	f.amid()
	in, err := f.files.Open(ctx, f.copy.ID)
	f.amid()
	if err != nil {
		return nil, err
	}
	r, err := in.Reader(ctx, at)
	if err != nil {
		in.Close()
		return nil, err
	}
	return closing{amid{r, f}, func() error { r.Close(); return in.Close() }}, nil
}

type readerAt struct {
	io.ReaderAt
	io.Closer
}

func (f *file) At(ctx context.Context) (index.ReaderAtCloser, int64, error) {
	f.amid()
	in, err := f.files.Open(ctx, f.copy.ID)
	f.amid()
	if err != nil {
		return nil, 0, err
	}
	if at, ok := in.(source.Positional).At(); ok {
		size, err := in.Size()
		return readerAt{at, in}, size, err
	}
	return nil, 0, in.Close()
}

func (f *file) amid() {
	if f.yard.amid != nil {
		f.yard.amid()
	}
}

// amid lets things happen before each read.
type amid struct {
	io.Reader
	f *file
}

func (r amid) Read(p []byte) (int, error) {
	r.f.amid()
	return r.Reader.Read(p)
}
