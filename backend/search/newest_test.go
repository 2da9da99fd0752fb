package search

import (
	"context"
	"fmt"
	"io"
	"testing"

	"cordwood/backend/event"
)

// gated is a file that is read once somebody opens its gate.
type gated struct {
	File
	open chan struct{}
}

func (g *gated) Reader(ctx context.Context, at event.Offset) (io.ReadCloser, error) {
	select {
	case <-g.open:
		return g.File.Reader(ctx, at)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// The newest file of a chain is there at once, older ones come in front of it as
// they are read, and no row that was given ever moves.
func TestNewestFileFirst(t *testing.T) {
	const files, lines = 5, 3000
	var gates []*gated
	c := Chain{Family: "app"}
	for i := range files {
		m := &memory{id: event.FileID(fmt.Sprint(i)), name: fmt.Sprintf("app.%d", i)}
		for n := range lines {
			m.write(fmt.Sprintf("%d INFO row n=%d\n", i*lines+n, i*lines+n))
		}
		gates = append(gates, &gated{m.face(), make(chan struct{})})
		c.Files = append(c.Files, gates[i])
	}
	e := New(Options{})
	defer e.Close()
	r, err := e.Open(t.Context(), Spec{Chains: []Chain{c}, Query: parse(t, "row")})
	if err != nil {
		t.Fatal(err)
	}
	given := map[int64]string{}
	for i := files - 1; i >= 0; i-- {
		close(gates[i].open)
		want := int64(files-i) * lines
		s := waitFor(t, r, func(s State) bool { return s.Total == want })
		if s.Exact && i > 0 || s.Rev != 0 || s.Start < 0 {
			t.Fatalf("%+v with file %d on", s, i)
		}
		rows := rowsAt(t, r, s.Start, int(s.Total))
		for j, row := range rows {
			if text := fmt.Sprintf("n=%d", i*lines+j); row.Fields[0].Name+"="+row.Fields[0].Value != text || row.Pos != s.Start+int64(j) {
				t.Fatalf("row %d at %d is %q, want %s", j, row.Pos, row.Body, text)
			}
			if was, ok := given[row.Pos]; ok && was != row.Body {
				t.Fatalf("position %d was %q and is %q", row.Pos, was, row.Body)
			}
			given[row.Pos] = row.Body
		}
	}
	s := wait(t, r)
	if pos, ok, err := r.SeekLine(t.Context(), "1", 7); err != nil || !ok || pos != s.Start+lines+6 {
		t.Errorf("line 7 of file 1 at %d %v %v, want %d", pos, ok, err, s.Start+lines+6)
	}
	// One more file in front of all: its rows come in front, with room made for them.
	old := &memory{id: "old", name: "app.old"}
	old.write("0 INFO row n=-1\n")
	e.Grow(Chain{Family: "app", Files: append([]File{old.face()}, c.Files...)})
	s = waitFor(t, r, func(s State) bool { return s.Total == files*lines+1 && s.Exact })
	if rows := rowsAt(t, r, s.Start, 2); rows[0].File != "old" || rows[1].Body != given[minOf(given)] {
		t.Errorf("%q and %q", rows[0].Body, rows[1].Body)
	}
}

func rowsAt(t *testing.T, r Result, from int64, n int) (rows []Row) {
	t.Helper()
	for len(rows) < n {
		page, err := r.Rows(t.Context(), from+int64(len(rows)), n-len(rows))
		if err != nil || len(page) == 0 {
			t.Fatalf("%d of %d rows: %v", len(rows), n, err)
		}
		rows = append(rows, page...)
	}
	return rows
}

func minOf(given map[int64]string) int64 {
	first := int64(-1)
	for pos := range given {
		if first < 0 || pos < first {
			first = pos
		}
	}
	return first
}
