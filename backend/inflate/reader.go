package inflate

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

const (
	history = 32 << 10 // how far back a match can reach
	size    = 1 << 18
	slack   = 512 // what one round of the loop can write behind the limit
	limit   = size - slack
	room    = size + 64

	// begin leaves little room to the first filling of the window: who wants
	// only the head of a file does not wait for more.
	begin = limit - 64<<10

	inputSize = 64 << 10
	inputPad  = 64
)

// Reader decompresses gzip. It holds 340 KB.
type Reader struct {
	src  io.Reader
	end  int   // in[ip:end] is unread
	eof  error // of src
	base int64 // offset of in[0]

	bits  uint64
	nbits uint
	ip    int

	from   int // window[from:pos] was not handed out
	pos    int
	oldest int // where the member begins

	state  state
	last   bool
	left   int // of a stored block
	crc    uint32
	total  uint32
	summed int
	err    error

	before int64 // text before window[0]; negative at first
	every  int64 // between two marks
	next   int64 // text behind which the next one is told
	tell   func(*Mark)
	into   uint // bits of the first byte that lie before a mark

	lit    [literalTable]uint32
	dist   [distanceTable]uint32
	in     [inputSize + inputPad]byte
	window [room]byte
}

type state uint8

const (
	atMember state = iota
	atMark
	atBlock
	inStored
	inCodes
	atTrailer
)

// Damage says where the compressed bytes cannot be right.
type Damage struct {
	At  int64 // compressed bytes before it
	Why string
}

func (d *Damage) Error() string { return fmt.Sprintf("%s at byte %d", d.Why, d.At) }

// NewReader reads the members of r, one after the other, as one text. It takes
// more of r than it needs.
func NewReader(r io.Reader) *Reader {
	return &Reader{src: r, from: begin, pos: begin, oldest: begin, summed: begin, before: -begin}
}

// Read hands out what could be decoded before it tells an error: Damage,
// io.ErrUnexpectedEOF, or what the stored bytes' reader said.
func (d *Reader) Read(p []byte) (int, error) {
	if d.from == d.pos && d.err == nil {
		d.decode()
	}
	n := copy(p, d.window[d.from:d.pos])
	d.from += n
	if n == 0 && len(p) > 0 {
		return 0, d.err
	}
	return n, nil
}

// decode fills the window.
func (d *Reader) decode() {
	if d.pos >= limit {
		keep := copy(d.window[:], d.window[d.pos-history:d.pos])
		d.oldest = max(0, d.oldest-(d.pos-keep))
		d.before += int64(d.pos - keep)
		d.pos, d.from, d.summed = keep, keep, keep
	}
	for d.err == nil && d.pos < limit {
		switch d.state {
		case atMember:
			d.err = d.member()
		case atMark:
			d.err = d.resume()
		case atBlock:
			d.mark()
			d.err = d.block()
		case inStored:
			d.err = d.stored()
		case inCodes:
			d.err = d.codes()
		case atTrailer:
			d.err = d.trailer()
		}
	}
	d.sum()
}

// sum takes what was decoded into the member's sum.
func (d *Reader) sum() {
	p := d.window[d.summed:d.pos]
	d.crc = crc32.Update(d.crc, crc32.IEEETable, p)
	d.total += uint32(len(p))
	d.summed = d.pos
}

// want reads until n bytes are there, or all there are.
func (d *Reader) want(n int) {
	if d.end-d.ip >= n || d.eof != nil {
		return
	}
	// What the bit buffer holds in whole bytes is read again, so that align finds it.
	d.ip -= int(d.nbits / 8)
	d.nbits &= 7
	d.bits &= 1<<d.nbits - 1
	d.base += int64(d.ip)
	d.end = copy(d.in[:], d.in[d.ip:d.end])
	d.ip = 0
	for idle := 0; d.end < n && d.eof == nil; idle++ {
		k, err := d.src.Read(d.in[d.end:inputSize])
		d.end += k
		d.eof = err
		if k > 0 {
			idle = 0
		} else if idle == 100 && err == nil {
			d.eof = io.ErrNoProgress
		}
	}
	if d.eof != nil {
		clear(d.in[d.end : d.end+inputPad])
	}
}

// over reports that more bits were taken than there are.
func (d *Reader) over() bool { return d.ip*8-int(d.nbits) > d.end*8 }

// damaged is the error for why, or for the end of the input when that is it.
func (d *Reader) damaged(why string) error {
	if d.eof != nil && d.over() {
		return d.short()
	}
	return &Damage{d.base + int64(d.ip) - int64(d.nbits/8), why}
}

// short is the error for input that ends early.
func (d *Reader) short() error {
	if errors.Is(d.eof, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return d.eof
}
