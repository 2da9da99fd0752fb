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
	wanted := a.slots()
	dst, raw := make([]uint64, len(Filter{})), make([]byte, 8*len(Filter{}))
	for i := range f.segments {
		s := &f.segments[i]
		rows, err := f.rows(s, wanted, dst, raw)
		if err != nil {
			return Pages{}, err
		}
		// A segment begins at a multiple of 64 pages.
		a.over(rows, wanted, all.words[s.first/64:][:(s.pages+63)/64], s.pages)
	}
	return all, nil
}

// slots is every slot that is asked for, once, in order.
func (a *Ask) slots() []uint16 {
	var all []uint16
	for _, g := range a.groups {
		for _, text := range g {
			all = append(all, text...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// rows reads the rows of the wanted slots, each (pages+63)/64 words, one after
// the other. A block is read once.
func (f *File) rows(s *segment, wanted []uint16, dst []uint64, raw []byte) ([]uint64, error) {
	per := slots / (len(s.at) - 1)
	width := (s.pages + 63) / 64
	rows := make([]uint64, 0, len(wanted)*width)
	var block []uint64
	have := -1
	for _, slot := range wanted {
		if b := int(slot) / per; b != have {
			var err error
			if block, err = f.block(s, b, dst, raw); err != nil {
				return nil, err
			}
			have = b
		}
		at := int(slot) % per * s.pages
		for p := 0; p < s.pages; p += 64 {
			rows = append(rows, getBits(block, at+p, min(64, s.pages-p)))
		}
	}
	return rows, nil
}

// over computes May for all pages of a segment at once, into zeroed words.
func (a *Ask) over(rows []uint64, wanted []uint16, into []uint64, pages int) {
	width := len(into)
	one, some := make([]uint64, width), make([]uint64, width)
	fill(into, pages)
	for _, g := range a.groups {
		clear(some)
		for _, text := range g {
			fill(one, pages)
			for _, slot := range text {
				i, _ := slices.BinarySearch(wanted, slot)
				for k, w := range rows[i*width:][:width] {
					one[k] &= w
				}
			}
			for k, w := range one {
				some[k] |= w
			}
		}
		for k, w := range some {
			into[k] &= w
		}
	}
}

// fill sets the first n bits.
func fill(words []uint64, n int) {
	for i := range words {
		words[i] = ^uint64(0) >> (64 - min(64, n-i*64))
	}
}
