package match

import (
	"encoding/binary"
	"slices"
)

// A state is known by where its row of the table begins. With the top bit it is
// an answer, not a state.
const (
	special = 1 << 31
	unmade  = special     // not computed yet
	matched = special | 1 // a match ends before the byte
	dead    = special | 2 // no match can follow; only where the start is given
)

// automaton makes states as they are met. One row of the table is the state
// after each possible byte.
type automaton struct {
	p      *program
	limit  limits
	table  []uint32
	keys   []string // how to make the state again: what it knows, encoded
	ids    map[string]uint32
	held   int       // bytes in keys
	starts [6]uint32 // the first states, plus one; by what stands before, and whether the start is given
	now    knowledge
	set    pcSet
	before []uint32
	key    []byte
	walked int // bytes since the table was emptied
	wasted int // how often it was emptied soon
	slow   bool
	alone  int // bytes to walk with one lane, because matches go over every cut

	stop    func() bool // see Stop; may be nil
	stopped bool
	work    int // steps since stop was asked
}

// limits bound the memory of an automaton and its steps; tests make them small.
type limits struct {
	states, held, wasted                int
	alone, firstSpan, span, aloneWindow int
}

var usualLimits = limits{maxStates, maxHeld, maxWasted, aloneBytes, firstSpan, spanBytes, aloneWindow}

func newAutomaton(p *program, l limits) *automaton {
	return &automaton{p: p, limit: l, ids: map[string]uint32{}, slow: len(p.inst) > maxProgram}
}

// knowledge is a state in full.
type knowledge struct {
	given bool     // the match begins where the walk began
	word  bool     // behind a word's character, where that matters
	head  bool     // at the start of a line, where that matters
	node  int32    // the rune that has begun
	pcs   []uint32 // what comes next: anything at a rune's start, runes only within one
}

// save encodes what is known; two states that know the same have the same key.
func (a *automaton) save() {
	k := &a.now
	flags := byte(0)
	for i, on := range [...]bool{k.given, k.word, k.head} {
		if on {
			flags |= 1 << i
		}
	}
	a.key = binary.AppendUvarint(append(a.key[:0], flags), uint64(k.node))
	slices.Sort(k.pcs)
	last := uint32(0)
	for _, pc := range k.pcs {
		a.key = binary.AppendUvarint(a.key, uint64(pc-last))
		last = pc
	}
}

func (a *automaton) load(key string) {
	k := &a.now
	flags := key[0]
	k.given, k.word, k.head = flags&1 != 0, flags&2 != 0, flags&4 != 0
	a.key = append(a.key[:0], key[1:]...)
	b := a.key
	node, n := binary.Uvarint(b)
	k.node, b, k.pcs = int32(node), b[n:], k.pcs[:0]
	last := uint32(0)
	for len(b) > 0 {
		d, n := binary.Uvarint(b)
		last += uint32(d)
		k.pcs, b = append(k.pcs, last), b[n:]
	}
}

// intern gives the state that a.now describes. When there is no room the table
// is emptied; the states in lanes get new rows.
func (a *automaton) intern(lanes []uint32) uint32 {
	a.save()
	if id, ok := a.ids[string(a.key)]; ok {
		return id
	}
	key := string(a.key)
	if len(a.keys) >= a.limit.states || a.held+len(key) > a.limit.held && len(a.keys) > len(lanes) {
		a.empty(lanes)
		if id, ok := a.ids[key]; ok {
			return id
		}
	}
	return a.add(key)
}

func (a *automaton) add(key string) uint32 {
	id := uint32(len(a.table))
	a.keys = append(a.keys, key)
	a.ids[key] = id
	a.held += len(key)
	row := len(a.table)
	a.table = slices.Grow(a.table, 256)[:row+256]
	for i := range 256 {
		a.table[row+i] = unmade
	}
	return id
}

// empty forgets all states but those in lanes.
func (a *automaton) empty(lanes []uint32) {
	if a.walked < len(a.keys)*worthBytes {
		if a.wasted++; a.wasted >= a.limit.wasted {
			a.slow = true
		}
	}
	keys := make([]string, len(lanes))
	for i, s := range lanes {
		if s < special {
			keys[i] = a.keys[s>>8]
		}
	}
	clear(a.ids)
	clear(a.keys)
	a.table, a.keys, a.held, a.walked, a.starts = a.table[:0], a.keys[:0], 0, 0, [6]uint32{}
	for i, key := range keys {
		if lanes[i] >= special {
			continue
		}
		id, ok := a.ids[key]
		if !ok {
			id = a.add(key)
		}
		lanes[i] = id
	}
}

// advance moves one lane over a byte.
func (a *automaton) advance(lanes []uint32, k int, c byte) {
	to := a.table[lanes[k]+uint32(c)]
	if to != unmade {
		lanes[k] = to
		return
	}
	a.load(a.keys[lanes[k]>>8])
	if to = a.step(c); to == unmade {
		to = a.intern(lanes)
	}
	if a.stopped { // that was no step
		lanes[k] = matched
		return
	}
	a.table[lanes[k]+uint32(c)] = to
	lanes[k] = to
}

// begin gives the state before text[at]; given: a match must begin there.
func (a *automaton) begin(lanes []uint32, k int, text []byte, at int, given bool) {
	a.open(text, at, given)
	i := 0
	if a.now.head {
		i = 1
	} else if a.now.word {
		i = 2
	}
	if given {
		i += 3
	}
	if a.starts[i] == 0 {
		lanes[k] = dead // of no interest when the table is emptied
		a.starts[i] = a.intern(lanes) + 1
	}
	lanes[k] = a.starts[i] - 1
}

// open is what is known before text[at].
func (a *automaton) open(text []byte, at int, given bool) {
	k := &a.now
	k.given, k.node, k.pcs = given, 0, k.pcs[:0]
	k.head = a.p.heads && (at == 0 || text[at-1] == '\n')
	k.word = a.p.words && at > 0 && isWord(rune(text[at-1]))
	if given {
		a.set.reset(len(a.p.inst))
		a.p.reach(&a.set, a.p.start)
		k.pcs = append(k.pcs, a.set.pcs...)
	}
}
