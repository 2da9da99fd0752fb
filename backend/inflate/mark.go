package inflate

import "io"

// Mark is a place between two blocks of a stream at which decompression can go
// on without what lies before it.
type Mark struct {
	Text   int64  // decompressed bytes before it, of all members
	Bit    int64  // compressed bits before it
	Sum    uint32 // of the member's text so far, CRC-32
	Length uint32 // of the member's text so far, modulo 2^32
	Window []byte // the member's last text, at most MaxWindow
}

// MaxWindow is how far back a match can reach.
const MaxWindow = history

// Byte is the compressed byte in which the place lies; Resume begins to read there.
func (m *Mark) Byte() int64 { return m.Bit / 8 }

// Mark lets tell hear of a mark as soon as so many bytes of text lie behind the
// one before, or behind the beginning: at the end of a block, some 100 KiB of log
// text. The Mark is tell's to keep. Call it before the first Read.
func (d *Reader) Mark(every int64, tell func(*Mark)) {
	d.every, d.tell, d.next = every, tell, d.text()+every
}

// text is how many bytes were decompressed, all members together.
func (d *Reader) text() int64 { return d.before + int64(d.pos) }

// mark tells of the place before a block.
func (d *Reader) mark() {
	if d.tell == nil || d.last || d.text() < d.next || d.over() {
		return
	}
	d.sum()
	from := max(d.oldest, d.pos-history)
	d.tell(&Mark{
		Text: d.text(), Bit: (d.base+int64(d.ip))*8 - int64(d.nbits), Sum: d.crc, Length: d.total,
		Window: append([]byte(nil), d.window[from:d.pos]...),
	})
	d.next = d.text() + d.every
}

// Resume reads on behind a mark; r begins with the mark's Byte. The sum of the
// member is checked at its end as if all of it had been read.
func Resume(r io.Reader, m *Mark) *Reader {
	window := m.Window[max(0, len(m.Window)-history):]
	d := &Reader{
		src: r, base: m.Byte(), before: m.Text - history, state: atMark, into: uint(m.Bit % 8), crc: m.Sum, total: m.Length,
		from: history, pos: history, summed: history, oldest: history - len(window),
	}
	copy(d.window[d.oldest:], window)
	return d
}

// resume goes to the bit at which the block begins.
func (d *Reader) resume() error {
	d.want(headerMost)
	d.take(d.into)
	if d.over() {
		return d.short()
	}
	d.state = atBlock
	return nil
}
