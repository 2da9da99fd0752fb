package tail

import (
	"bytes"
	"context"
	"slices"

	"cordwood/backend/event"
	"cordwood/backend/search"
)

// origin finds the file of which sp is a copy, and stands where that one does. It
// is not sure while that file is still what it was: its writer may go on in it
// until it is emptied, and the lines are read there.
func (s *strand) origin(ctx context.Context, sp *spot) (sure bool, err error) {
	head, err := bytesAt(ctx, sp.file, 0, sampleBytes)
	if err != nil || len(head) == 0 {
		return false, err
	}
	var from, more *spot
	others := slices.Concat(s.gone, s.spots)
	if o := s.away[sp.file.ID()]; o != nil && !slices.Contains(others, o) {
		others = append(others, o)
	}
	for _, o := range others {
		switch {
		case o == sp || o.done || from != nil && o.end <= from.end:
			continue
		case o.end == 0:
			if waits, err := o.begins(ctx, head); waits || err != nil {
				return false, err
			}
			continue
		}
		// What it may be a copy of is asked first: where that was emptied, the copy is whole.
		still := false
		if slices.Contains(s.spots, o) {
			if still, err = o.stands(ctx, o.file); err != nil {
				return false, err
			}
		}
		got, err := bytesAt(ctx, sp.file, o.end-event.Offset(len(o.sample)), len(o.sample))
		if err != nil {
			return false, err
		}
		if still {
			if waits, err := sp.copies(ctx, o, got); waits || err != nil {
				return false, err
			}
		}
		if bytes.Equal(got, o.sample) {
			from = o
		}
		if n := min(len(head), len(o.first)); len(got) < len(o.sample) && bytes.Equal(head[:n], o.first[:n]) && n > 0 {
			more = o
		}
	}
	switch {
	case from == nil && more != nil: // it was copied before the last lines were written
		if err := sp.pastAll(ctx, head, more.fields); err != nil {
			return false, err
		}
		sp.tail.opt.Tell(search.Notice{File: sp.file.Name(), Kind: "copied", Text: "all of it was read in " + more.file.Name()})
		return true, nil
	case from == nil:
		return true, nil
	}
	sp.state = from.state.clone() // it goes on here
	if from.part, from.entry = nil, (open{}); slices.Contains(s.spots, from) {
		from.empty()
	}
	sp.tail.opt.Tell(search.Notice{File: sp.file.Name(), Kind: "copied", Text: "continued from " + from.file.Name()})
	return true, nil
}

// pastAll stands at the end of a file that was read elsewhere.
func (sp *spot) pastAll(ctx context.Context, head []byte, f search.Fielder) error {
	size, err := sizeOf(ctx, sp.file)
	if err != nil || size < 0 { // a compressed one has no more, ever
		sp.done = err == nil
		return err
	}
	sample, err := bytesAt(ctx, sp.file, max(0, size-sampleBytes), int(min(size, sampleBytes)))
	if err == nil {
		sp.state = state{end: size, lines: -1, first: head, sample: sample, fields: f, grew: sp.tail.opt.Now()}
		sp.torn = len(sample) > 0 && sample[len(sample)-1] != '\n'
	}
	return err
}

// begins reports whether a file of which nothing was read begins as head does.
// Then it must still do so when it is read.
func (sp *spot) begins(ctx context.Context, head []byte) (bool, error) {
	if sp.unsure || !slices.Contains(sp.strand.spots, sp) {
		return false, nil
	}
	its, err := bytesAt(ctx, sp.file, 0, sampleBytes)
	n := min(len(its), len(head))
	if err != nil || n == 0 || !bytes.Equal(its[:n], head[:n]) {
		return false, err
	}
	sp.head = its[:n]
	return true, nil
}

// stands reports whether a file has, where reading stands, what was read there.
func (sp *spot) stands(ctx context.Context, f search.File) (bool, error) {
	got, err := bytesAt(ctx, f, sp.end-event.Offset(len(sp.sample)), len(sp.sample))
	return bytes.Equal(got, sp.sample), err
}

// resume goes on where the spot of another id stands, if that has read this file: the log
// was emptied and written to after a scan, read so, and has its id from the next one.
func (sp *spot) resume(ctx context.Context) error {
	was := sp.was
	if was == nil || !slices.Contains(sp.strand.gone, was) {
		return nil
	}
	first, err := bytesAt(ctx, sp.file, 0, len(was.first))
	if err != nil {
		return err
	}
	same, err := was.stands(ctx, sp.file)
	if err != nil {
		return err
	}
	if sp.was = nil; !same || !bytes.Equal(first, was.first) {
		return nil
	}
	sp.state = was.state
	delete(sp.strand.away, was.file.ID())
	sp.strand.gone = slices.DeleteFunc(sp.strand.gone, func(o *spot) bool { return o == was })
	return nil
}

// copies reports whether sp, which has got where o was read to, is a copy of what
// o still is, whole or in the making.
func (sp *spot) copies(ctx context.Context, o *spot, got []byte) (bool, error) {
	if len(got) == len(o.sample) && !bytes.Equal(got, o.sample) {
		return false, nil
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
	if err != nil || bytes.Equal(mine, its) {
		return err == nil, err
	}
	still, err := o.stands(ctx, o.file)
	return !still && err == nil, err // where it was emptied meanwhile, the next look tells
}

func (s state) clone() state {
	s.first, s.sample, s.part, s.entry.text = bytes.Clone(s.first), bytes.Clone(s.sample), bytes.Clone(s.part), bytes.Clone(s.entry.text)
	return s
}
