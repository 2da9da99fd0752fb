package inflate

import "encoding/binary"

// headerMost is more than a dynamic block's header can have: 17 bits, 19 lengths
// of 3, 316 of at most 14.
const headerMost = 640

// take is the next n bits; n is at most 16. The caller looks at over.
func (d *Reader) take(n uint) uint {
	d.refill()
	v := uint(d.bits & (1<<n - 1))
	d.bits >>= n
	d.nbits -= n
	return v
}

func (d *Reader) refill() {
	if d.nbits >= 32 {
		return
	}
	if d.ip > d.end+16 {
		// Zeros for ever: the caller sees that it is over.
		d.nbits += 32
		d.ip += 4
		return
	}
	d.bits |= binary.LittleEndian.Uint64(d.in[d.ip:]) << d.nbits
	d.ip += int((63 - d.nbits) >> 3)
	d.nbits |= 56
}

// block reads a block's header, RFC 1951, section 3.2.3.
func (d *Reader) block() error {
	if d.last {
		d.last = false
		d.state = atTrailer
		return nil
	}
	d.want(headerMost)
	final, kind := d.take(1) == 1, d.take(2)
	if d.over() {
		return d.damaged("")
	}
	d.last = final
	switch kind {
	case 0:
		return d.storedHeader()
	case 1:
		d.fixed()
	case 2:
		if why := d.dynamic(); why != "" {
			return d.damaged(why)
		}
		if d.over() {
			return d.damaged("")
		}
	default:
		return d.damaged("no such block type")
	}
	d.state = inCodes
	return nil
}

func (d *Reader) storedHeader() error {
	d.align()
	p, err := d.bytes(4)
	if err != nil {
		return err
	}
	n := binary.LittleEndian.Uint16(p)
	if n != ^binary.LittleEndian.Uint16(p[2:]) {
		return d.damaged("a stored block's length is not itself")
	}
	d.left = int(n)
	d.state = inStored
	return nil
}

func (d *Reader) stored() error {
	for d.left > 0 && d.pos < limit {
		d.want(1)
		n := min(d.left, d.end-d.ip, limit-d.pos)
		if n == 0 {
			return d.short()
		}
		copy(d.window[d.pos:], d.in[d.ip:d.ip+n])
		d.pos += n
		d.ip += n
		d.left -= n
	}
	if d.left == 0 {
		d.state = atBlock
	}
	return nil
}

// fixed is section 3.2.6.
func (d *Reader) fixed() {
	var l [288]uint8
	for i := range l {
		switch {
		case i < 144:
			l[i] = 8
		case i < 256:
			l[i] = 9
		case i < 280:
			l[i] = 7
		default:
			l[i] = 8
		}
	}
	build(d.lit[:], literalBits, l[:], literalSymbols[:])
	pair(&d.lit, l[:])
	for i := range 32 {
		l[i] = 5
	}
	build(d.dist[:], distanceBits, l[:32], distanceSymbols[:])
}

var lengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

var lengthSymbols = func() (s [19]uint32) {
	for i := range s {
		s[i] = uint32(i) << 16
	}
	return
}()

// dynamic is section 3.2.7. It says what is wrong.
func (d *Reader) dynamic() string {
	literals, distances, n := d.take(5)+257, d.take(5)+1, d.take(4)+4
	if literals > 286 || distances > 30 {
		return "too many codes"
	}
	var order [19]uint8
	for i := range n {
		order[lengthOrder[i]] = uint8(d.take(3))
	}
	var table [128]uint32
	if !build(table[:], 7, order[:], lengthSymbols[:]) {
		return "the lengths' code is no code"
	}
	var l [316]uint8
	for i := uint(0); i < literals+distances; {
		d.refill()
		e := table[d.bits&127]
		d.bits >>= e & 63
		d.nbits -= uint(e & 63)
		if e&unusual != 0 {
			return "the lengths' code is no code"
		}
		s := e >> 16
		if s < 16 {
			l[i] = uint8(s)
			i++
			continue
		}
		var again uint
		var v uint8
		switch s {
		case 16:
			if i == 0 {
				return "a length repeats nothing"
			}
			v = l[i-1]
			again = 3 + d.take(2)
		case 17:
			again = 3 + d.take(3)
		case 18:
			again = 11 + d.take(7)
		}
		if again > literals+distances-i {
			return "too many lengths"
		}
		for range again {
			l[i] = v
			i++
		}
	}
	if l[256] == 0 {
		return "a block without an end"
	}
	if !build(d.lit[:], literalBits, l[:literals], literalSymbols[:]) {
		return "the literals' code is no code"
	}
	pair(&d.lit, l[:literals])
	if !build(d.dist[:], distanceBits, l[literals:literals+distances], distanceSymbols[:]) {
		return "the distances' code is no code"
	}
	return ""
}
