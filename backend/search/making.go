package search

import (
	"context"
	"errors"
	"io"

	"cordwood/backend/event"
	"cordwood/backend/gram"
	"cordwood/backend/inflate"
	"cordwood/backend/marks"
	"cordwood/backend/seekable"
)

// making is what is made of the text of a copy while it is read for the first
// time, or once more: the skip filter of its pages and, of a compressed copy, marks
// or a side copy. It belongs to one reading; an error of its own ends the making,
// never the reading.
type making struct {
	f      *file
	src    File
	stamp  string
	epoch  int
	filter *gram.Writer
	err    error // of the filter
	marked bool  // the copy tells marks
	marks  *marks.Writer
	copy   *seekable.Writer
	failed error // of marks and copy: who decompresses is not who filters
}

func (f *file) making(src File) making {
	return making{f: f, src: src, stamp: stampOf(src), epoch: f.x.Snapshot().Epoch}
}

// text reads a compressed copy from its start. On the way marks are made, or a side
// copy where it tells none.
func (m *making) text(ctx context.Context) (r io.ReadCloser, err error) {
	if src, ok := m.src.(Markable); ok {
		r, m.marked, err = src.Marked(ctx, m.mark)
	} else {
		r, err = m.src.Reader(ctx, 0)
	}
	if err != nil || m.marked {
		return r, err
	}
	m.copy, m.failed = create(m.f, "zst", sideIdentity(m.src, m.stamp), seekable.Create)
	return &copying{r, m}, nil
}

// copying is a reader whose text is written to the side copy, too.
type copying struct {
	io.ReadCloser
	m *making
}

func (c *copying) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if c.m.failed == nil {
		_, c.m.failed = c.m.copy.Write(p[:n])
	}
	return n, err
}

func (m *making) mark(at *inflate.Mark) {
	if m.begin(); m.failed == nil {
		m.failed = m.marks.Add(at)
	}
}

func (m *making) begin() {
	if m.failed == nil && m.marks == nil {
		m.marks, m.failed = create(m.f, "mark", sideIdentity(m.src, m.stamp), marks.Create)
	}
}

// page takes the filter of the next page.
func (m *making) page(f *gram.Filter, end event.Offset) {
	if m.err == nil && m.filter == nil {
		m.filter, m.err = create(m.f, "gram", string(m.f.id), gram.Create)
	}
	if m.err == nil {
		m.err = m.filter.Add(f, end)
	}
}

func create[W any](f *file, kind, identity string, create func(path, identity string) (W, error)) (w W, err error) {
	path, err := f.eng.opt.Keep.Path(f.id, kind)
	if err != nil {
		return w, err
	}
	return create(path, identity)
}

// commit puts in place what was made of a text of this size, unless the file is
// another one by now.
func (m *making) commit(size int64) {
	defer m.abort()
	if m.marked {
		m.begin() // of a text shorter than the way to its first mark, too
	}
	if m.err = errors.Join(m.err, m.failed); m.err != nil || m.f.x.Snapshot().Epoch != m.epoch {
		return
	}
	if m.filter != nil {
		m.err = m.filter.Commit()
	}
	if m.marks != nil && m.err == nil {
		m.err = m.marks.Commit(size)
	}
	if m.copy != nil && m.err == nil {
		m.err = m.copy.Commit()
	}
	if m.err == nil {
		m.f.eng.opt.Keep.Kept()
		m.f.reopen(m.stamp, m.epoch)
	}
}

// abort gives up what was not put in place.
func (m *making) abort() {
	if m.filter != nil {
		m.filter.Abort()
	}
	if m.marks != nil {
		m.marks.Abort()
	}
	if m.copy != nil {
		m.copy.Abort()
	}
}
