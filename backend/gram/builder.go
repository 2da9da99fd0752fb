package gram

import (
	"bytes"
	"encoding/binary"
)

// Builder collects the grams of one page after the other. The zero Builder is
// ready; it holds 64 KiB.
type Builder struct {
	seen [slots]byte // 1 for a slot that is set: a store costs less than setting a bit
	last uint32      // the last bytes of the page so far, the newest on top
	n    int         // how many of them there are, up to 4
	held []byte      // an unfinished spelling of k or s at the end of the last Add
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
	for _, c := range text[:min(3, len(text))] { // grams that began in the Add before
		b.step(c)
	}
	if len(text) < 4 {
		return
	}
	i := 0
	if len(text) >= 16 {
		w := lower(binary.LittleEndian.Uint64(text))
		for i = 8; i+8 <= len(text); i += 8 {
			next := lower(binary.LittleEndian.Uint64(text[i:]))
			b.seen[slot(uint32(w))] = 1
			b.seen[slot(uint32(w>>8))] = 1
			b.seen[slot(uint32(w>>16))] = 1
			b.seen[slot(uint32(w>>24))] = 1
			b.seen[slot(uint32(w>>32))] = 1
			b.seen[slot(uint32(w>>40|next<<24))] = 1
			b.seen[slot(uint32(w>>48|next<<16))] = 1
			b.seen[slot(uint32(w>>56|next<<8))] = 1
			w = next
		}
		i -= 8 // of the last eight bytes no gram was taken
	}
	b.last, b.n = 0, 0
	for _, c := range text[i:] {
		b.step(c)
	}
}

// step takes one byte.
func (b *Builder) step(c byte) {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	b.last = b.last>>8 | uint32(c)<<24
	if b.n++; b.n >= 4 {
		b.n = 4
		b.seen[slot(b.last)] = 1
	}
}

// Page gives the filter of what was added, and begins the next page.
func (b *Builder) Page() *Filter {
	b.add(b.held)
	f := new(Filter)
	for i := range f {
		f[i] = gather((*[64]byte)(b.seen[i*64:]))
	}
	clear(b.seen[:])
	b.last, b.n, b.held = 0, 0, b.held[:0]
	return f
}

// gather makes 64 bytes of 0 or 1 to bits. The product moves bit 0 of byte k to
// bit 56+k; no two of its terms meet.
func gather(bytes *[64]byte) (bits uint64) {
	for k := range 8 {
		bits |= binary.LittleEndian.Uint64(bytes[k*8:]) * 0x0102040810204080 >> 56 << (8 * k)
	}
	return bits
}
