package search

import (
	"context"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/index"
	"cordwood/backend/query"
)

// Sieve says what Sift keeps.
type Sieve struct {
	Query *query.Query
	Range event.TimeRange
	Lines bool // physical lines, split at \n only as grep does, instead of entries
	Count bool // only how many: they are not handed out
	// Lacking is told of fields that entries have or lack; it may be nil.
	Lacking *Lacking
}

// Found is one match of Sift.
type Found struct {
	File    File
	Fielder Fielder // index.EveryLine for lines
	Line    event.Line
	Lines   int
	Offset  event.Offset
	Length  int64
	Text    string // at most index.MaxText
}

// Beyond is how many bytes of an entry Text does not have, 0 when it has them all.
func (f *Found) Beyond() int64 { return beyond(f.Text, f.Length, f.Lines) }

// beyond leaves out what the line ends take: Text has them as \n, and not the last.
func beyond(text string, length int64, lines int) int64 {
	if more := length - int64(len(text)); len(text) >= index.MaxText && more > int64(lines)+1 {
		return more
	}
	return 0
}

// Sift goes once over the chains, as far as no index that is kept rules it out, and hands what matches to
// take until it returns false: chain by chain, in the order of its files. It
// returns how many matched, and the files that could not be read whole. Of a
// compressed copy of which nothing is kept, an engine that writes makes on the way
// what is kept.
//
//	files --units--> workers: pieces, finder, query --in order--> take
func (e *Local) Sift(ctx context.Context, chains []Chain, s Sieve, take func(*Found) bool) (int64, []Notice, error) {
	working, cancel := context.WithCancel(ctx)
	defer cancel()
	t := &taking{take: take}
	for u := range e.deal(working, chains, s) {
		t.unit(u)
		if t.full || ctx.Err() != nil {
			cancel()
		}
	}
	return t.n, t.notices, ctx.Err()
}

// taking gathers what units bring, one behind the other.
type taking struct {
	take    func(*Found) bool
	n       int64
	full    bool // take wants no more
	notices []Notice
	file    File
	cut     bool       // that an entry of the file is too long was told
	line    event.Line // lines of the file before the unit
	lost    bool       // how many there are is not known: a unit before broke off
}

func (t *taking) unit(u *unit) {
	if u.file != t.file {
		t.file, t.line, t.lost, t.cut = u.file, 0, false, false
	}
	if u.line > 0 {
		t.line, t.lost = u.line-1, false
	}
	for batch := range u.out {
		for i := range batch {
			if t.full || t.lost {
				break
			}
			batch[i].Line += t.line
			t.n++
			t.full = !t.take(&batch[i])
		}
	}
	if u.cut && !t.cut {
		t.cut = true
		t.notices = append(t.notices, TooLong(u.file.Name()))
	}
	if t.full || t.lost {
		return
	}
	t.n += u.counted
	t.line += u.lines
	t.lost = u.err != nil
	if u.err != nil && fault.KindOf(u.err) != fault.Stopped {
		t.notices = append(t.notices, Broken(u.file.Name(), u.err))
	}
}

// unit is what one worker does without a stop: a file, or a range of one.
type unit struct {
	file     File
	family   string
	at       *shared // nil: the file is read from its start
	from, to event.Offset
	line     event.Line // at from, where it is known: 0 is not
	exact    bool       // entries begin at from and at to
	settled  bool       // instead: nothing is read, all is counted
	known    *consulted // instead: blocks of what is kept, from first, before last
	first    int
	last     int
	fresh    *file        // instead: a copy that the search makes known
	out      chan []Found // closed when the rest is there
	counted  int64        // matches that were not handed out
	lines    event.Line
	cut      bool // see comb
	err      error
}
