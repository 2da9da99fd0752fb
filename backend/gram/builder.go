package gram

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Builder collects the grams of one page after the other. The zero Builder is
// ready; it holds 80 KiB.
type Builder struct {
	seen [slots / 2]byte // 1 for a slot of four bytes that is set: a store costs less than setting a bit
	page *Filter         // with the long grams, which are few
	last uint64          // the last bytes of the page so far, the newest on top
	n    int             // how many of them there are, up to 5
	held []byte          // an unfinished spelling of k or s at the end of the last Add
	buf  []byte
}

// The spellings of k and s beyond ASCII, as query.Fold has them.
var (
	kelvin  = []byte("\u212A")
	longS   = []byte("\u017F")
	letterK = []byte("k")
	letterS = []byte("s")
)

// Add takes the next bytes of the page, cut wherever it suits the caller.
func (b *Builder) Add(text []byte) {
	if len(b.held) > 0 {
		b.buf = append(append(b.buf[:0], b.held...), text...)
		text, b.held = b.buf, b.held[:0]
	}
	if n := unfinished(text); n > 0 {
		b.held = append(b.held, text[len(text)-n:]...)
		text = text[:len(text)-n]
	}
	if bytes.Contains(text, kelvin) || bytes.Contains(text, longS) {
		text = bytes.ReplaceAll(bytes.ReplaceAll(text, kelvin, letterK), longS, letterS)
	}
	b.add(text)
}

// unfinished is how many bytes at the end may begin a spelling of k or s.
func unfinished(text []byte) int {
	for n := min(len(kelvin)-1, len(text)); n > 0; n-- {
		end := text[len(text)-n:]
		if bytes.HasPrefix(kelvin, end) || n < len(longS) && bytes.HasPrefix(longS, end) {
			return n
		}
	}
	return 0
}

func (b *Builder) add(text []byte) {
	if b.page == nil {
		b.page = new(Filter)
	}
	for _, c := range text[:min(4, len(text))] { // grams that began in the Add before
		b.step(c)
	}
	if len(text) < 5 {
		return
	}
	at := b.chunks(text)
	b.last, b.n = 0, 0
	for _, c := range text[max(at-4, 0):] {
		b.step(c)
	}
}

// chunks takes the grams of four bytes that begin, and the long ones that end,
// before the place that it returns.
func (b *Builder) chunks(text []byte) (at int) {
	if len(text) < chunk+8 {
		return 0
	}
	w := lower(binary.LittleEndian.Uint64(text))
	seen, page, before := &b.seen, b.page, uint64(0)
	for ; at+chunk+8 <= len(text); at += chunk {
		these := uint64(0)
		for i := 0; i < chunk; i += 8 {
			next := lower(binary.LittleEndian.Uint64(text[at+i+8:]))
			seen[slot4(uint32(w))] = 1
			seen[slot4(uint32(w>>8))] = 1
			seen[slot4(uint32(w>>16))] = 1
			seen[slot4(uint32(w>>24))] = 1
			seen[slot4(uint32(w>>32))] = 1
			seen[slot4(uint32(w>>40|next<<24))] = 1
			seen[slot4(uint32(w>>48|next<<16))] = 1
			seen[slot4(uint32(w>>56|next<<8))] = 1
			these |= numerals(w) << (i & 63)
			w = next
		}
		ends := fourNumerals(these, before)
		if at == 0 {
			ends &^= 1 << 3 // it began in the Add before
		}
		for ; ends != 0; ends &= ends - 1 {
			page.set(slot5(binary.LittleEndian.Uint64(text[at+bits.TrailingZeros64(ends)-4:])))
		}
		before = these
	}
	return at
}

// step takes one byte.
func (b *Builder) step(c byte) {
	b.last = lower(b.last>>8 | uint64(c)<<56)
	if b.n++; b.n >= 4 {
		b.seen[slot4(uint32(b.last>>32))] = 1
	}
	if b.n >= 5 {
		b.n = 5
		if long(b.last) {
			b.page.set(slot5(b.last >> 24))
		}
	}
}

// Page gives the filter of what was added, and begins the next page.
func (b *Builder) Page() *Filter {
	b.add(b.held)
	f := b.page
	for i := range slots / 2 / 64 {
		f[i] = gather((*[64]byte)(b.seen[i*64:]))
	}
	clear(b.seen[:])
	b.page, b.last, b.n, b.held = nil, 0, 0, b.held[:0]
	return f
}

// gather makes 64 bytes of 0 or 1 to bits.
func gather(bytes *[64]byte) (bits uint64) {
	for k := range 8 {
		bits |= bitOfByte(binary.LittleEndian.Uint64(bytes[k*8:])) << (8 * k)
	}
	return bits
}
