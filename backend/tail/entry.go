package tail

import (
	"bytes"
	"context"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
)

// open is an entry that may get further lines.
type open struct {
	is     bool
	text   []byte // its first index.MaxText
	offset event.Offset
	line   event.Line
	lines  int
	given  bool
}

// feed takes the bytes behind the spot in.
func (sp *spot) feed(ctx context.Context, b []byte) error {
	sp.grew = sp.tail.opt.Now()
	for len(b) > 0 {
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			sp.hold(b)
			sp.pass(b)
			return nil
		}
		if sp.fields == nil { // asked for now: the file has a whole line to tell from
			f, err := sp.file.Fielder(ctx)
			if err != nil {
				return err
			}
			sp.fields = f
		}
		sp.hold(b[:i])
		sp.pass(b[:i+1])
		sp.line()
		b = b[i+1:]
	}
	return nil
}

// pass moves the spot behind b.
func (sp *spot) pass(b []byte) {
	sp.end += event.Offset(len(b))
	if len(b) >= sampleBytes {
		sp.sample = append(sp.sample[:0], b[len(b)-sampleBytes:]...)
		return
	}
	keep := min(len(sp.sample), sampleBytes-len(b))
	copy(sp.sample, sp.sample[len(sp.sample)-keep:])
	sp.sample = append(sp.sample[:keep], b...)
}

// hold puts bytes to the line that is being read. NULs at its start are counted,
// not kept.
func (sp *spot) hold(b []byte) {
	if len(sp.part) == 0 {
		if sp.zeros == 0 {
			sp.start = sp.end
		}
		n := 0
		for n < len(b) && b[n] == 0 {
			n++
		}
		sp.zeros, b = sp.zeros+n, b[n:]
		if len(b) > 0 && sp.zeros < holeBytes {
			sp.part = append(sp.part, make([]byte, sp.zeros)...)
		}
	}
	sp.part = append(sp.part, b[:min(len(b), index.MaxText-len(sp.part))]...)
}

// line takes the held bytes for a line, or for the rest of one that was torn.
func (sp *spot) line() {
	text := bytes.TrimSuffix(sp.part, []byte{'\r'})
	e, torn := &sp.entry, sp.torn
	sp.torn = false
	switch {
	case torn && len(text) == 0:
	case (torn || e.is && !sp.fields.Head(text)) && e.given:
		sp.more(text)
	case torn:
		e.add(text)
	case e.is && !sp.fields.Head(text):
		e.add([]byte{'\n'})
		e.add(text)
		e.lines++
	default:
		sp.close()
		*e = open{is: true, text: append(e.text[:0], text...), offset: sp.start, line: max(0, sp.lines+1), lines: 1}
	}
	if !torn && sp.lines >= 0 {
		sp.lines++
	}
	sp.part, sp.zeros = sp.part[:0], 0
}

func (e *open) add(text []byte) {
	e.text = append(e.text, text[:min(len(text), max(0, index.MaxText-len(e.text)))]...)
}

// more hands out a line behind an entry that was handed out.
func (sp *spot) more(text []byte) {
	sp.tail.opt.Give(&Entry{
		Family: sp.strand.family, File: sp.file, Fielder: sp.fields, Line: max(0, sp.lines+1), Lines: 1, Offset: sp.start, Text: string(text), More: true,
	})
}

// give hands the open entry out if it matches.
func (sp *spot) give() {
	e := &sp.entry
	if !e.is || e.given {
		return
	}
	text := string(e.text)
	if !sp.tail.opt.Query.Match(&record{text: text, fields: sp.fields, family: sp.strand.family}) {
		return
	}
	e.given = true
	sp.tail.opt.Give(&Entry{
		Family: sp.strand.family, File: sp.file, Fielder: sp.fields, Line: e.line, Lines: e.lines, Offset: e.offset, Text: text,
	})
}

// close ends the open entry.
func (sp *spot) close() {
	sp.give()
	sp.entry = open{text: sp.entry.text[:0]}
}

// settle hands out what the file's silence completes.
func (sp *spot) settle(now time.Time) {
	quiet := now.Sub(sp.grew)
	if len(sp.part) > 0 && quiet >= silence {
		sp.tear()
	}
	if len(sp.part) == 0 && quiet >= sp.tail.opt.Hold {
		sp.give()
	}
}

// tear takes the begin of a line for a line. What comes of it later is more of it.
func (sp *spot) tear() {
	if len(sp.part) == 0 || sp.fields == nil && !sp.fielder() {
		return
	}
	sp.line()
	sp.torn = true
}

func (sp *spot) fielder() bool {
	f, err := sp.file.Fielder(context.Background())
	if err == nil {
		sp.fields = f
	}
	return err == nil
}

// flush hands out all that is held: what comes next is of another file.
func (sp *spot) flush() {
	sp.tear()
	sp.give()
}
