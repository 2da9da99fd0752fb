package inflate

import (
	"encoding/binary"
	"hash/crc32"
	"io"
)

// member reads a header, RFC 1952, section 2.3.
func (d *Reader) member() error {
	d.want(10)
	if d.end == d.ip {
		return d.eof
	}
	h, err := d.bytes(10)
	if err != nil {
		return err
	}
	if h[0] != 0x1f || h[1] != 0x8b || h[2] != 8 {
		return d.damaged("no gzip header")
	}
	flags := h[3]
	sum := crc32.ChecksumIEEE(h)
	if flags&4 != 0 {
		n, err := d.bytes(2)
		if err != nil {
			return err
		}
		sum = crc32.Update(sum, crc32.IEEETable, n)
		for left := int(binary.LittleEndian.Uint16(n)); left > 0; {
			p, err := d.bytes(min(left, 1024))
			if err != nil {
				return err
			}
			sum = crc32.Update(sum, crc32.IEEETable, p)
			left -= len(p)
		}
	}
	for f := byte(8); f <= 16; f <<= 1 {
		for n := 0; flags&f != 0; n++ {
			p, err := d.bytes(1)
			if err != nil {
				return err
			}
			sum = crc32.Update(sum, crc32.IEEETable, p)
			if p[0] == 0 {
				break
			}
			if n == 511 {
				return d.damaged("a name too long in the header")
			}
		}
	}
	if flags&2 != 0 {
		p, err := d.bytes(2)
		if err != nil {
			return err
		}
		if binary.LittleEndian.Uint16(p) != uint16(sum) {
			return d.damaged("the header's checksum does not match")
		}
	}
	d.sum()
	d.crc, d.total, d.oldest = 0, 0, d.pos
	d.bits, d.nbits = 0, 0
	d.state = atBlock
	return nil
}

// trailer checks sum and size.
func (d *Reader) trailer() error {
	d.align()
	p, err := d.bytes(8)
	if err != nil {
		return err
	}
	d.sum()
	if binary.LittleEndian.Uint32(p) != d.crc || binary.LittleEndian.Uint32(p[4:]) != d.total {
		return d.damaged("the checksum does not match")
	}
	d.state = atMember
	return nil
}

// bytes are the next n whole ones, at most 1024.
func (d *Reader) bytes(n int) ([]byte, error) {
	d.want(n)
	if d.end-d.ip < n {
		d.ip = d.end
		if d.eof == io.EOF {
			return nil, io.ErrUnexpectedEOF
		}
		return nil, d.eof
	}
	d.ip += n
	return d.in[d.ip-n : d.ip], nil
}

// align gives back the whole bytes in the bit buffer.
func (d *Reader) align() {
	d.ip -= int(d.nbits / 8)
	d.bits, d.nbits = 0, 0
}
