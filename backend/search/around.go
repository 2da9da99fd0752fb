package search

import "context"

const (
	// MaxAround is the most entries that Around hands out before and behind a match.
	MaxAround = 1000
	// aroundBytes bounds the text of the entries that wait for a match behind them.
	aroundBytes = 64 << 20
)

// Near is one entry that Around hands out.
type Near struct {
	*Found
	Match bool
	Gap   bool // there are entries between it and the one handed out before, or another chain begins
}

// Sifting is Sift of an engine.
type Sifting func(ctx context.Context, chains []Chain, s Sieve, take func(*Found) bool) (int64, []Notice, error)

// Around hands out what matches with up to n entries before and behind each match,
// each once, chain by chain; the files of a chain are one log. After limit matches
// (0: no limit), and what is behind the last, it ends. It returns the number of
// matches.
func Around(ctx context.Context, sift Sifting, chains []Chain, s Sieve, n int, limit int64, take func(Near) bool) (int64, []Notice, error) {
	w := &window{sieve: s, n: min(n, MaxAround), limit: limit, take: take}
	for _, c := range chains {
		w.enter(ctx, c)
		_, broken, err := sift(ctx, []Chain{c}, Sieve{Lines: s.Lines}, w.look)
		w.notices = append(w.notices, broken...)
		if err != nil || w.full || w.ended() {
			return w.matches, w.notices, err
		}
	}
	return w.matches, w.notices, nil
}

// window holds what lies before the entry that is looked at.
type window struct {
	sieve   Sieve
	n       int
	limit   int64
	take    func(Near) bool
	matches int64
	full    bool // take wants no more
	notices []Notice
	cut     File // of which was told that an entry is too long

	comb   comb
	before []Found
	bytes  int // of text in before
	behind int // entries still to be handed out behind a match
	gap    bool
}

func (w *window) enter(ctx context.Context, c Chain) {
	w.comb = comb{query: w.sieve.Query, within: w.sieve.Range, physical: w.sieve.Lines, ctx: ctx, family: shown(c.Family)}
	w.before, w.bytes, w.behind, w.gap = nil, 0, 0, true
}

func (w *window) ended() bool { return w.limit > 0 && w.matches >= w.limit && w.behind == 0 }

func (w *window) look(f *Found) bool {
	w.comb.fielder = f.Fielder
	if f.Beyond() > 0 && !w.comb.query.Empty() && f.File != w.cut {
		w.cut = f.File
		w.notices = append(w.notices, TooLong(f.File.Name()))
	}
	e := raw{comb: &w.comb, text: f.Text, made: true}
	switch {
	case (w.limit == 0 || w.matches < w.limit) && w.comb.query.Match(&e) && w.comb.inside(&e):
		for i := range w.before {
			w.give(&w.before[i], false)
		}
		w.before, w.bytes = w.before[:0], 0
		w.give(f, true)
		w.matches++
		w.behind = w.n
	case w.behind > 0:
		w.give(f, false)
		w.behind--
	default:
		w.keep(f)
	}
	return !w.full && !w.ended()
}

func (w *window) give(f *Found, match bool) {
	if !w.full {
		w.full = !w.take(Near{f, match, w.gap})
	}
	w.gap = false
}

// keep holds an entry in case that a match follows, and drops the oldest.
func (w *window) keep(f *Found) {
	w.before, w.bytes = append(w.before, *f), w.bytes+len(f.Text)
	for len(w.before) > w.n || w.bytes > aroundBytes && len(w.before) > 0 {
		w.bytes -= len(w.before[0].Text)
		w.before[0] = Found{}
		w.before, w.gap = w.before[1:], true
	}
}
