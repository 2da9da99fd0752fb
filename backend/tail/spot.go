package tail

import (
	"bytes"
	"context"
	"io"
	"slices"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/search"
)

// spot is where reading stands in one file.
type spot struct {
	tail   *Tail
	strand *strand
	file   search.File
	state

	dirty  bool      // the file may have something new
	left   int64     // bytes behind end when the last look's turn ended
	done   bool      // it never has
	unsure bool      // it may be a copy of a file that was read
	was    *spot     // of the live file's id before, until that is known not to be this text
	told   bool      // that it cannot be read
	long   bool      // that an entry is too long was told
	head   []byte    // its first bytes, where another file waits for it to be read
	moved  time.Time // since when it is not where the last scan saw it
	retry  time.Time
	wait   time.Time // until a copy of the file that lay here must have been seen
}

// state is what is known of the text up to a place.
type state struct {
	end    event.Offset // of what was read
	first  []byte       // the first bytes of the text, as many as a sample has
	sample []byte       // the last bytes before end
	lines  event.Line   // before end; -1 where they were not counted
	fields search.Fielder
	skim   func(line []byte) (head bool, nanos int64, sev event.Severity, sure bool) // of fields; see index.Skim
	grew   time.Time

	part  []byte       // a line whose end was not read, its first index.MaxText
	start event.Offset // of it
	zeros int64        // NULs where it would begin, kept apart: a hole, when they are enough
	torn  bool         // the begin of that line was handed out as a line
	entry open
}

// look reads what is new. What is held of the files before it, and of those that
// are gone, is handed out first.
func (sp *spot) look(ctx context.Context, before []*spot) {
	sp.dirty, sp.left = false, 0
	if sp.done {
		return
	}
	r, err := sp.open(ctx)
	if err != nil {
		sp.failed(ctx, err)
		return
	}
	sp.moved = time.Time{}
	if r == nil {
		return
	}
	defer r.Close()
	buf, left := sp.tail.buf, turnBytes
	for {
		n, err := r.Read(buf)
		if n > 0 {
			for _, b := range slices.Concat(sp.strand.gone, before) {
				b.flush()
			}
			if bad := sp.feed(ctx, buf[:n]); bad != nil {
				err = bad
			}
		}
		switch left -= n; {
		case err == io.EOF:
			sp.told = false
			return
		case err != nil:
			sp.failed(ctx, err)
			return
		case left <= 0:
			sp.dirty, sp.left = true, sp.rest(ctx)
			return
		}
	}
}

// rest is how many bytes are there behind the spot, as far as can be told.
func (sp *spot) rest(ctx context.Context) int64 {
	size, err := sizeOf(ctx, sp.file)
	if z, ok := sp.file.(search.Sized); ok && (err != nil || size < 0) {
		size = event.Offset(z.Bytes())
	}
	return int64(max(0, size-sp.end))
}

// open gives the bytes behind the spot, after it checked those before; nil while
// the file may be a copy of one that is read already, or has to be begun again.
func (sp *spot) open(ctx context.Context) (io.ReadCloser, error) {
	if sp.unsure {
		sure, err := sp.strand.origin(ctx, sp)
		if !sure || sp.done || err != nil {
			return nil, err
		}
		sp.unsure = false
	}
	if err := sp.resume(ctx); err != nil {
		return nil, err
	}
	want := sp.sample
	if sp.end == 0 {
		want = sp.head
	}
	r, err := readerOf(ctx, sp.file, max(0, sp.end-event.Offset(len(want))))
	if err != nil {
		return nil, err
	}
	probe := make([]byte, len(want))
	_, err = io.ReadFull(r, probe)
	switch {
	case err == nil && bytes.Equal(probe, want) && sp.end == 0:
		return unread{io.MultiReader(bytes.NewReader(probe), r), r}, nil
	case err == nil && bytes.Equal(probe, want):
		return r, nil
	case err != nil && err != io.EOF && err != io.ErrUnexpectedEOF:
		r.Close()
		return nil, err
	}
	r.Close()
	sp.restart()
	return nil, nil
}

// unread is a reader before bytes that were read for a check.
type unread struct {
	io.Reader
	io.Closer
}

// restart is for a file that holds another text than the one that was read.
func (sp *spot) restart() {
	sp.strand.leave(&spot{tail: sp.tail, strand: sp.strand, file: sp.file, state: sp.state})
	sp.empty()
}

// empty is for a file whose text is gone. What it holds by now is read from its start
// when a scan has seen it: a copy of the old text, which may have its id, comes first.
func (sp *spot) empty() {
	sp.state, sp.head, sp.dirty, sp.wait = state{}, nil, true, sp.tail.opt.Now().Add(copyWithin)
	for _, o := range sp.strand.spots {
		o.dirty = o.dirty || o.unsure // it may be a copy of what was here
	}
	sp.unsure = sp != sp.strand.spots[len(sp.strand.spots)-1]
	sp.tail.opt.Tell(search.Emptied(sp.file.Name(), sp.tail.opt.Now()))
}

// failed tells once that a file cannot be read, and has it tried again. A file
// that moved while it was opened is found by the scan that follows.
func (sp *spot) failed(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	sp.dirty, sp.retry = true, sp.tail.opt.Now().Add(retryAfter)
	kind := fault.KindOf(err)
	switch kind {
	case fault.Changed, fault.NotFound, fault.Stopped:
		sp.retry = time.Time{}
		if sp.moved.IsZero() {
			sp.moved = sp.tail.opt.Now()
		}
		return
	case fault.Damaged:
		sp.done = true
	}
	if !sp.told {
		sp.told = true
		sp.tail.opt.Tell(search.Notice{File: sp.file.Name(), Kind: string(kind), Text: err.Error()})
	}
}
