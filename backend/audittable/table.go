package audittable

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// Table is an opened table. It never changes.
type Table struct {
	Header []string
	// Fingerprint is the same for tables with the same header.
	Fingerprint string

	text  []byte
	comma rune
	body  int // offset of the first row
	line  int // its line
}

// Problem names a line that was skipped.
type Problem struct {
	Line int
	Text fault.Said
}

// maxCells bounds the width of a table.
const maxCells = 200

// Open finds the separator and the header, the first line that is not empty.
// text is UTF-8, with or without a byte order mark, and is not copied.
func Open(text []byte, name string) (*Table, error) {
	t := &Table{text: text, line: 1}
	if bytes.HasPrefix(text, []byte("\xef\xbb\xbf")) {
		t.body = 3
	}
	for {
		rest := text[t.body:]
		end := bytes.IndexByte(rest, '\n')
		first := rest
		if end >= 0 {
			first = rest[:end]
		}
		if len(bytes.TrimSpace(first)) > 0 {
			t.comma = separator(first)
			break
		}
		if end < 0 {
			return nil, fault.New("import", fault.Invalid, name, "choose an export of an audit page as CSV or TSV", fault.Say("the table is empty"))
		}
		t.body, t.line = t.body+end+1, t.line+1
	}
	r := t.reader(t.text[t.body:])
	cells, err := r.Read()
	if err != nil || len(cells) < 2 || len(cells) > maxCells {
		return nil, fault.New("import", fault.Invalid, name, "choose an export of an audit page as CSV or TSV",
			fault.Say("the first line is no header of a table ({0} columns)", len(cells)))
	}
	hash := sha256.New()
	for _, c := range cells {
		c = clean(c)
		t.Header = append(t.Header, c)
		fmt.Fprintf(hash, "%s\x1f", normal(c))
	}
	t.Fingerprint = hex.EncodeToString(hash.Sum(nil)[:12])
	t.line += bytes.Count(text[t.body:t.body+int(r.InputOffset())], []byte("\n"))
	t.body += int(r.InputOffset())
	return t, nil
}

func (t *Table) reader(text []byte) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = t.comma, -1, true, true
	return r
}

// separator is the mark that the header has most of.
func separator(line []byte) rune {
	best, most := ',', 0
	for _, mark := range "\t,;|" {
		if n := bytes.Count(line, []byte(string(mark))); n > most {
			best, most = mark, n
		}
	}
	return best
}

func clean(cell string) string { return strings.TrimSpace(strings.ToValidUTF8(cell, "\ufffd")) }

// A record that is longer than this began with a quotation mark that is never
// closed: its first line is given up and reading goes on with the next. Finding
// one costs a window of reading, so a table with very many is not read to its end.
const (
	window         = 1 << 20
	maxRecordLines = 500
	maxUnclosed    = 1000
)

// each calls row for every record that is not empty, with its line and place.
func (t *Table) each(row func(cells []string, line int, from, to event.Offset) error) (problems []Problem) {
	at, line, unclosed := t.body, t.line, 0
	r, base, limit := t.window(at)
	for at < len(t.text) {
		cells, err := r.Read()
		end := base + int(r.InputOffset())
		if errors.Is(err, io.EOF) {
			end = limit // only empty lines are left
		}
		record := t.text[at:end]
		cut := end == limit && limit < len(t.text)
		if cut && at > base {
			r, base, limit = t.window(at)
			continue
		}
		lines := bytes.Count(record, []byte("\n"))
		blank := blankLines(record)
		start := line + bytes.Count(record[:blank], []byte("\n"))
		switch {
		case errors.Is(err, io.EOF):
		case err != nil || cut || lines-(start-line) > maxRecordLines:
			problems = append(problems, Problem{start, fault.Say("the line has a quotation mark that is not closed")})
			if unclosed++; unclosed == maxUnclosed {
				return append(problems, Problem{start, fault.Say("too many such lines: the table was not read further")})
			}
			end = at + blank + lineEnd(t.text[at+blank:])
			lines = bytes.Count(t.text[at:end], []byte("\n"))
			r, base, limit = t.window(end)
		case !empty(cells):
			if err := row(cells, start, event.Offset(at+blank), event.Offset(end)); err != nil {
				problems = append(problems, Problem{start, fault.Why(err)})
			}
		}
		at, line = end, line+lines
		if at == limit {
			r, base, limit = t.window(at)
		}
	}
	return problems
}

// window is a reader over the next stretch of the text, from base to limit.
func (t *Table) window(at int) (r *csv.Reader, base, limit int) {
	limit = min(len(t.text), at+window)
	return t.reader(t.text[at:limit]), at, limit
}

// blankLines is the length of the empty lines before a record.
func blankLines(b []byte) (n int) {
	for n < len(b) && (b[n] == '\n' || b[n] == '\r') {
		n++
	}
	return n
}

func lineEnd(b []byte) int {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return i + 1
	}
	return len(b)
}

func empty(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// Sample gives the cells of the first n rows.
func (t *Table) Sample(n int) [][]string {
	var out [][]string
	r := t.reader(t.text[t.body:])
	for len(out) < n {
		cells, err := r.Read()
		if err != nil {
			break
		}
		row := make([]string, len(cells))
		for i, c := range cells {
			row[i] = clean(c)
		}
		out = append(out, row)
	}
	return out
}
