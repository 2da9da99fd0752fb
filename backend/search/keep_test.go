package search

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/gram"
	"cordwood/backend/inflate"
	"cordwood/backend/query"

	"pgregory.net/rapid"
)

// shelf is a folder of what is kept.
type shelf struct{ dir string }

func (s shelf) Path(file event.FileID, kind string) (string, error) {
	return filepath.Join(s.dir, string(file)+"."+kind), nil
}
func (shelf) Used(string) {}
func (shelf) Kept()       {}

// stamped is a copy that cannot grow.
type stamped struct{ *face }

// Stamp is another one whenever the file is, as size and time of a real one are.
func (f stamped) Stamp() string { return fmt.Sprint(len(f.data), crc32.ChecksumIEEE(f.data)) }

// zipped is such a copy, in gzip, that tells places to read on from.
type zipped struct {
	stamped
	gz    []byte
	every int64
}

// zip writes many blocks, of a few hundred bytes where there are few.
func zip(f *face) *zipped {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	step := 300 + len(f.data)/1000
	for at := 0; at < len(f.data); at += step {
		_, _ = z.Write(f.data[at:min(len(f.data), at+step)])
		_ = z.Flush()
	}
	_ = z.Close()
	return &zipped{stamped{f}, b.Bytes(), 500 + int64(len(f.data)/50)}
}

func (f *zipped) Marked(_ context.Context, mark func(*inflate.Mark)) (io.ReadCloser, bool, error) {
	r := inflate.NewReader(bytes.NewReader(f.gz))
	r.Mark(f.every, mark)
	return io.NopCloser(r), true, nil
}

// Reader reads what is stored, as far as it goes.
func (f *zipped) Reader(_ context.Context, at event.Offset) (io.ReadCloser, error) {
	r := inflate.NewReader(bytes.NewReader(f.gz))
	if _, err := io.CopyN(io.Discard, r, int64(at)); err != nil && err != io.EOF {
		return nil, err
	}
	return io.NopCloser(r), nil
}

func (f *zipped) Resume(_ context.Context, m *inflate.Mark) (io.ReadCloser, error) {
	return io.NopCloser(inflate.Resume(bytes.NewReader(f.gz[m.Byte():]), m)), nil
}

// What an engine kept changes no answer of the next one: for a copy that cannot
// grow, compressed or not, with marks or a side copy, for one that grew since, and for one that is another
// file by now.
func TestKeptIndexChangesNoAnswer(t *testing.T) {
	kept, saved, filtered := keptBytes, saveBytes, filterBytes
	keptBytes, saveBytes, filterBytes = 1, 1, 1
	defer func() { keptBytes, saveBytes, filterBytes = kept, saved, filtered }()
	dir, example := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		old, stride := rangeBytes, strideBytes
		rangeBytes = int64(rapid.IntRange(200, 4000).Draw(rt, "range"))
		strideBytes = int64(rapid.IntRange(1, 8000).Draw(rt, "stride"))
		defer func() { rangeBytes, strideBytes = old, stride }()
		keep := Options{Keep: shelf{dir}, Write: true}
		example++
		m := &memory{id: event.FileID(fmt.Sprintf("f%d", example)), name: "a.log", data: drawLog(rt), seq: rapid.Bool().Draw(rt, "compressed")}
		for range rapid.IntRange(1, 3).Draw(rt, "generations") {
			c := Chain{Family: "f", Files: []File{copyOf(rt, m)}}
			if rapid.Bool().Draw(rt, "learnt by searching") {
				answersAsRead(rt, New(keep), c, m)
			} else {
				e := New(keep)
				if _, err := e.Index(context.Background(), []Chain{c}); err != nil {
					rt.Fatal(err)
				}
				e.Close()
			}
			switch rapid.IntRange(0, 3).Draw(rt, "then") {
			case 0:
				m.data = append(m.data, drawLog(rt)...)
			case 1:
				if m.data = drawLog(rt); rapid.Bool().Draw(rt, "longer") {
					m.data = append(m.data, m.data...)
				}
			}
			c.Files = []File{copyOf(rt, m)}
			answersAsRead(rt, New(Options{Keep: shelf{dir}}), c, m)
			answersAsRead(rt, New(keep), c, m)
		}
	})
	for _, kind := range Kinds {
		if left, _ := filepath.Glob(filepath.Join(dir, "*."+kind)); len(left) == 0 {
			t.Errorf("no %s was kept", kind)
		}
	}
}

