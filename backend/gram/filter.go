package gram

// Filter has a bit for each slot; it is the set of the grams of a page.
type Filter [slots / 64]uint64

// slot is the place of a gram; its first byte is the lowest.
func slot(gram uint32) uint16 { return uint16(gram * multiplier >> (32 - slotBits)) }

func (f *Filter) has(s uint16) bool { return f[s>>6]>>(s&63)&1 != 0 }

// lower makes the ASCII letters among eight bytes small. Adding to the low
// seven bits carries into the top bit from 'A' on, and from behind 'Z' on.
func lower(w uint64) uint64 {
	low := w & 0x7f7f7f7f7f7f7f7f
	fromA := low + (0x80-'A')*0x0101010101010101
	behindZ := low + (0x7f-'Z')*0x0101010101010101
	letters := (fromA ^ behindZ) & ^w & 0x8080808080808080
	return w | letters>>2
}
