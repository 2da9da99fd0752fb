package gram

// Filter has a bit for each slot; it is the set of the grams of a page. Those of
// four bytes have the first half of it, the long ones the other.
type Filter [slots / 64]uint64

// slot4 is the place of four bytes; the first is the lowest.
func slot4(gram uint32) uint32 { return gram * multiplier4 >> (32 - halfBits) }

// slot5 is the place of a long gram, the first byte lowest, in the second half. A bit
// that makes that one small is set whatever it is; the others have no case.
func slot5(gram uint64) uint32 {
	return slots/2 | uint32((gram|' ')<<24>>24*multiplier5>>(64-halfBits))
}

// numerals has a bit for each of eight bytes that is of numbers: 0 to 9, -, . and /.
func numerals(w uint64) uint64 { return bitOfByte(between(w, '-', '9') >> 7) }

// long reports whether five bytes at the top of a word, the last on top, are a long
// gram: one of a byte and four numerals.
func long(last uint64) bool { return numerals(last)>>4 == 15 }

// fourNumerals has a bit where numerals have four in a row that end there; before is the
// word of numerals that lies before.
func fourNumerals(these, before uint64) uint64 {
	two := these & (these<<1 | before>>63)
	return two & (two<<2 | before&(before<<1)>>62)
}

// between sets the top bit of the bytes that lie between two of ASCII, both
// included. Adding to the low seven bits carries into the top bit from the first
// on, and from behind the last on.
func between(w uint64, first, last byte) uint64 {
	low := w & 0x7f7f7f7f7f7f7f7f
	from := low + uint64(0x80-first)*0x0101010101010101
	behind := low + uint64(0x7f-last)*0x0101010101010101
	return (from ^ behind) & ^w & 0x8080808080808080
}

// bitOfByte makes eight bytes of 0 or 1 to bits. The product moves bit 0 of byte
// k to bit 56+k; no two of its terms meet.
func bitOfByte(bytes uint64) uint64 { return bytes * 0x0102040810204080 >> 56 }

func (f *Filter) set(s uint32) { f[s>>6] |= 1 << (s & 63) }

func (f *Filter) has(s uint32) bool { return f[s>>6]>>(s&63)&1 != 0 }

// lower makes the ASCII letters among eight bytes small.
func lower(w uint64) uint64 { return w | between(w, 'A', 'Z')>>2 }
