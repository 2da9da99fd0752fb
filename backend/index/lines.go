package index

import (
	"bytes"
	"context"
	"fmt"
	"hash/crc32"
	"io"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// line is one physical line, or a hole.
type line struct {
	text   []byte // without line end, at most MaxText; valid until the next call
	length int64  // bytes, line end included
	ended  bool   // by a line end; false only at the end of the file and for a hole
	hole   bool   // NUL bytes, told as text
	heard  any    // what lines.long says of it
}

// lines cuts a stream into lines in bounded memory, and sums the bytes.
type lines struct {
	ctx     context.Context
	r       io.Reader
	raw     bool // a line keeps its carriage return, as grep's lines do
	long    LongLines
	buf     []byte
	lo, hi  int   // what is read and not yet handed out
	err     error // of the last read
	mark    int   // buf[mark:lo] is not yet in sum
	sum     uint32
	start   int    // of the last line in buf; -1 when it was not kept whole
	lineSum uint32 // sum of the last line when start is -1
}

func newLines(ctx context.Context, r io.Reader, f Fielder) *lines {
	long, raw := linesOf(f)
	return &lines{ctx: ctx, r: r, raw: raw, long: long, buf: make([]byte, readBytes)}
}

// next returns io.EOF at the end, or the error that stopped the reading; what
// was read before an error was handed out first.
func (l *lines) next() (line, error) {
	for searched := 0; ; {
		have := l.buf[l.lo:l.hi]
		if len(have) > 0 && have[0] == 0 && searched == 0 {
			if ln, ok := l.takeHole(); ok {
				return ln, nil
			}
			have = l.buf[l.lo:l.hi]
		}
		if i := bytes.IndexByte(have[searched:], '\n'); i >= 0 {
			return l.take(searched+i, true), nil
		}
		searched = len(have)
		switch {
		case searched > MaxText:
			return l.takeLong(), nil
		case l.err != nil && searched == 0:
			return line{}, l.err
		case l.err != nil:
			return l.take(searched, false), nil //nolint:nilerr // the next call tells it
		}
		l.fill()
	}
}

// take hands out n bytes as a line.
func (l *lines) take(n int, ended bool) line {
	l.start = l.lo
	ln := line{text: l.buf[l.lo : l.lo+n], length: int64(n), ended: ended}
	if l.raw {
		if n > MaxText {
			l.hear(ln.text)
			ln.heard = l.heard()
		}
		ln.text = ln.text[:min(n, MaxText)]
	} else {
		ln.text = cut(ln.text)
	}
	if ended {
		ln.length++
	}
	l.lo += int(ln.length)
	return ln
}

// takeLong keeps the first MaxText bytes of a line and reads over the rest.
func (l *lines) takeLong() line {
	l.toFront()
	ln := line{text: l.buf[:MaxText]}
	l.start, l.lineSum = -1, 0
	if len(l.buf) < MaxText+readBytes {
		l.buf = append(l.buf, make([]byte, MaxText+readBytes-len(l.buf))...)
		ln.text = l.buf[:MaxText]
	}
	from := 0
	for {
		if i := bytes.IndexByte(l.buf[max(from, MaxText):l.hi], '\n'); i >= 0 {
			end := max(from, MaxText) + i + 1
			l.count(&ln, l.buf[from:end])
			l.hear(l.buf[from : end-1])
			ln.ended, ln.heard = true, l.heard()
			l.lo, l.mark = end, end
			return ln
		}
		l.count(&ln, l.buf[from:l.hi])
		l.hear(l.buf[from:l.hi])
		l.lo, l.mark = l.hi, l.hi
		if l.err != nil {
			ln.heard = l.heard()
			return ln
		}
		from = MaxText
		l.lo, l.hi, l.mark = MaxText, MaxText, MaxText
		l.read()
	}
}

// hear tells a part of a long line.
func (l *lines) hear(part []byte) {
	if l.long != nil {
		_, _ = l.long.Write(part)
	}
}

func (l *lines) heard() any {
	if l.long == nil {
		return nil
	}
	return l.long.End()
}

// takeHole reads over a run of NUL bytes at the start of a line. A short run is
// left where it is, as text.
func (l *lines) takeHole() (line, bool) {
	for l.hi-l.lo < HoleBytes && l.err == nil {
		l.fill()
	}
	if zeros(l.buf[l.lo:l.hi]) < HoleBytes {
		return line{}, false
	}
	l.flush()
	ln := line{hole: true}
	l.start, l.lineSum = -1, 0
	for {
		n := zeros(l.buf[l.lo:l.hi])
		l.count(&ln, l.buf[l.lo:l.lo+n])
		l.lo += n
		l.mark = l.lo
		if l.lo < l.hi || l.err != nil {
			break
		}
		l.fill()
	}
	ln.text = HoleText(ln.length)
	if l.lo < l.hi && l.buf[l.lo] == '\n' {
		l.count(&ln, l.buf[l.lo:l.lo+1])
		l.lo++
		l.mark = l.lo
		ln.ended = true
	}
	return ln, true
}

// Holed reports whether whole lines of a file have a hole among them. It looks at
// one byte in HoleBytes, of which every hole has one: it is asked of all text.
func Holed(text []byte) bool {
	for i := HoleBytes - 1; i < len(text); i += HoleBytes {
		if text[i] != 0 {
			continue
		}
		start := len(bytes.TrimRight(text[:i], "\x00"))
		n := zeros(text[start:])
		if n >= HoleBytes && (start == 0 || text[start-1] == '\n') {
			return true
		}
		i = max(i, start+n-1)
	}
	return false
}

// HoleText is what stands for a hole of n bytes.
func HoleText(n int64) []byte { return fmt.Appendf(nil, "[%d NUL bytes]", n) }

// count adds bytes that are not kept to a line.
func (l *lines) count(ln *line, b []byte) {
	ln.length += int64(len(b))
	l.sum = crc32.Update(l.sum, castagnoli, b)
	l.lineSum = crc32.Update(l.lineSum, castagnoli, b)
}

// restart lets the sum begin with the last line handed out.
func (l *lines) restart() {
	if l.start < 0 {
		l.sum, l.mark = l.lineSum, l.lo
		return
	}
	l.sum, l.mark = 0, l.start
}

// flush brings the sum up to what was handed out.
func (l *lines) flush() {
	l.sum = crc32.Update(l.sum, castagnoli, l.buf[l.mark:l.lo])
	l.mark = l.lo
}

// toFront moves what is not yet handed out to the front of the buffer.
func (l *lines) toFront() {
	l.flush()
	l.hi = copy(l.buf, l.buf[l.lo:l.hi])
	l.lo, l.mark = 0, 0
}

// fill reads more behind what is there.
func (l *lines) fill() {
	l.toFront()
	if l.hi == len(l.buf) {
		l.buf = append(l.buf, make([]byte, len(l.buf))...)
	}
	l.read()
}

func (l *lines) read() {
	if l.err = l.ctx.Err(); l.err != nil {
		return
	}
	for tries := 0; l.err == nil; tries++ {
		n, err := l.r.Read(l.buf[l.hi:])
		l.hi += n
		if l.err = err; n > 0 {
			return
		}
		if tries == 100 {
			l.err = io.ErrNoProgress
		}
	}
}

// cut drops the CR of a CR LF and what exceeds MaxText.
func cut(b []byte) []byte {
	if len(b) > 0 && b[len(b)-1] == '\r' {
		b = b[:len(b)-1]
	}
	return b[:min(len(b), MaxText)]
}

// zeros is the length of the run of NUL bytes at the start.
func zeros(b []byte) int {
	n := 0
	for n < len(b) && b[n] == 0 {
		n++
	}
	return n
}
