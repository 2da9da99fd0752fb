package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf16"

	"cordwood/app"
)

// Exit codes of every command that looks for something.
const (
	exitFound   = 0
	exitNothing = 1
	exitError   = 2
	exitPartial = 3 // something could not be read; what was printed is right
)

// output is where a command writes: tables for people, one JSON value a line
// for programs.
type output struct {
	w    *bufio.Writer
	tty  bool
	json bool
	zone func() *time.Location // asked when a time is written
}

// sink remembers that something could not be written, whoever wrote it.
type sink struct {
	w   io.Writer
	err error
}

// Write writes nothing more behind an error.
func (s *sink) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(p)
	s.err = err
	return n, err
}

func newOutput(w io.Writer, asJSON bool) *output {
	o := &output{tty: isTerminal(w), json: asJSON, zone: func() *time.Location { return time.UTC }}
	o.w = bufio.NewWriterSize(outlet{o, w}, 64<<10)
	return o
}

// outlet goes past the taming where the output is not to be treated as a
// terminal, although it is one.
type outlet struct {
	o *output
	w io.Writer
}

func (t outlet) Write(p []byte) (int, error) {
	if !t.o.tty {
		return untamed(t.w).Write(p)
	}
	return t.w.Write(p)
}

// text writes s; a terminal's writer makes it neutral.
func (o *output) text(s string) { _, _ = o.w.WriteString(s) }

// entry writes the text of an entry, and how many bytes of it were not kept.
func (o *output) entry(text string, beyond int64) {
	o.text(app.Printed(text, beyond))
	_ = o.w.WriteByte('\n')
}

func (o *output) printf(format string, args ...any) { o.text(fmt.Sprintf(format, args...)) }

// value writes one JSON value on a line. On a terminal what is hostile is written
// as JSON's own escapes, so that what is copied from there still is JSON.
func (o *output) value(v any) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	if o.tty && !harmless(text.Bytes()) {
		o.text(escapeJSON(text.String()))
		return nil
	}
	_, err := o.w.Write(text.Bytes())
	return err
}

func escapeJSON(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch high, low := utf16.EncodeRune(r); {
		case !hostile(r):
			b.WriteRune(r)
		case r > 0xffff:
			writeHex(&b, `\u`, uint32(high), 4)
			writeHex(&b, `\u`, uint32(low), 4)
		default:
			writeHex(&b, `\u`, uint32(r), 4)
		}
	}
	return b.String()
}

// oneLine keeps a cell in its column: a file's name may hold a line end.
var oneLine = strings.NewReplacer("\t", " ", "\n", `\n`)

// table writes rows under a head in aligned columns.
func (o *output) table(head string, rows [][]string) {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	if len(rows) > 0 && head != "" {
		fmt.Fprintln(t, head)
	}
	for _, r := range rows {
		for i := range r {
			r[i] = oneLine.Replace(neutral(r[i]))
		}
		fmt.Fprintln(t, strings.Join(r, "\t"))
	}
	_ = t.Flush()
	_, _ = o.w.WriteString(b.String())
}

func (o *output) time(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(o.zone()).Format("2006-01-02 15:04:05.000")
}

// size writes bytes as people read them: 8.1 MiB.
func size(n int64) string {
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	v, unit := float64(n)/1024, 0
	for v >= 1024 && unit < 4 {
		v, unit = v/1024, unit+1
	}
	if v < 100 {
		return fmt.Sprintf("%.1f %ciB", v, "KMGTP"[unit])
	}
	return fmt.Sprintf("%.0f %ciB", v, "KMGTP"[unit])
}

// counted is a number with its noun: 1 file, 2 files, 3 entries.
func counted[N int | int64](n N, noun string) string {
	if n != 1 {
		if stem, ok := strings.CutSuffix(noun, "y"); ok {
			noun = stem + "ies"
		} else {
			noun += "s"
		}
	}
	return fmt.Sprintf("%d %s", n, noun)
}
