package ingest

import (
	"bytes"
	"context"
	"io"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/store"
)

// batch gathers the records of one file until they are stored together with
// the position.
type batch struct {
	r    *recorder
	f    *File
	st   *state
	kind Kind
	next store.Batch
	size int64      // bytes of text in next
	line event.Line // of the entry at next.To
	got  Progress   // counts of next
}

// read stores the records of a file from its position to its end. The last
// entry of a live file waits until it is complete.
func (r *recorder) read(ctx context.Context, family string, f *File, fields index.Fielder, kind Kind, st *state) error {
	in, err := r.at(ctx, f, st)
	if err != nil {
		return err
	}
	defer in.Close()
	b := &batch{r: r, f: f, st: st, kind: kind, line: st.line}
	b.next = store.Batch{
		Source: r.s.opt.ID, From: st.position, To: st.position,
		File: store.File{ID: f.ID(), Path: f.Name(), Family: family},
	}
	start := index.Start{Offset: st.position, Line: st.line}
	err = index.Scan(ctx, in, fields, start, func(c *index.Chunk, tail bool) error {
		b.add(c, fields, tail && f.growing())
		if b.rows()+index.BlockEntries > batchRows || b.size+index.MaxText+2*index.BlockBytes > batchBytes || b.behind() >= batchBytes {
			return b.store(ctx)
		}
		return nil
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	// What was read before an error is stored.
	if failed := b.store(ctx); failed != nil {
		return failed
	}
	return err
}

// at opens the file at its position. Where the line there is not known, as an older
// version stored it, the line ends before it are counted.
func (r *recorder) at(ctx context.Context, f *File, st *state) (io.ReadCloser, error) {
	if st.line > 0 {
		return f.Reader(ctx, st.position)
	}
	in, err := f.Reader(ctx, 0)
	if err != nil {
		return nil, err
	}
	n := &newlines{}
	if _, err := io.CopyN(n, in, int64(st.position)); err != nil && err != io.EOF {
		in.Close()
		return nil, err
	}
	st.line = n.seen + 1
	return in, nil
}

type newlines struct{ seen event.Line }

func (n *newlines) Write(p []byte) (int, error) {
	n.seen += event.Line(bytes.Count(p, []byte{'\n'}))
	return len(p), nil
}

// add makes records of a chunk's entries. growing: the last one may not be
// complete, and is left for the next time if it does not look it.
func (b *batch) add(c *index.Chunk, fields index.Fielder, growing bool) {
	end, line := c.Block.End(), c.Block.Line+event.Line(c.Block.Lines)
	n := len(c.Entries)
	if growing && n > 0 && !(c.Ended && whole(c.Entry(n-1))) {
		n--
		end, line = c.Entries[n].Offset, c.Entries[n].Line
	}
	for i := range n {
		e := c.Event(i, fields)
		at := store.At{Source: b.next.Source, File: b.f.ID(), Path: b.f.Name(), Offset: e.Offset, Line: e.Line}
		b.one(&e, c.Entry(i), at)
	}
	b.next.To, b.line = end, line
}

// one adds the record of an entry.
func (b *batch) one(e *event.Event, raw []byte, at store.At) {
	switch b.kind {
	case Access:
		v, ok := visit(e, raw)
		if !ok {
			b.got.Unread++
			return
		}
		v.At = at
		b.next.Access = append(b.next.Access, v)
		b.got.Access++
	case Audit:
		o, ok := operation(e, raw)
		if !ok {
			b.got.Unread++
			return
		}
		o.At = at
		b.next.Audit = append(b.next.Audit, o)
		b.got.Audit++
	}
	b.size += int64(2 * len(raw)) // the text and the columns cut from it
	if e.Time.After(b.got.LastStored) {
		b.got.LastStored = e.Time
	}
}

func (b *batch) rows() int { return len(b.next.Access) + len(b.next.Audit) }

// behind is how far the stored position is behind what was read.
func (b *batch) behind() int64 { return int64(b.next.To - b.next.From) }

// store hands the batch to the keeper and begins the next.
func (b *batch) store(ctx context.Context) error {
	if b.next.To == b.next.From {
		return nil
	}
	b.next.Line = b.line
	if err := b.r.s.Keep(ctx, b.next); err != nil {
		b.st.asked = false // the store knows best where to go on
		return err
	}
	b.st.position, b.st.line = b.next.To, b.line
	sum := &b.r.sum
	sum.Access += b.got.Access
	sum.Audit += b.got.Audit
	sum.Unread += b.got.Unread
	sum.Bytes += b.behind()
	if b.got.LastStored.After(sum.LastStored) {
		sum.LastStored = b.got.LastStored
	}
	b.got, b.size = Progress{}, 0
	b.next.From, b.next.Access, b.next.Audit = b.next.To, nil, nil
	b.r.tell()
	return nil
}

// Keep looks up the records of a batch and stores it: one that was read here, or
// that the caller has from elsewhere.
func (s *Source) Keep(ctx context.Context, b store.Batch) error {
	s.keeping.RLock()
	defer s.keeping.RUnlock()
	b.Revision = s.enrich.Revision
	if s.enrich.Access != nil {
		for i := range b.Access {
			s.enrich.Access(&b.Access[i])
		}
	}
	if s.enrich.Audit != nil {
		for i := range b.Audit {
			s.enrich.Audit(&b.Audit[i])
		}
	}
	return s.opt.Keeper.Ingest(ctx, b)
}

// whole reports whether an entry looks complete: a JSON object must be closed.
func whole(entry []byte) bool {
	entry = bytes.TrimSpace(entry)
	return len(entry) == 0 || entry[0] != '{' || entry[len(entry)-1] == '}'
}
