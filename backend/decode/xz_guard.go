package decode

import (
	"encoding/binary"
	"fmt"
	"io"
)

// xzGuard passes an xz stream through and checks the dictionary size of every
// block before the decoder sees it, since the decoder allocates what a block
// asks for. It follows the layout of "The .xz File Format" 1.1.0 (stream header,
// blocks of LZMA2 chunks, index); from the index on nothing is left to check.
type xzGuard struct {
	r     io.Reader
	ready []byte // checked, not yet delivered
	pass  int64  // payload bytes to pass unchecked; -1 for all that follow
	next  func(*xzGuard) error
	check int   // length of a block's checksum
	block int64 // bytes of the present block, for its padding to 4
}

func (g *xzGuard) Read(p []byte) (int, error) {
	for len(g.ready) == 0 && g.pass == 0 {
		step := g.next
		if step == nil {
			step = (*xzGuard).streamHeader
		}
		if err := step(g); err != nil {
			return 0, err
		}
	}
	if len(g.ready) > 0 {
		n := copy(p, g.ready)
		g.ready = g.ready[n:]
		return n, nil
	}
	if g.pass > 0 && int64(len(p)) > g.pass {
		p = p[:g.pass]
	}
	n, err := g.r.Read(p)
	if g.pass > 0 {
		g.pass -= int64(n)
	}
	return n, err
}

// take reads n more bytes of structure.
func (g *xzGuard) take(n int) ([]byte, error) {
	at := len(g.ready)
	g.ready = append(g.ready, make([]byte, n)...)
	if _, err := io.ReadFull(g.r, g.ready[at:]); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	return g.ready[at:], nil
}

func (g *xzGuard) streamHeader() error {
	h, err := g.take(12)
	if err != nil {
		return err
	}
	sizes := [16]int{0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64}
	g.check = sizes[h[7]&0x0f]
	g.next = (*xzGuard).blockHeader
	return nil
}

func (g *xzGuard) blockHeader() error {
	g.ready = nil
	first, err := g.take(1)
	if err != nil {
		return err
	}
	if first[0] == 0 { // the index: no more blocks
		g.pass = -1
		return nil
	}
	size := int(first[0])*4 + 4
	h, err := g.take(size - 1)
	if err != nil {
		return err
	}
	if err := checkDictionary(h[:len(h)-4]); err != nil {
		return err
	}
	g.block = 0
	g.next = (*xzGuard).chunk
	return nil
}

// checkDictionary reads a block header from its flags on, without the CRC.
func checkDictionary(h []byte) error {
	if len(h) == 0 {
		return fmt.Errorf("short block header")
	}
	filters, sizes := int(h[0]&3)+1, int(h[0]>>6&1)+int(h[0]>>7)
	h = h[1:]
	number := func() (uint64, bool) {
		v, n := binary.Uvarint(h)
		if n <= 0 {
			return 0, false
		}
		h = h[n:]
		return v, true
	}
	for range sizes {
		if _, ok := number(); !ok {
			return fmt.Errorf("broken block header")
		}
	}
	for range filters {
		id, ok1 := number()
		length, ok2 := number()
		if !ok1 || !ok2 || length > uint64(len(h)) {
			return fmt.Errorf("broken block header")
		}
		props := h[:length]
		h = h[length:]
		if id != 0x21 || length != 1 { // only LZMA2 has a dictionary
			continue
		}
		if d := dictionary(props[0]); d > maxXzDict {
			return &Exceeded{"xz dictionary", maxXzDict, d}
		}
	}
	return nil
}

// dictionary is the size that LZMA2's property byte stands for.
func dictionary(p byte) int64 {
	if p >= 40 {
		return 1 << 32
	}
	return int64(2|p&1) << (p/2 + 11)
}

// chunk reads the head of one LZMA2 chunk and lets its payload pass.
func (g *xzGuard) chunk() error {
	g.ready = nil
	c, err := g.take(1)
	if err != nil {
		return err
	}
	control, head := c[0], 1
	var payload int64
	switch {
	case control == 0: // end of the block: padding and checksum follow
		g.block++
		pad := int((4 - g.block%4) % 4)
		g.next = (*xzGuard).blockHeader
		_, err := g.take(pad + g.check)
		return err
	case control >= 0x80:
		head = 5
		if control >= 0xc0 {
			head = 6
		}
		h, err := g.take(head - 1)
		if err != nil {
			return err
		}
		payload = int64(h[2])<<8 + int64(h[3]) + 1
	case control <= 2:
		head = 3
		h, err := g.take(2)
		if err != nil {
			return err
		}
		payload = int64(h[0])<<8 + int64(h[1]) + 1
	default:
		return fmt.Errorf("unknown chunk %#x", control)
	}
	g.block += int64(head) + payload
	g.pass = payload
	return nil
}
