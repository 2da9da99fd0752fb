package index

import (
	"math"
	"time"

	"cordwood/backend/event"
)

// NoTime is the instant of what carries no time; it sorts before all others.
const NoTime int64 = math.MinInt64

// Nanos is t in nanoseconds since 1970 UTC; NoTime for the zero time and for
// years that do not fit.
func Nanos(t time.Time) int64 {
	if y := t.Year(); y < 1678 || y > 2261 {
		return NoTime
	}
	return t.UnixNano()
}

// Time is the inverse of Nanos.
func Time(nanos int64) time.Time {
	if nanos == NoTime {
		return time.Time{}
	}
	return time.Unix(0, nanos).UTC()
}

// Block describes a run of whole entries.
type Block struct {
	Offset   event.Offset // of its first byte
	Length   int64        // decoded bytes
	Line     event.Line   // of its first line
	Lines    int64        // physical lines
	Entries  int
	Untimed  int   // entries without a time
	Min, Max int64 // times of its entries, NoTime if none has one
	// The first, the middle and the last of its times that count (see Rising); NoTime
	// if none has one.
	First, Middle, Last int64
	Levels              [7]uint16
	Sum                 uint32 // CRC-32C of the bytes; only a tail has one
}

func newBlock(at event.Offset, line event.Line) Block {
	return Block{Offset: at, Line: line, Min: NoTime, Max: NoTime, First: NoTime, Middle: NoTime, Last: NoTime}
}

// End is the offset behind the block.
func (b *Block) End() event.Offset { return b.Offset + event.Offset(b.Length) }

// add counts one entry.
func (b *Block) add(nanos int64, sev event.Severity) {
	b.Entries++
	b.Levels[sev.Band()]++
	if nanos == NoTime {
		b.Untimed++
		return
	}
	if b.Min == NoTime || nanos < b.Min {
		b.Min = nanos
	}
	b.Max = max(b.Max, nanos)
}

// Span is one entry of a chunk.
type Span struct {
	From, To int32 // its text in Chunk.Text: lines joined by \n, at most MaxText
	Lines    int32 // physical lines, at least 1
	Severity event.Severity
	Time     int64 // NoTime if it has none
	Line     event.Line
	Offset   event.Offset
	Length   int64 // bytes, line ends included
}

// Chunk is a block in memory. It is not modified after it was handed out.
type Chunk struct {
	Block   Block
	Text    []byte
	Entries []Span
	Ended   bool // its last line has a line end: more bytes cannot complete it
	// Heard is what LongLines says of entries that are longer than MaxText.
	Heard map[int]any
}

// Entry is the kept text of entry i.
func (c *Chunk) Entry(i int) []byte {
	s := &c.Entries[i]
	return c.Text[s.From:s.To:s.To]
}

// Event parses entry i and places it.
func (c *Chunk) Event(i int, f Fielder) event.Event {
	s := &c.Entries[i]
	e := f.Event(c.Entry(i))
	e.Line, e.Lines, e.Offset, e.Length = s.Line, int(s.Lines), s.Offset, s.Length
	return e
}

// Cost is roughly what the chunk holds in memory, in bytes.
func (c *Chunk) Cost() int64 { return int64(cap(c.Text)) + 64*int64(cap(c.Entries)) + 256 }