// All that is kept of a compressed copy comes from one reading of it. One that was
// damaged, or made by another version, is made again, and changes no answer.
func TestKeptOfOneReading(t *testing.T) {
	var text strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&text, "%d INFO entry %d of a log\n", i, i)
	}
	m := &memory{id: "f", name: "a.log", data: []byte(text.String()), seq: true}
	q := parse(t, `"entry 39999"`)
	sides := []string{"mark", "zst"}
	if raced { // the Makefile runs both without
		sides = sides[:1]
	}
	for _, side := range sides {
		dir := t.TempDir()
		f := func(what string, readings int) {
			t.Helper()
			once := &counting{zipped: zip(m.face().(*face)), marks: side == "mark"}
			e := New(Options{Keep: shelf{dir}, Write: true})
			defer e.Close()
			c := []Chain{{Family: "f", Files: []File{once}}}
			if _, err := e.Index(context.Background(), c); err != nil {
				t.Fatal(err)
			}
			if once.read != readings {
				t.Errorf("%s: it was read %d times", what, once.read)
			}
			for _, kind := range []string{"idx", "gram", side} {
				if _, err := os.Stat(filepath.Join(dir, "f."+kind)); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			}
			if n, _, err := e.Sift(context.Background(), c, Sieve{Query: q, Count: true}, nil); n != 1 || err != nil {
				t.Errorf("%s: %d matches, %v", what, n, err)
			}
			if once.read != readings {
				t.Errorf("%s: the search read it from its start", what)
			}
		}
		f("at first", 1)
		f("known", 0)
		for _, kind := range []string{"gram", side} {
			path := filepath.Join(dir, "f."+kind)
			was, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for what, at := range map[string]int{"version": 16, "magic": 8, "sum": 12} {
				b := bytes.Clone(was)
				b[len(b)-at]++
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
				readings := 1
				if kind == "gram" && side == "zst" {
					readings = 0 // the side copy is read
				}
				f(kind+", another "+what, readings)
			}
		}
		for _, kind := range Kinds {
			_ = os.Remove(filepath.Join(dir, "f."+kind))
		}
		f("all lost", 1)
	}
}

// counting counts the readings from the start, and tells marks or not.
type counting struct {
	*zipped
	marks bool
	read  int
}

func (f *counting) Reader(ctx context.Context, at event.Offset) (io.ReadCloser, error) {
	f.read++
	return f.zipped.Reader(ctx, at)
}

func (f *counting) Marked(ctx context.Context, mark func(*inflate.Mark)) (io.ReadCloser, bool, error) {
	if !f.marks {
		r, err := f.Reader(ctx, 0)
		return r, false, err
	}
	f.read++
	return f.zipped.Marked(ctx, mark)
}

