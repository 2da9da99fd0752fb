package inflate

import "encoding/binary"

// fastInput is how many bytes one round of the fast loop can take.
const fastInput = 40

// codes decodes until the block ends or the window is full.
func (d *Reader) codes() error {
	for d.pos < limit {
		d.want(fastInput)
		var done bool
		var why string
		if d.end-d.ip >= fastInput {
			done, why = d.fast()
		} else {
			done, why = d.careful()
		}
		if why != "" {
			return d.damaged(why)
		}
		if done {
			d.state = atBlock
			return nil
		}
	}
	return nil
}

const (
	badLiteral  = "a literal's code that nobody has"
	badDistance = "a distance's code that nobody has"
	early       = "it ends early"
	tooFar      = "a match before the beginning"
)

// fast decodes while there is room on both sides: each round takes at most
// fastInput bytes and writes at most slack. Indexes are masked where the compiler
// cannot see that they are in range, and refilling is written out, so that its
// three values stay in registers.
func (d *Reader) fast() (done bool, why string) {
	in, window := &d.in, &d.window
	lit, dist := &d.lit, &d.dist
	bits, nbits := d.bits, d.nbits
	ip, pos := uint(d.ip), uint(d.pos)
	end := uint(d.end - fastInput + 8)
	oldest := uint(d.oldest)

	bits |= binary.LittleEndian.Uint64(in[ip&inputMask:ip&inputMask+8]) << (nbits & 63)
	ip += 7 - nbits>>3&7
	nbits |= 56
	e := lit[bits&(1<<literalBits-1)]
	for ip <= end && ip < inputSize && pos < limit {
		if e&literal != 0 {
			binary.LittleEndian.PutUint16(window[pos:pos+2], uint16(e>>16))
			pos += uint(e >> 12 & 3)
			bits >>= e & 63
			nbits -= uint(e)
			e = lit[bits&(1<<literalBits-1)]
			if e&literal != 0 {
				binary.LittleEndian.PutUint16(window[pos:pos+2], uint16(e>>16))
				pos += uint(e >> 12 & 3)
				bits >>= e & 63
				nbits -= uint(e)
				e = lit[bits&(1<<literalBits-1)]
				if e&literal != 0 {
					binary.LittleEndian.PutUint16(window[pos:pos+2], uint16(e>>16))
					pos += uint(e >> 12 & 3)
					bits >>= e & 63
					nbits -= uint(e)
					bits |= binary.LittleEndian.Uint64(in[ip&inputMask:ip&inputMask+8]) << (nbits & 63)
					ip += 7 - nbits>>3&7
					nbits |= 56
					e = lit[bits&(1<<literalBits-1)]
					continue
				}
			}
			bits |= binary.LittleEndian.Uint64(in[ip&inputMask:ip&inputMask+8]) << (nbits & 63)
			ip += 7 - nbits>>3&7
			nbits |= 56
		}
		if e&unusual != 0 {
			if e&link != 0 {
				bits >>= e & 63
				nbits -= uint(e)
				e = lit[(uint(e>>16)+uint(bits)&(1<<(e>>8&15)-1))&(literalTable-1)]
			}
			if e&literal != 0 {
				window[pos] = byte(e >> 16)
				pos++
				bits >>= e & 63
				nbits -= uint(e)
				bits |= binary.LittleEndian.Uint64(in[ip&inputMask:ip&inputMask+8]) << (nbits & 63)
				ip += 7 - nbits>>3&7
				nbits |= 56
				e = lit[bits&(1<<literalBits-1)]
				continue
			}
			if e&unusual != 0 {
				bits >>= e & 63
				nbits -= uint(e)
				done = e&endOfBlock != 0
				if !done {
					why = badLiteral
				}
				break
			}
		}
		length := uint(e>>16) + uint(bits&(1<<(e&63)-1))>>(e>>8&15)
		bits >>= e & 63
		nbits -= uint(e)

		e = dist[bits&(1<<distanceBits-1)]
		if e&unusual != 0 {
			bits >>= e & 63
			nbits -= uint(e)
			if e&link != 0 {
				e = dist[(uint(e>>16)+uint(bits)&(1<<(e>>8&15)-1))&(distanceTable-1)]
			}
			if e&unusual != 0 {
				why = badDistance
				break
			}
		}
		back := uint(e>>16) + uint(bits&(1<<(e&63)-1))>>(e>>8&15)
		bits >>= e & 63
		nbits -= uint(e)
		if back > pos-oldest {
			why = tooFar
			break
		}
		from, to := pos-back, pos
		pos += length
		bits |= binary.LittleEndian.Uint64(in[ip&inputMask:ip&inputMask+8]) << (nbits & 63)
		ip += 7 - nbits>>3&7
		nbits |= 56
		e = lit[bits&(1<<literalBits-1)]
		if back < 16 {
			near(window, to, back, pos)
			continue
		}
		copy16(window, to, from)
		copy16(window, to+16, from+16)
		for to += 32; to < pos; to += 16 {
			from += 16
			copy16(window, to, from+16)
		}
	}
	d.bits, d.nbits, d.ip, d.pos = bits, nbits&63, int(ip), int(pos)
	return done, why
}

