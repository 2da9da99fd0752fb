package search

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"cordwood/backend/event"
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

// stamped is a copy that cannot grow; its stamp is its length.
type stamped struct{ *face }

func (f stamped) Stamp() string { return fmt.Sprint(len(f.data)) }

// What an engine kept changes no answer of the next one: for a copy that cannot
// grow, compressed or not, for one that grew since, and for one that is another
// file by now.
func TestKeptIndexChangesNoAnswer(t *testing.T) {
	kept, saved, filtered := keptBytes, saveBytes, filterBytes
	keptBytes, saveBytes, filterBytes = 1, 1, 1
	defer func() { keptBytes, saveBytes, filterBytes = kept, saved, filtered }()
	dir, example := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		old := rangeBytes
		rangeBytes = int64(rapid.IntRange(200, 4000).Draw(rt, "range"))
		defer func() { rangeBytes = old }()
		keep := Options{Keep: shelf{dir}, Write: true}
		example++
		m := &memory{id: event.FileID(fmt.Sprintf("f%d", example)), name: "a.log", data: drawLog(rt), seq: rapid.Bool().Draw(rt, "compressed")}
		for range rapid.IntRange(1, 3).Draw(rt, "generations") {
			c := Chain{Family: "f", Files: []File{copyOf(rt, m)}}
			e := New(keep)
			if _, err := e.Index(context.Background(), []Chain{c}); err != nil {
				rt.Fatal(err)
			}
			e.Close()
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
	left, _ := os.ReadDir(dir)
	if len(left) == 0 {
		t.Error("nothing was kept")
	}
}

// copyOf is a copy as a scan sees it: one that may grow is plain and live.
func copyOf(t *rapid.T, m *memory) File {
	f := m.face().(*face)
	if !m.seq && rapid.Bool().Draw(t, "live") {
		f.live = true
		return placed{f}
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
