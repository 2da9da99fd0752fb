package tail

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/search"
)

// stand goes to the present end of the file and returns its last n matches.
func (sp *spot) stand(ctx context.Context, sift search.Sifting, n int) ([]Entry, error) {
	size, err := sizeOf(ctx, sp.file)
	if err != nil {
		return nil, err
	}
	if size < 0 {
		return sp.from(ctx, 0, 1<<62, n)
	}
	var first []byte
	for window := event.Offset(firstWindow); ; window *= 4 {
		start, err := sp.entryIn(ctx, max(0, size-window), size)
		if err == nil && start != 0 && first == nil {
			first, err = bytesAt(ctx, sp.file, 0, sampleBytes)
		}
		if err != nil {
			return nil, err
		}
		if start < 0 && window < lastWindow {
			continue
		}
		if start < 0 {
			return nil, sp.within(ctx, size, first)
		}
		found, err := sp.from(ctx, start, size, n)
		if start > 0 {
			sp.first = first
		}
		if err != nil || len(found) >= n || start == 0 {
			return found, err
		}
		if window < lastWindow {
			continue
		}
		older, err := sp.sifted(ctx, sift, n-len(found), start)
		return slices.Concat(older, found), err
	}
}

var errFound = errors.New("found")

// entryIn is the first begin of an entry in [from, to), -1 when there is none.
func (sp *spot) entryIn(ctx context.Context, from, to event.Offset) (event.Offset, error) {
	if from == 0 {
		return 0, nil
	}
	p, ok := sp.file.(index.Positional)
	if !ok {
		return 0, nil
	}
	at, _, err := p.At(ctx)
	if err != nil || at == nil {
		return 0, err
	}
	defer at.Close()
	f, err := sp.file.Fielder(ctx)
	if err != nil {
		return 0, err
	}
	start := event.Offset(-1)
	err = index.Range(ctx, io.NewSectionReader(at, 0, int64(to)), f, from, to, nil, func(p *index.Piece) error {
		start = p.Offset
		return errFound
	})
	if errors.Is(err, errFound) {
		err = nil
	}
	return start, err
}

// from reads [start, end), where start begins an entry, and returns the last n
// matches. A last line without its end is left to be handed out later.
func (sp *spot) from(ctx context.Context, start, end event.Offset, n int) ([]Entry, error) {
	sp.state = state{end: start, lines: -1}
	if start == 0 {
		sp.lines = 0
	}
	r, err := readerOf(ctx, sp.file, start)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	last := &lastOf{n: n}
	give := sp.tail.opt.Give
	sp.tail.opt.Give = last.add
	defer func() { sp.tail.opt.Give = give }()
	in, buf := io.LimitReader(r, int64(end-start)), sp.tail.buf
	for err == nil && ctx.Err() == nil {
		var got int
		if got, err = in.Read(buf); got > 0 {
			if bad := sp.feed(ctx, buf[:got]); bad != nil {
				err = bad
			}
		}
	}
	if len(sp.part) == 0 {
		sp.give()
	}
	sp.grew = sp.tail.opt.Now()
	if err == io.EOF {
		err = nil
	}
	return last.entries, cmp.Or(ctx.Err(), err)
}

// within stands at the end of a file of which not even the last entry's begin was
// found: what comes is more of that entry.
func (sp *spot) within(ctx context.Context, size event.Offset, first []byte) error {
	f, err := sp.file.Fielder(ctx)
	if err != nil {
		return err
	}
	sample, err := bytesAt(ctx, sp.file, max(0, size-sampleBytes), int(min(size, sampleBytes)))
	sp.state = state{end: size, lines: -1, first: first, sample: sample, fields: f, grew: sp.tail.opt.Now(), entry: open{is: true}}
	sp.torn = len(sample) > 0 && sample[len(sample)-1] != '\n'
	return err
}

// sifted goes over a file as fast as can be and returns its last n matches that
// begin before an offset (-1: all).
func (sp *spot) sifted(ctx context.Context, sift search.Sifting, n int, before event.Offset) ([]Entry, error) {
	last := &lastOf{n: n}
	c := search.Chain{Family: sp.strand.family, Files: []search.File{sp.file}}
	_, notices, err := sift(ctx, []search.Chain{c}, search.Sieve{Query: sp.tail.opt.Query}, func(f *search.Found) bool {
		if before >= 0 && f.Offset >= before {
			return false
		}
		last.add(&Entry{Family: sp.strand.family, Found: *f})
		return true
	})
	for _, n := range notices {
		sp.tail.opt.Tell(n)
	}
	return last.entries, err
}