// near copies from back bytes before to, less than 16, up to end.
func near(window *[room]byte, to, back, end uint) {
	switch {
	case back >= 8:
		for from := to - back; to < end; to, from = to+8, from+8 {
			binary.LittleEndian.PutUint64(window[to&mask:to&mask+8], binary.LittleEndian.Uint64(window[from&mask:from&mask+8]))
		}
	case back == 1:
		v := uint64(window[to-1]) * 0x0101010101010101
		for ; to < end; to += 8 {
			binary.LittleEndian.PutUint64(window[to&mask:to&mask+8], v)
		}
	default:
		// Each step copies back bytes that are right, and some that are not yet.
		for from := to - back; to < end; to, from = to+back, from+back {
			binary.LittleEndian.PutUint64(window[to&mask:to&mask+8], binary.LittleEndian.Uint64(window[from&mask:from&mask+8]))
		}
	}
}

// careful decodes symbol by symbol at the end of the input, where the bit buffer
// is filled up with zeros that are not there.
func (d *Reader) careful() (done bool, why string) {
	for d.pos < limit {
		d.refill()
		e := d.lit[d.bits&(1<<literalBits-1)]
		if e&link != 0 && e&unusual != 0 {
			d.drop(e & 63)
			e = d.lit[uint(e>>16)+uint(d.bits)&(1<<(e>>8&15)-1)]
		}
		if e&literal != 0 {
			d.drop(e >> 8 & 15)
			if d.over() {
				return false, early
			}
			d.window[d.pos] = byte(e >> 16)
			d.pos++
			continue
		}
		if e&unusual != 0 {
			d.drop(e & 63)
			if e&endOfBlock == 0 {
				return false, badLiteral
			}
			if d.over() {
				return false, early
			}
			return true, ""
		}
		length := d.value(e)
		d.refill()
		e = d.dist[d.bits&(1<<distanceBits-1)]
		if e&link != 0 && e&unusual != 0 {
			d.drop(e & 63)
			e = d.dist[uint(e>>16)+uint(d.bits)&(1<<(e>>8&15)-1)]
		}
		if e&unusual != 0 {
			d.drop(e & 63)
			return false, badDistance
		}
		back := d.value(e)
		if d.over() {
			return false, early
		}
		if back > d.pos-d.oldest {
			return false, tooFar
		}
		for range length {
			d.window[d.pos] = d.window[d.pos-back]
			d.pos++
		}
	}
	return false, ""
}

// value takes a length or distance.
func (d *Reader) value(e uint32) int {
	v := int(e>>16) + int(d.bits&(1<<(e&63)-1)>>(e>>8&15))
	d.drop(e & 63)
	return v
}

func (d *Reader) drop(n uint32) {
	d.bits >>= n
	d.nbits -= uint(n)
}

const (
	mask      = size - 1
	inputMask = inputSize - 1
)

func copy16(window *[room]byte, to, from uint) {
	*(*[16]byte)(window[to&mask : to&mask+16]) = *(*[16]byte)(window[from&mask : from&mask+16])
}
