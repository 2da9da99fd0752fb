package gram

import "encoding/binary"

// blocksOf is how many blocks a segment of so many pages has: as many as keep a
// block at blockWords or less, a power of two.
func blocksOf(pages int) int {
	n := leastBlocks
	for n < leastBlocks*pages {
		n *= 2
	}
	return n
}

// pack writes the bits of words from of all pages as rows of slots, without gaps;
// block has room for count*64 rows of len(pages) bits.
func pack(block []uint64, pages []*Filter, from, count int) {
	clear(block)
	for w := range count {
		for first := 0; first < len(pages); first += 64 {
			some := pages[first:min(first+64, len(pages))]
			var m [64]uint64
			for p := range some {
				m[p] = some[p][from+w]
			}
			transpose(&m)
			for k, bits := range m {
				putBits(block, (w*64+k)*len(pages)+first, bits)
			}
		}
	}
}

// unpack is the inverse of pack, for pages that are empty yet.
func unpack(pages []*Filter, block []uint64, from, count int) {
	for w := range count {
		for first := 0; first < len(pages); first += 64 {
			some := pages[first:min(first+64, len(pages))]
			var m [64]uint64
			for k := range m {
				m[k] = getBits(block, (w*64+k)*len(pages)+first, len(some))
			}
			transpose(&m)
			for p := range some {
				some[p][from+w] = m[p]
			}
		}
	}
}

// putBits sets bits from place at on; there are zeros, and room for what is set.
func putBits(block []uint64, at int, bits uint64) {
	block[at/64] |= bits << (at % 64)
	if over := bits >> (64 - at%64); over != 0 {
		block[at/64+1] |= over
	}
}

// getBits reads n bits, 1 to 64, from place at on.
func getBits(block []uint64, at, n int) uint64 {
	bits := block[at/64] >> (at % 64)
	if at%64+n > 64 {
		bits |= block[at/64+1] << (64 - at%64)
	}
	return bits & (^uint64(0) >> (64 - n))
}

// transpose makes bit p of word k bit k of word p: the halves off the diagonal
// change places, then the same in each quarter. (H. S. Warren, Hacker's Delight,
// section 7-3)
func transpose(m *[64]uint64) {
	mask := ^uint64(0) >> 32
	for j := 32; j != 0; j, mask = j/2, mask^mask<<(j/2) {
		for k := 0; k < 64; k = (k + j + 1) &^ j {
			t := (m[k]>>j ^ m[k+j]) & mask
			m[k] ^= t << j
			m[k+j] ^= t
		}
	}
}

func toBytes(dst []byte, words []uint64) {
	for i, w := range words {
		binary.LittleEndian.PutUint64(dst[i*8:], w)
	}
}

func fromBytes(words []uint64, src []byte) {
	for i := range words {
		words[i] = binary.LittleEndian.Uint64(src[i*8:])
	}
}
