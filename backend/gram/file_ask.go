package gram

import (
	"math/bits"
	"slices"
)

// Pages is a set of pages of one file.
type Pages struct {
	words []uint64
	n     int
}

func newPages(n int) Pages { return Pages{make([]uint64, (n+63)/64), n} }

// Len is how many pages the file has.
func (p Pages) Len() int { return p.n }

// Has reports whether page i, below Len, is in the set.
func (p Pages) Has(i int) bool { return p.words[i/64]>>(i%64)&1 != 0 }

// Count is how many pages are in the set.
func (p Pages) Count() (n int) {
	for _, w := range p.words {
		n += bits.OnesCount64(w)
	}
	return n
}

// Ask gives the pages that may have a match; all of them when the Ask is of no
// use. An error is a fault, of kind Damaged where the file is.
func (f *File) Ask(a *Ask) (Pages, error) {
	all := newPages(f.Pages())
	if !a.Useful() {
		fill(all.words, all.n)
		return all, nil
	}
	r := rows{file: f, raw: make([]byte, 8*blockWords)}
	for i := range f.segments {
		s := &f.segments[i]
		r.of(s)
		// A segment begins at a multiple of 64 pages.
		if err := a.over(&r, all.words[s.first/64:][:(s.pages+63)/64], s.pages); err != nil {
			return Pages{}, err
		}
	}
	return all, nil
}

// over computes May for all pages of a segment at once, into zeroed words. What
// rules all of them out is the last that is read.
func (a *Ask) over(r *rows, into []uint64, pages int) error {
	one, some := make([]uint64, len(into)), make([]uint64, len(into))
	fill(into, pages)
	for _, g := range a.groups {
		clear(some)
		for _, text := range g {
			copy(one, into)
			for _, slot := range text {
				if !slices.ContainsFunc(one, func(w uint64) bool { return w != 0 }) {
					break
				}
				if err := r.and(one, slot); err != nil {
					return err
				}
			}
			for k, w := range one {
				some[k] |= w
			}
		}
		copy(into, some)
	}
	return nil
}

// rows reads the rows of slots of one segment after the other.
type rows struct {
	file *File
	s    *segment
	per  int // slots of a block
	held map[int][]uint64
	raw  []byte
}

func (r *rows) of(s *segment) {
	r.s, r.per, r.held = s, slots/(len(s.at)-1), map[int][]uint64{}
}

// and leaves the pages in the set that have the slot.
func (r *rows) and(set []uint64, slot uint32) error {
	b := int(slot) / r.per
	block := r.held[b]
	if block == nil {
		var err error
		if block, err = r.file.block(r.s, b, make([]uint64, blockWords), r.raw); err != nil {
			return err
		}
		if len(r.held) == heldBlocks {
			clear(r.held)
		}
		r.held[b] = block
	}
	at := int(slot) % r.per * r.s.pages
	for k := range set {
		set[k] &= getBits(block, at+k*64, min(64, r.s.pages-k*64))
	}
	return nil
}

// fill sets the first n bits.
func fill(words []uint64, n int) {
	for i := range words {
		words[i] = ^uint64(0) >> (64 - min(64, n-i*64))
	}
}
