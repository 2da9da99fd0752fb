package decode

import (
	"bytes"
	"errors"
	"io"

	"cordwood/backend/event"
)

// Line is one physical line. Text is the reader's memory: it is valid until the
// next call of Next.
type Line struct {
	Text       []byte       // without its line end, without leading NUL bytes
	Offset     event.Offset // of its first byte
	Number     event.Line
	Length     int64 // bytes consumed: text, leading NULs, line end, and what was cut
	Holes      int64 // leading NUL bytes: a hole that a truncation left
	Terminated bool  // it had its line end; a last line without may still grow
	Cut        bool  // Text is the first MiB of a longer line
}

// Lines splits UTF-8 text at \n and \r\n; a lone \r is part of the text, as are
// U+0085 and U+2028. Its memory is bounded whatever the input: a line longer
// than 1 MiB is cut, the rest is counted and skipped.
type Lines struct {
	r      io.Reader
	buf    []byte
	at     int // the unread part is buf[at:end]
	end    int
	err    error // of r; delivered after the lines before it
	line   Line
	offset event.Offset
	number event.Line
}

// NewLines reads from r, whose first byte lies at offset and begins line number.
func NewLines(r io.Reader, offset event.Offset, number event.Line) *Lines {
	return &Lines{r: r, buf: make([]byte, lineBuffer), offset: offset, number: number}
}

// Next reads the next line and reports whether there was one.
func (l *Lines) Next() bool {
	l.line = Line{Offset: l.offset, Number: l.number}
	l.skipHoles()
	scanned := 0
	for {
		if i := bytes.IndexByte(l.buf[l.at+scanned:l.end], '\n'); i >= 0 {
			return l.deliver(scanned+i, true)
		}
		scanned = l.end - l.at
		if scanned > maxLine {
			return l.deliverCut()
		}
		if !l.fill() {
			break
		}
	}
	if scanned == 0 && l.line.Holes == 0 {
		return false
	}
	return l.deliver(scanned, false)
}

// Line is the line that Next read.
func (l *Lines) Line() *Line { return &l.line }

// Offset is where the next line begins.
func (l *Lines) Offset() event.Offset { return l.offset }

// Err is what stopped the reader, nil at the end of the text. It comes after
// everything that could be read.
func (l *Lines) Err() error {
	if errors.Is(l.err, io.EOF) {
		return nil
	}
	return l.err
}

func (l *Lines) skipHoles() {
	for {
		for l.at < l.end && l.buf[l.at] == 0 {
			l.at++
			l.line.Holes++
		}
		if l.at < l.end || !l.fill() {
			return
		}
	}
}

// fill reads more behind the unread part; false at the end or at an error.
func (l *Lines) fill() bool {
	if l.at > 0 {
		l.end = copy(l.buf, l.buf[l.at:l.end])
		l.at = 0
	}
	if l.end == len(l.buf) {
		// At most twice: up to maxLine and one buffer more.
		grown := make([]byte, min(2*len(l.buf), maxLine+lineBuffer))
		l.end = copy(grown, l.buf[:l.end])
		l.buf = grown
	}
	// A reader may give nothing for a while, but not for ever (io.Reader).
	for range 100 {
		if l.err != nil {
			return false
		}
		n, err := l.r.Read(l.buf[l.end:])
		l.end += n
		l.err = err
		if n > 0 {
			return true
		}
	}
	l.err = io.ErrNoProgress
	return false
}

// deliver ends the line n bytes behind its first.
func (l *Lines) deliver(n int, terminated bool) bool {
	text := l.buf[l.at : l.at+n]
	used := n
	if terminated {
		used++
		text = bytes.TrimSuffix(text, []byte("\r"))
	}
	if len(text) > maxLine {
		text, l.line.Cut = text[:maxLine], true
	}
	l.line.Text, l.line.Terminated = text, terminated
	l.at += used
	l.book(int64(used))
	return true
}

// deliverCut keeps the first MiB and skips to the line's end.
func (l *Lines) deliverCut() bool {
	l.line.Cut = true
	l.line.Text = append([]byte(nil), l.buf[l.at:l.at+maxLine]...)
	skipped := int64(0)
	for {
		if i := bytes.IndexByte(l.buf[l.at:l.end], '\n'); i >= 0 {
			l.line.Terminated = true
			l.at += i + 1
			l.book(skipped + int64(i) + 1)
			return true
		}
		skipped += int64(l.end - l.at)
		l.at = l.end
		if !l.fill() {
			l.book(skipped)
			return true
		}
	}
}

// book counts the line, whose text and line end are n bytes.
func (l *Lines) book(n int64) {
	l.line.Length = l.line.Holes + n
	l.offset += event.Offset(l.line.Length)
	l.number++
}
