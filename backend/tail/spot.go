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

	dirty  bool // the file may have something new
	done   bool // it never has
	unsure bool // it may be a copy of a file that was read
	told   bool // that it cannot be read
	moved  int  // how often in turn it was not where the last scan saw it
	retry  time.Time
	wait   time.Time // until a copy of the file that lay here must have been seen
}

// state is what is known of the text up to a place.
type state struct {
	end    event.Offset // of what was read
	sample []byte       // the last bytes before end
	lines  event.Line   // before end; -1 where they were not counted
	fields search.Fielder
	grew   time.Time

	part  []byte       // a line whose end was not read, its first index.MaxText
	start event.Offset // of it
	zeros int          // NULs at its start that may be a hole
	torn  bool         // the begin of that line was handed out as a line
	entry open
}

// look reads what is new. What is held of the files before it, and of those that
// are gone, is handed out first.
func (sp *spot) look(ctx context.Context, before []*spot) {
	sp.dirty = false
	if sp.done {
		return
	}
	r, err := sp.open(ctx)
	if r == nil {
		if err != nil {
			sp.failed(ctx, err)
		}
		return
	}
	defer r.Close()
	buf, left := make([]byte, readBytes), turnBytes
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
			sp.told, sp.moved = false, 0
			return
		case err != nil:
			sp.failed(ctx, err)
			return
		case left <= 0:
			sp.dirty = true
			return
		}
	}
}

// open gives the bytes behind the spot, after it checked those before; nil while
// the file may be a copy of one that is read already.
func (sp *spot) open(ctx context.Context) (io.ReadCloser, error) {
	if sp.unsure {
		sure, err := sp.strand.origin(ctx, sp)
		if !sure || err != nil {
			return nil, err
		}
		sp.unsure = false
	}
	r, err := sp.file.Reader(ctx, sp.end-event.Offset(len(sp.sample)))
	if err != nil {
		return nil, err
	}
	probe := make([]byte, len(sp.sample))
	_, err = io.ReadFull(r, probe)
	switch {
	case err == nil && bytes.Equal(probe, sp.sample):
		return r, nil
	case err != nil && err != io.EOF && err != io.ErrUnexpectedEOF:
		r.Close()
		return nil, err
	}
	r.Close()
	sp.restart()
	return sp.open(ctx)
}

// restart is for a file that holds another text than the one that was read.
func (sp *spot) restart() {
	sp.strand.leave(&spot{tail: sp.tail, strand: sp.strand, file: sp.file, state: sp.state})
	sp.state = state{}
	sp.unsure = sp != sp.strand.spots[len(sp.strand.spots)-1]
	sp.tail.opt.Tell(search.Notice{File: sp.file.Name(), Kind: "truncated", Text: "the file was emptied or replaced"})
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
		sp.moved++
		return
	case fault.Damaged:
		sp.done = true
	}
	if !sp.told {
		sp.told = true
		sp.tail.opt.Tell(search.Notice{File: sp.file.Name(), Kind: string(kind), Text: err.Error()})
	}
}

// origin finds the file of which sp is a copy, and stands where that one does. It
// is not sure while that file is still what it was: its writer may go on in it
// until it is emptied, and the lines are read there.
func (s *strand) origin(ctx context.Context, sp *spot) (sure bool, err error) {
	head, err := bytesAt(ctx, sp.file, 0, sampleBytes)
	if err != nil || len(head) == 0 {
		return false, err
	}
	var from *spot
	for _, o := range slices.Concat(s.gone, s.spots) {
		switch {
		case o == sp || o.done || from != nil && o.end <= from.end:
			continue
		case o.end == 0:
			if waits, err := o.unread(ctx, head); waits || err != nil {
				return false, err
			}
			continue
		}
		got, err := bytesAt(ctx, sp.file, o.end-event.Offset(len(o.sample)), len(o.sample))
		if err != nil {
			return false, err
		}
		if slices.Contains(s.spots, o) {
			if waits, err := sp.copies(ctx, o, got); waits || err != nil {
				return false, err
			}
		}
		if bytes.Equal(got, o.sample) {
			from = o
		}
	}
	if from == nil {
		return true, nil
	}
	sp.state = from.state.clone()
	from.part, from.entry = nil, open{} // it goes on here
	sp.tail.opt.Tell(search.Notice{File: sp.file.Name(), Kind: "copied", Text: "continued from " + from.file.Name()})
	return true, nil
}

// unread reports whether a file of which nothing was read begins as head does.
func (sp *spot) unread(ctx context.Context, head []byte) (bool, error) {
	if sp.unsure || !slices.Contains(sp.strand.spots, sp) {
		return false, nil
	}
	its, err := bytesAt(ctx, sp.file, 0, sampleBytes)
	n := min(len(its), len(head))
	return n > 0 && bytes.Equal(its[:n], head[:n]), err
}

// copies reports whether sp, which has got where o was read to, is a copy of what
// o still is, whole or in the making.
func (sp *spot) copies(ctx context.Context, o *spot, got []byte) (bool, error) {
	if len(got) == len(o.sample) && !bytes.Equal(got, o.sample) {
		return false, nil
	}
	now, err := bytesAt(ctx, o.file, o.end-event.Offset(len(o.sample)), len(o.sample))
	if err != nil || !bytes.Equal(now, o.sample) {
		return false, err
	}
	if len(got) == len(o.sample) {
		return true, nil
	}
	size, err := sizeOf(ctx, sp.file)
	if err != nil || size < 0 {
		return false, err
	}
	at := max(0, size-sampleBytes)
	mine, err := bytesAt(ctx, sp.file, at, int(size-at))
	if err != nil {
		return false, err
	}
	its, err := bytesAt(ctx, o.file, at, len(mine))
	return bytes.Equal(mine, its), err
}

func (s state) clone() state {
	s.sample, s.part, s.entry.text = bytes.Clone(s.sample), bytes.Clone(s.part), bytes.Clone(s.entry.text)
	return s
}