// An entry too long to be held keeps no filter from being made.
func TestFilterOfALongEntry(t *testing.T) {
	m := &memory{id: "f", name: "a.log", data: []byte("1 INFO short\n2 INFO " + strings.Repeat("long ", 1<<20) + "\n3 INFO needle\n"), seq: true}
	dir := t.TempDir()
	e := New(Options{Keep: shelf{dir}, Write: true})
	defer e.Close()
	c := []Chain{{Family: "f", Files: []File{zip(m.face().(*face))}}}
	if _, err := e.Index(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	g, err := gram.Open(filepath.Join(dir, "f.gram"), "f")
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if endOf(g) != event.Offset(len(m.data)) {
		t.Errorf("it ends at %d of %d", endOf(g), len(m.data))
	}
	if n, _, err := e.Sift(context.Background(), c, Sieve{Query: parse(t, "needle"), Count: true}, nil); n != 1 || err != nil {
		t.Error(n, err)
	}
}

// copyOf is a copy as a scan sees it: one that may grow is plain and live.
func copyOf(t *rapid.T, m *memory) File {
	f := m.face().(*face)
	if !m.seq && rapid.Bool().Draw(t, "live") {
		f.live = true
		return placed{f}
	}
	if m.seq && rapid.Bool().Draw(t, "gzip") {
		return zip(f)
	}
	return stamped{f}
}

func answersAsRead(t *rapid.T, e *Local, c Chain, m *memory) {
	defer e.Close()
	text := rapid.SampledFrom(sieved).Draw(t, "query")
	q, _, err := query.Parse(text, query.Options{OpenFields: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, lines := range []bool{false, true} {
		want := siftNaively(m, q, lines)
		var got []string
		_, _, err := e.Sift(context.Background(), []Chain{c}, Sieve{Query: q, Lines: lines}, func(f *Found) bool {
			got = append(got, fmt.Sprintf("%s:%d:%d %q", f.File.ID(), f.Line, f.Lines, f.Text))
			return true
		})
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%s lines=%v: %v\n got %q\nwant %q", text, lines, err, got, want)
		}
	}
	r, err := e.Open(context.Background(), Spec{Chains: []Chain{c}, Query: q})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	<-r.Done()
	rows, err := r.Rows(context.Background(), r.State().Start, 1000)
	var got []string
	for _, row := range rows {
		got = append(got, fmt.Sprintf("%s:%d:%d %q", row.File, row.Line, row.Lines, row.Text))
	}
	if want := siftNaively(m, q, false); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("%s: %v %+v\n got %q\nwant %q", text, err, r.State(), got, want)
	}
}

// A search of a compressed copy of which nothing is known answers as one that keeps
// nothing does, and reads the copy once; where all is well, what is kept is made.
func TestSearchMakesWhatIsKept(t *testing.T) {
	kept := keptBytes
	keptBytes = 1000
	defer func() { keptBytes = kept }()
	var text strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&text, "%d INFO entry %d of a log\n\tat frame %d\n", i, i, i)
	}
	entries := text.String()
	long := 5 << 20
	if raced { // the Makefile runs these without
		long = 3 << 19
	}
	lines := "1 INFO long\n" + strings.Repeat("\tat a frame of a long entry\n", long/28)
	for name, data := range map[string]string{"ordinary": entries, "long entry": entries + lines + entries, "long line": entries + "2 INFO " + strings.Repeat("x", long) + " frame\n" + entries, "short": "1 INFO frame\n", "empty": ""} {
		for _, broken := range []bool{false, true} {
			for i, s := range []Sieve{{Count: true}, {Lines: true, Count: true}, {}, {Lines: true}} {
				if raced && len(data) > long && i%3 != 0 {
					continue
				}
				s.Query = parse(t, "frame")
				copy := zip(&face{memory: &memory{id: "f", name: "a.log", data: []byte(data), seq: true}, name: "a.log"})
				if broken {
					copy.gz = copy.gz[:len(copy.gz)*2/3]
				}
				once := &counting{zipped: copy, marks: true}
				sift := func(o Options) string {
					e := New(o)
					defer e.Close()
					sum := crc32.NewIEEE()
					n, notices, err := e.Sift(context.Background(), []Chain{{Family: "f", Files: []File{once}}}, s, func(f *Found) bool {
						fmt.Fprintln(sum, f.Line, f.Lines, f.Offset, f.Length, f.Text)
						return true
					})
					return fmt.Sprint(n, sum.Sum32(), notices, err)
				}
				dir := t.TempDir()
				want := sift(Options{})
				once.read = 0
				got := sift(Options{Keep: shelf{dir}, Write: true})
				if got != want {
					t.Errorf("%s, broken %v, %+v: %s, want %s", name, broken, s, got, want)
				}
				if once.read > 1 && name != "long entry" && name != "long line" {
					t.Errorf("%s, broken %v: it was read %d times", name, broken, once.read)
				}
				left, _ := filepath.Glob(filepath.Join(dir, "*"))
				if broken && len(left) > 0 || !broken && name == "ordinary" && len(left) != 3 {
					t.Errorf("%s, broken %v: %q is kept", name, broken, left)
				}
			}
		}
	}
}
