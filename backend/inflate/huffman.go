package inflate

import "math/bits"

// A table entry is one word:
//
//	bits 0-5   how many bits of input it takes, extra bits included
//	bit  6     it is one literal or two
//	bit  7     it is none of the usual: see bits 14 and 15
//	bits 8-11  how many of them are the code; of two literals, the first's;
//	           of a link, how many bits choose in the second table
//	bits 12-13 how many literals
//	bit  14    the end of the block
//	bit  15    a link to a second table
//	bits 16-31 the base of a length or distance; literals, the first lowest;
//	           the place of the second table
//
// With bit 7 and neither of 14 and 15 it is a code that nobody has.
const (
	literal    = 1 << 6
	unusual    = 1 << 7
	oneByte    = 1 << 12
	twoBytes   = 2 << 12
	endOfBlock = 1 << 14
	link       = 1 << 15
)

const (
	literalBits  = 11
	distanceBits = 9
	maxCode      = 15

	// The largest tables that complete codes of 288 and of 32 symbols can need
	// are 2342 and 594 entries (enough.c of zlib counts them); powers of two
	// let an index be masked instead of checked.
	literalTable  = 4096
	distanceTable = 1024
)

// symbols are the entries without their code lengths, RFC 1951, section 3.2.5.
var literalSymbols, distanceSymbols = func() (l [288]uint32, d [32]uint32) {
	for i := range 256 {
		l[i] = literal | oneByte | uint32(i)<<16
	}
	l[256] = unusual | endOfBlock
	base := uint32(3)
	for i := range 28 {
		extra := uint32(max(0, i/4-1))
		l[257+i] = base<<16 | extra
		base += 1 << extra
	}
	l[285] = 258 << 16
	l[286], l[287] = unusual, unusual
	base = 1
	for i := range 30 {
		extra := uint32(max(0, i/2-1))
		d[i] = base<<16 | extra
		base += 1 << extra
	}
	d[30], d[31] = unusual, unusual
	return
}()

// build fills table for the code whose symbols have these lengths; the first
// table has 2^width entries. It reports whether the lengths are a code: not
// over-subscribed, and complete unless it is no symbol or one of one bit.
func build(table []uint32, width uint, lengths []uint8, symbols []uint32) bool {
	var count, next [maxCode + 1]int
	for _, n := range lengths {
		count[n]++
	}
	used := len(lengths) - count[0]
	left := 1
	for n := 1; n <= maxCode; n++ {
		left = left<<1 - count[n]
		if left < 0 {
			return false
		}
	}
	if left > 0 && !(used == 0 || used == 1 && count[1] == 1) {
		return false
	}
	if left > 0 {
		for i := range table[:1<<width] {
			table[i] = unusual | 1
		}
	}
	// Symbols in the order of their codes.
	var sorted [288]uint16
	for n := 1; n < maxCode; n++ {
		next[n+1] = next[n] + count[n]
	}
	for s, n := range lengths {
		if n != 0 {
			sorted[next[n]] = uint16(s)
			next[n]++
		}
	}
	// Codes up to width: the table for codes up to n bits has 2^n entries, and
	// is doubled when n grows.
	code, i := uint(0), 0
	size := 1
	for n := uint(1); n <= width; n++ {
		if left == 0 {
			copy(table[size:2*size], table[:size])
			size *= 2
		}
		for range count[n] {
			e := entry(symbols[sorted[i]], n, n)
			i++
			at := uint(bits.Reverse16(uint16(code))) >> (16 - n)
			if left == 0 {
				table[at] = e
			} else {
				for ; at < 1<<width; at += 1 << n {
					table[at] = e
				}
			}
			code++
		}
		code <<= 1
	}
	if i == used {
		return true
	}
	// Longer ones: one second table for each first part.
	free := 1 << width
	var at, deep uint
	first := ^uint(0)
	for n := width + 1; n <= maxCode; n++ {
		for left := count[n]; left > 0; left-- {
			back := uint(bits.Reverse16(uint16(code))) >> (16 - n)
			if low := back & (1<<width - 1); low != first {
				first = low
				deep = depth(count[:], n, left, width)
				at = uint(free)
				free += 1 << deep
				table[low] = unusual | link | uint32(at)<<16 | uint32(deep)<<8 | uint32(width)
			}
			e := entry(symbols[sorted[i]], n, n-width)
			i++
			for k := back >> width; k < 1<<deep; k += 1 << (n - width) {
				table[at+k] = e
			}
			code++
		}
		code <<= 1
	}
	return true
}

// depth is how many bits choose in a second table whose first code has n bits
// when left codes of n bits are still to come.
func depth(count []int, n uint, left int, width uint) uint {
	deep := n - width
	room := 1<<deep - left
	for room > 0 && n < maxCode {
		n++
		deep++
		room = room<<1 - count[n]
	}
	return deep
}

// entry gives a symbol its code of n bits, of which shown choose in this table.
func entry(symbol uint32, n, shown uint) uint32 {
	return symbol + uint32(shown)<<8 + uint32(shown)
}

// pair joins two literals in one entry where both codes fit into the index.
func pair(table *[literalTable]uint32, lengths []uint8) {
	// The literals' codes, shortest first, each as its entry in the table and
	// its place there.
	var count, start, code [maxCode + 2]uint
	for _, n := range lengths {
		count[n]++
	}
	count[0] = 0
	for n := 1; n <= maxCode; n++ {
		code[n+1] = (code[n] + count[n]) << 1
	}
	clear(count[:])
	for _, n := range lengths[:256] {
		count[n]++
	}
	for n := 1; n <= maxCode; n++ {
		start[n+1] = start[n] + count[n]
	}
	total := start[literalBits]
	var at [256]uint32
	for s, n := range lengths[:256] {
		if n == 0 || n >= literalBits {
			continue
		}
		at[start[n]&255] = uint32(bits.Reverse16(uint16(code[n]))>>(16-n))<<16 | uint32(n)<<8 | uint32(s)
		start[n]++
		code[n]++
	}
	for _, a := range at[:total] {
		an := a >> 8 & 15
		for _, b := range at[:total] {
			n := an + b>>8&15
			if n > literalBits {
				break
			}
			e := b&255<<24 | a&255<<16 | literal | twoBytes | an<<8 | n
			for i := a>>16 | b>>16<<an; i < 1<<literalBits; i += 1 << n {
				table[i] = e
			}
		}
	}
}
