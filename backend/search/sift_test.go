package search

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/query"

	"pgregory.net/rapid"
)

// placed is a memory whose bytes can be read anywhere.
type placed struct{ *face }

func (p placed) At(context.Context) (index.ReaderAtCloser, int64, error) {
	p.mu.Lock()
	data := p.data
	if p.memory.live { // it is written meanwhile
		data = bytes.Clone(data)
	}
	p.mu.Unlock()
	return struct {
		io.ReaderAt
		io.Closer
	}{bytes.NewReader(data), io.NopCloser(nil)}, int64(len(data)), nil
}

func drawLog(t *rapid.T) []byte {
	var b strings.Builder
	for range rapid.IntRange(0, 120).Draw(t, "entries") {
		fmt.Fprintf(&b, "%d %s %s user=%d%s", rapid.IntRange(0, 99).Draw(t, "ms"), rapid.SampledFrom([]string{"INFO", "WARN", "ERROR", "odd"}).Draw(t, "level"),
			rapid.SampledFrom([]string{"bridge lost", "Bridge up", "retry 3 of 5", "retry x", "", "\x00\x00", "ſtop"}).Draw(t, "words"), rapid.IntRange(1, 3).Draw(t, "user"),
			rapid.SampledFrom([]string{"\n", "\n", "\n", "\r\n", "\n\tat deep (lost.go:3)\n", "\n\n", "\nlost\n  retry 7 of 9\n"}).Draw(t, "end"))
		if rapid.IntRange(0, 30).Draw(t, "hole") == 0 {
			b.WriteString(strings.Repeat("\x00", rapid.SampledFrom([]int{index.HoleBytes - 1, index.HoleBytes, 100, 9000}).Draw(t, "bytes")))
			b.WriteString(rapid.SampledFrom([]string{"", "", "\n", "\r\n"}).Draw(t, "behind"))
		}
	}
	return []byte(b.String())
}

var sieved = []string{
	"", "lost", "LOST", "bridge", "stop", "retry lost", "NUL", "-NUL", "lost OR retry", "-lost", "level:error", "level:>=warn lost", "user:2", `~"retry \d of \d"`, `level:info ~"\d+ of"`,
	`~"lost$"`, `~"^lost"`, `~"\s+at deep"`, `~"^"`, `~"$"`, `~"x*"`, `~"^$"`, `"lost user"`, "time:1970-01-01",
}

// What Sift finds is what the query says of every entry, and of every line.
func TestSiftIsTheOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := rangeBytes
		rangeBytes = int64(rapid.IntRange(30, 4000).Draw(t, "range"))
		defer func() { rangeBytes = old }()
		files := []*memory{{id: "a", name: "a.log", data: drawLog(t)}, {id: "b", name: "b.log", data: drawLog(t)}}
		c := Chain{Family: "f"}
		for _, m := range files {
			f := m.face().(*face)
			if rapid.Bool().Draw(t, "placed") {
				c.Files = append(c.Files, placed{f})
			} else {
				c.Files = append(c.Files, f)
			}
		}
		text := rapid.SampledFrom(sieved).Draw(t, "query")
		q, _, err := query.Parse(text, query.Options{OpenFields: true, Case: rapid.Bool().Draw(t, "case")})
		if err != nil {
			t.Fatal(err)
		}
		for _, lines := range []bool{false, true} {
			var want, got []string
			for _, m := range files {
				want = append(want, siftNaively(m, q, lines)...)
			}
			s := Sieve{Query: q, Lines: lines}
			n, notices, err := New(Options{}).Sift(context.Background(), []Chain{c}, s, func(f *Found) bool {
				got = append(got, fmt.Sprintf("%s:%d:%d %q", f.File.ID(), f.Line, f.Lines, f.Text))
				return true
			})
			if err != nil || len(notices) > 0 || fmt.Sprint(got) != fmt.Sprint(want) || n != int64(len(want)) {
				t.Fatalf("%s lines=%v: %v %v %d\n got %s\nwant %s", text, lines, err, notices, n, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
			}
			s.Count = true
			if n, _, _ := New(Options{}).Sift(context.Background(), []Chain{c}, s, nil); n != int64(len(want)) {
				t.Fatalf("%s lines=%v counts %d, want %d", text, lines, n, len(want))
			}
		}
	})
}

func siftNaively(m *memory, q *query.Query, lines bool) []string {
	var all []string
	type item struct {
		text     string
		at, many int
	}
	var items []item
	at := 1
	for l := range strings.Lines(string(m.data)) {
		rest := strings.TrimLeft(l, "\x00")
		hole := len(l) - len(rest)
		if hole < index.HoleBytes {
			hole, rest = 0, l
		} else {
			text := fmt.Sprintf("[%d NUL bytes]", hole)
			if rest == "\n" {
				text += rest
			}
			if len(items) == 0 {
				items = append(items, item{"", at, 0})
			} else {
				items[len(items)-1].text += "\n"
			}
			last := &items[len(items)-1]
			if lines { // a hole is no text there
				last.text = strings.TrimSuffix(last.text, "\n")
				text = strings.TrimPrefix(text, strings.TrimSuffix(text, "\n"))
			}
			last.text += strings.TrimSuffix(text, "\n")
			if strings.HasSuffix(text, "\n") {
				last.many++
				at++
			}
		}
		if hole > 0 && strings.Trim(rest, "\n") == "" {
			continue
		}
		rest = strings.TrimSuffix(rest, "\n")
		if !lines {
			rest = strings.TrimSuffix(rest, "\r")
		}
		if lines || len(items) == 0 || (stamps{}).Head([]byte(rest)) {
			items = append(items, item{rest, at, 1})
		} else {
			items[len(items)-1].text += "\n" + rest
			items[len(items)-1].many++
		}
		at++
	}
	for i := range items {
		items[i].many = max(items[i].many, 1)
	}
	if len(m.data) == 0 {
		return nil
	}
	for _, it := range items {
		w := want{text: it.text}
		if e := (stamps{}).Event([]byte(it.text)); !lines {
			w.t, w.sev, w.fields = e.Time, e.Severity, e.Fields
		}
		if q.Match(w) {
			all = append(all, fmt.Sprintf("%s:%d:%d %q", m.id, it.at, it.many, it.text))
		}
	}
	return all
}

