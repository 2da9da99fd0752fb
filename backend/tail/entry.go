package tail

import (
	"bytes"
	"context"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/search"
)

// open is an entry that may get further lines.
type open struct {
	is     bool
	text   []byte // its first index.MaxText
	offset event.Offset
	length int64 // in the file
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
		if n := sp.whole(b, i); n > 0 {
			if err := sp.entries(ctx, b[:n]); err != nil {
				return err
			}
			b = b[n:]
			continue
		}
		sp.hold(b[:i])
		sp.pass(b[:i+1])
		sp.line()
		b = b[i+1:]
	}
	return nil
}

// whole is how many bytes of b, whose first line ends at i, are whole entries; 0 when
// that line begins none, and when they are few.
func (sp *spot) whole(b []byte, i int) int {
	if len(b) < manyBytes || len(sp.part) > 0 || sp.zeros > 0 || sp.torn || b[0] == 0 || !sp.opens(trimCR(b[:i])) {
		return 0
	}
	return index.LastHead(b, sp.fields)
}

// entries takes whole entries in at once: what cannot match is not looked at, which
// is several times as fast as line by line.
func (sp *spot) entries(ctx context.Context, b []byte) error {
	sp.close()
	before := sp.lines
	err := sp.tail.strain.Piece(ctx, sp.strand.family, sp.fields, &index.Piece{Offset: sp.end, Text: b}, func(f *search.Found) {
		f.File = sp.file
		if f.Line += before; before < 0 {
			f.Line = 0
		}
		sp.tail.opt.Give(&Entry{Found: *f, Family: sp.strand.family})
	})
	if sp.lines >= 0 {
		sp.lines += event.Line(bytes.Count(b, []byte{'\n'}))
	}
	sp.pass(b)
	return err
}

// pass moves the spot behind b.
func (sp *spot) pass(b []byte) {
	if int(sp.end) == len(sp.first) {
		sp.first = append(sp.first, b[:min(len(b), sampleBytes-len(sp.first))]...)
	}
	sp.end += event.Offset(len(b))
	if len(b) >= sampleBytes {
		sp.sample = append(sp.sample[:0], b[len(b)-sampleBytes:]...)
		return
	}
	keep := min(len(sp.sample), sampleBytes-len(b))
	copy(sp.sample, sp.sample[len(sp.sample)-keep:])
	sp.sample = append(sp.sample[:keep], b...)
}

// hold puts bytes to the line that is being read. NULs where it begins are counted,
// not kept.
func (sp *spot) hold(b []byte) {
	if len(sp.part) == 0 {
		if sp.zeros == 0 {
			sp.start = sp.end
		}
		rest := b
		if !sp.torn {
			rest = bytes.TrimLeft(b, "\x00")
		}
		n := len(b) - len(rest)
		sp.zeros, b = sp.zeros+int64(n), rest
		switch {
		case len(b) == 0:
		case sp.zeros < index.HoleBytes:
			sp.part, sp.zeros = append(sp.part, make([]byte, sp.zeros)...), 0
		default:
			sp.start = sp.end + event.Offset(n)
		}
	}
	sp.part = append(sp.part, b[:min(len(b), index.MaxText-len(sp.part))]...)
}

// line takes the held bytes for a line, or for the rest of one that was torn.
// A hole before it is a line that begins no entry.
func (sp *spot) line() {
	if sp.zeros >= index.HoleBytes {
		ended := len(sp.part) == 0
		end := sp.start
		if ended {
			end = sp.end
		}
		sp.put(index.HoleText(sp.zeros), sp.start-event.Offset(sp.zeros), end, false, ended)
		if sp.zeros = 0; ended {
			return
		}
	} else if sp.zeros > 0 {
		sp.part, sp.zeros = make([]byte, sp.zeros), 0
	}
	text := trimCR(sp.part)
	sp.put(text, sp.start, sp.end, !sp.torn && sp.opens(text), !sp.torn)
	sp.part, sp.torn = sp.part[:0], false
}

// opens reports whether a line begins an entry.
func (sp *spot) opens(line []byte) bool {
	if sp.skim == nil {
		sp.skim = index.Skim(sp.fields)
	}
	head, _, _, _ := sp.skim(line) // several times as fast as Head
	return head
}

func trimCR(line []byte) []byte { return bytes.TrimSuffix(line, []byte{'\r'}) }

// put takes a line that stands at an offset, and ends at another; head: it begins an
// entry; counted: it is a line of the file.
func (sp *spot) put(text []byte, at, end event.Offset, head, counted bool) {
	e, lines := &sp.entry, 0
	if counted {
		lines = 1
	}
	switch {
	case sp.torn && len(text) == 0:
	case (sp.torn || e.is && !head) && e.given:
		sp.more(text, at, end)
	case sp.torn:
		e.add(text)
	case e.is && !head:
		e.add([]byte{'\n'})
		e.add(text)
		e.lines += lines
	default:
		sp.close()
		*e = open{is: true, text: append(e.text[:0], text...), offset: at, line: max(0, sp.lines+1), lines: 1}
	}
	e.length = int64(end - e.offset)
	if sp.lines >= 0 {
		sp.lines += event.Line(lines)
	}
}

func (e *open) add(text []byte) {
	e.text = append(e.text, text[:min(len(text), max(0, index.MaxText-len(e.text)))]...)
}

// more hands out a line behind an entry that was handed out.
func (sp *spot) more(text []byte, at, end event.Offset) {
	sp.tail.opt.Give(&Entry{Family: sp.strand.family, More: true, Found: search.Found{
		File: sp.file, Fielder: sp.fields, Line: max(0, sp.lines+1), Lines: 1, Offset: at, Length: int64(end - at), Text: string(text),
	}})
}

// give hands the open entry out if it matches.
func (sp *spot) give() {
	e := &sp.entry
	if !e.is || e.given {
		return
	}
	f := search.Found{File: sp.file, Fielder: sp.fields, Line: e.line, Lines: e.lines, Offset: e.offset, Length: e.length, Text: string(e.text)}
	q := sp.tail.opt.Query
	if !q.Empty() && f.Beyond() > 0 && !sp.long {
		sp.long = true
		sp.tail.opt.Tell(search.TooLong(sp.file.Name()))
	}
	if !q.Match(&record{ctx: sp.tail.ctx, text: f.Text, fields: sp.fields, family: sp.strand.family}) {
		return
	}
	e.given = true
	sp.tail.opt.Give(&Entry{Found: f, Family: sp.strand.family})
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
