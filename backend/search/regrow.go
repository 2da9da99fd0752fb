package search

import (
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/index"
)

// regrow takes in what Grow told since the last look.
func (r *result) regrow() {
	r.mu.Lock()
	grown := r.grown
	r.grown = map[string][]*file{}
	r.mu.Unlock()
	for i := range r.lanes {
		if files, ok := grown[r.lanes[i].chain]; ok {
			r.rechain(&r.lanes[i], files)
		}
	}
}

// rechain gives a lane the files that its chain has now. Parts that stay in
// their order keep their rows; where a file is new it is scanned, and all behind
// it again. New files in front of all that is shown come in as older ones.
func (r *result) rechain(l *lane, files []*file) {
	was := make(map[*file]int, len(l.parts))
	for i := range l.parts {
		was[l.parts[i].file] = i
	}
	r.tell(l, files, was)
	r.heal(l)
	first := r.firstOf(l, files, was)
	kept := make([]bool, len(l.parts))
	var parts []part
	last, fresh, front := -1, false, false
	for i, f := range files {
		at, known := was[f]
		if known && !fresh && at > last {
			parts = append(parts, l.parts[at])
			kept[at], last = true, at
			continue
		}
		fresh = fresh || i >= first
		above := index.NoTime
		if i >= first {
			above = r.above
		}
		parts = append(parts, r.newPart(f, above))
		front = front || i < first
	}
	for i := range l.parts {
		if !kept[i] && l.parts[i].scanned() > 0 {
			r.changed(l, i)
		}
	}
	if front && r.merged && r.seen {
		r.changed(l, l.first) // rows come between those of other chains
	}
	l.parts, l.first, l.read = parts, first, first
}

// firstOf is the first of a lane's present files that has joined already. When there is
// none, it is the newest, which is shown as it comes; of several chains all files are
// put behind what was given, or none has joined where nothing was.
func (r *result) firstOf(l *lane, files []*file, was map[*file]int) int {
	for i, f := range files {
		if at, known := was[f]; known && at >= l.first {
			return i
		}
	}
	switch {
	case !r.merged:
		return max(0, len(files)-1)
	case r.seen:
		return 0
	}
	return len(files)
}

// tell notes what happened to the files of a chain.
func (r *result) tell(l *lane, files []*file, was map[*file]int) {
	kept := map[*file]bool{}
	for _, f := range files {
		kept[f] = true
	}
	for i := range l.parts {
		f := l.parts[i].file
		if kept[f] {
			continue
		}
		n := told(f.source().Name(), "removed", fault.Say("the file is not there any more"))
		if i == len(l.parts)-1 {
			n = Emptied(n.File, time.Now())
		}
		delete(r.failed, f)
		r.note(n)
	}
	if len(l.parts) == 0 || len(files) == 0 {
		return
	}
	old, live := l.parts[len(l.parts)-1].file, files[len(files)-1]
	if _, known := was[live]; !known && kept[old] {
		r.note(told(live.source().Name(), "rotated", fault.Say("continued from {0}", old.source().Name())))
	}
}