func TestSiftStopsWhenEnoughIsTaken(t *testing.T) {
	m := &memory{id: "a", name: "a.log", data: bytes.Repeat([]byte("1 INFO lost\n"), 500_000)}
	seen := 0
	n, _, err := New(Options{}).Sift(context.Background(), []Chain{{Family: "f", Files: []File{placed{m.face().(*face)}}}}, Sieve{Query: parse(t, "lost")}, func(f *Found) bool {
		seen++
		return f.Line < 3
	})
	if n != 3 || seen != 3 || err != nil {
		t.Fatal(n, seen, err)
	}
}

// A hole longer than any buffer costs no line, wherever it lies.
func TestNoLineIsLostBehindALongHole(t *testing.T) {
	line := func(from, to int) (b []byte) {
		for i := from; i < to; i++ {
			b = fmt.Appendf(b, "%d INFO line %d\n", i, i)
		}
		return b
	}
	holes := []int{1<<20 + 1, 512<<10 - 5, 4<<20 - 1, 4 << 20, 9_000_000}
	if raced { // the Makefile runs all of them without
		holes = holes[:1]
	}
	for _, bytesOfHole := range holes {
		nul := make([]byte, bytesOfHole)
		for name, data := range map[string][]byte{"amid": slices.Concat(line(0, 10), nul, line(10, 20)), "first": slices.Concat(nul, line(0, 20)), "two": slices.Concat(line(0, 5), nul, line(5, 6), nul, []byte("\n"), line(6, 20))} {
			m := &memory{id: "a", name: "a.log", data: data}
			for _, f := range []File{m.face(), placed{m.face().(*face)}} {
				for _, s := range []Sieve{{}, {Lines: true}, {Count: true}, {Count: true, Lines: true}} {
					s.Query = parse(t, "line")
					var got []event.Line
					n, _, err := New(Options{}).Sift(context.Background(), []Chain{{Family: "f", Files: []File{f}}}, s, func(f *Found) bool {
						got = append(got, f.Line)
						return true
					})
					if n != 20 || err != nil || !s.Count && (len(got) != 20 || !slices.IsSorted(got)) {
						t.Errorf("%s, %d NULs, %T, lines=%v count=%v: %d of 20, %v %v", name, len(nul), f, s.Lines, s.Count, n, got, err)
					}
				}
			}
		}
	}
}

// A physical line of any length is searched to its end, as grep does; of an entry
// index.MaxText is, and that is told.
func TestLongLinesAreSearchedWhole(t *testing.T) {
	log := func(length int) *memory {
		long := "1 INFO " + strings.Repeat("word ", length/5)
		return &memory{id: "a", name: "a.log", data: []byte(long + "needle\n2 INFO b\n" + long + "other\n")}
	}
	m := log(index.MaxText + 1000)
	f := func(m *memory, text string, lines bool, found int64, cut bool) {
		t.Helper()
		for _, file := range []File{placed{m.face().(*face)}, m.face()} {
			for _, count := range []bool{false, true} {
				n, notices, err := New(Options{}).Sift(context.Background(), []Chain{{Family: "f", Files: []File{file}}}, Sieve{Query: parse(t, text), Lines: lines, Count: count}, func(*Found) bool { return true })
				if n != found || cut != (len(notices) == 1 && notices[0].Kind == "cut") || err != nil {
					t.Errorf("%d bytes, %s, lines %v, %T, count %v: %d, %v, %v", len(m.data), text, lines, file, count, n, notices, err)
				}
			}
		}
	}
	f(m, "needle", false, 0, true)
	f(m, "", false, 3, false)
	long := []*memory{m}
	if !raced { // the Makefile runs it without
		long = append(long, log(5<<20))
	}
	for _, m := range long {
		f(m, "needle", true, 1, false)
		f(m, "-needle", true, 2, false)
		f(m, "needle other", true, 0, false)
		f(m, "word -other", true, 1, false)
		f(m, "needle OR other", true, 2, false)
		f(m, `~"needle$"`, true, 1, false)
		f(m, `~"^1 .*r$"`, true, 1, false)
		f(m, `~"needle$" -~"word$"`, true, 1, false)
		f(m, "needle user:3", true, 0, true)
	}
	if !raced { // the Makefile runs it without
		huge := log(64 << 20)
		f(huge, "needle", true, 1, false)
		f(huge, "-needle", true, 2, false)
		f(huge, "word -other", true, 1, false)
	}
	e := New(Options{})
	defer e.Close()
	r, err := e.Open(context.Background(), Spec{Chains: []Chain{{Family: "f", Files: []File{m.face()}}}, Query: parse(t, "needle")})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if s := wait(t, r); s.Total != 0 || len(s.Notices) != 1 || s.Notices[0].Kind != "cut" {
		t.Errorf("%+v", s)
	}
}
