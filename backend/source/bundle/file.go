package bundle

import (
	"context"
	"io"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/inflate"
	"cordwood/backend/source"
)

// Open opens one file of the scan.
func (b *Bundle) Open(_ context.Context, id event.FileID) (source.File, error) {
	b.mu.Lock()
	at, ok := b.files[id]
	b.mu.Unlock()
	if !ok {
		return nil, fault.New("open", fault.NotFound, string(id), "scan the bundle first", nil)
	}
	return &file{b: b, id: id, at: at}, nil
}

// file is one entry; each reader of it walks the archives anew, so several may
// run at once.
type file struct {
	b  *Bundle
	id event.FileID
	at located
}

// Size is known for plain UTF-8 entries, else -1.
func (f *file) Size() (int64, error) {
	if f.at.method != decode.Plain || !f.at.charset.PassThrough() {
		return -1, nil
	}
	return max(0, f.at.size-int64(f.at.bom)), nil
}

// Identity never changes.
func (f *file) Identity() (event.FileID, error) { return f.id, nil }

// Close has nothing to release.
func (f *file) Close() error { return nil }

// Reader streams decoded bytes from offset to the end.
func (f *file) Reader(ctx context.Context, offset event.Offset) (io.ReadCloser, error) {
	if offset < 0 {
		return nil, fault.New("read", fault.Invalid, f.at.label, "", nil)
	}
	e, budget, closer, err := f.b.locate(f.at.way, f.at.label)
	if err != nil {
		return nil, err
	}
	if f.at.whole && e.at != nil && offset > 0 {
		from := min(int64(offset)+int64(f.at.bom), e.at.Size())
		r := io.NewSectionReader(e.at, from, e.at.Size()-from)
		return decode.From(ctx, &both{r, closer}, f.at.label, 0), nil
	}
	text, err := decode.Open(e.r, f.at.label, f.at.charset, budget)
	if err != nil {
		closer.Close()
		return nil, err
	}
	return decode.From(ctx, &both{text, closers{text, closer}}, f.at.label, offset), nil
}

// Marked is Reader from the start. It tells places to read on from of a gzip entry
// that lies in one piece.
func (f *file) Marked(ctx context.Context, mark func(*inflate.Mark)) (io.ReadCloser, bool, error) {
	e, budget, closer, err := f.b.locate(f.at.way, f.at.label)
	if err != nil {
		return nil, false, err
	}
	text, ok, err := decode.Marked(e.r, f.at.label, f.at.charset, budget, mark)
	if err != nil {
		closer.Close()
		return nil, false, err
	}
	return decode.From(ctx, &both{text, closers{text, closer}}, f.at.label, 0), ok && e.at != nil, nil
}

// Resume reads on from such a place.
func (f *file) Resume(ctx context.Context, m *inflate.Mark) (io.ReadCloser, error) {
	e, _, closer, err := f.b.locate(f.at.way, f.at.label)
	if err != nil {
		return nil, err
	}
	if e.at == nil || m.Byte() > e.at.Size() {
		closer.Close()
		return nil, fault.New("read", fault.Changed, f.at.label, "open the bundle again: it is another one now", nil)
	}
	r := decode.Resume(io.NewSectionReader(e.at, m.Byte(), e.at.Size()-m.Byte()), f.at.label, m)
	return decode.From(ctx, &both{r, closers{r, closer}}, f.at.label, 0), nil
}

// locate goes to an entry with a budget of its own.
func (b *Bundle) locate(way []int, label string) (*entry, *decode.Budget, io.Closer, error) {
	budget := decode.NewBudget(b.limits)
	a, err := b.again(budget)
	if err != nil {
		return nil, nil, nil, err
	}
	open := closers{a}
	for depth, i := range way {
		if budget, err = budget.Descend(label); err != nil {
			break
		}
		var e *entry
		if e, err = a.seek(i); err != nil {
			break
		}
		if e.r == nil {
			err = fault.New("open", fault.Unreadable, label, "", nil)
			break
		}
		if depth == len(way)-1 {
			return e, budget, open, nil
		}
		if a, err = enter(e, label, budget); err != nil {
			break
		}
		open = append(open, a)
	}
	open.Close()
	if err == io.EOF || err == nil {
		err = fault.New("open", fault.Changed, label, "open the bundle again: it is another one now", nil)
	}
	return nil, nil, nil, err
}

// again opens the bundle after its scan: from memory where it is kept.
func (b *Bundle) again(budget *decode.Budget) (archive, error) {
	tar := b.kept()
	if tar == nil {
		return b.archive(budget)
	}
	inner, err := budget.Descend(b.name)
	if err != nil {
		return nil, err
	}
	return newTar(io.NewSectionReader(inner.StoredAt(tar), 0, tar.Size()), nil, b.name, inner), nil
}

type both struct {
	io.Reader
	io.Closer
}

// closers close the innermost first.
type closers []io.Closer

func (c closers) Close() error {
	var first error
	for i := len(c) - 1; i >= 0; i-- {
		if err := c[i].Close(); first == nil {
			first = err
		}
	}
	return first
}

// ReadCompanion reads one of the scan's companions.
func (b *Bundle) ReadCompanion(ctx context.Context, path string, limit int64) ([]byte, error) {
	b.mu.Lock()
	way, ok := b.beside[path]
	b.mu.Unlock()
	if !ok {
		return nil, fault.New("read", fault.NotFound, path, "", nil)
	}
	e, _, closer, err := b.locate(way, path)
	if err != nil {
		return nil, err
	}
	r := decode.From(ctx, &both{e.r, closer}, path, 0)
	defer r.Close()
	return source.ReadLimited(r, path, limit)
}
