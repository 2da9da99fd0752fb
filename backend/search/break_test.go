package search

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// cutOff is a file whose reading ends with an error where its bytes end, as that of a
// damaged copy does.
type cutOff struct{ *face }

func (f cutOff) Reader(ctx context.Context, at event.Offset) (io.ReadCloser, error) {
	r, err := f.face.Reader(ctx, at)
	if err != nil {
		return nil, err
	}
	damaged := fault.New("read", fault.Damaged, f.Name(), "", errors.New("it is damaged"))
	return io.NopCloser(io.MultiReader(r, failing{damaged})), nil
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// A break stands behind the last row of its file, whatever is filtered and merged; it
// tells how far the file was read. What is covered is what was looked at, not what matched.
func TestBreaks(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 7))
	worlds := 60
	if raced { // the Makefile runs all of them without
		worlds = 6
	}
	for range worlds {
		var chains []Chain
		var texts [][]*memory
		type place struct{ lane, file int }
		broken := map[string]place{}
		lines := map[string]int64{}
		var from, to time.Time
		now := 1
		for lane := range 1 + dice.IntN(3) {
			c := Chain{Family: fmt.Sprint("family", lane)}
			var files []*memory
			if lane > 0 {
				now = 1 + dice.IntN(now)
			}
			for i := range 1 + dice.IntN(4) {
				m := &memory{id: event.FileID(fmt.Sprintf("f%d-%d", lane, i)), name: fmt.Sprintf("f%d-%d.log.gz", lane, i), seq: dice.IntN(2) == 0}
				var b bytes.Buffer
				n := dice.IntN(3000)
				for range n {
					now += dice.IntN(3)
					at := time.UnixMilli(int64(now)).UTC()
					if from.IsZero() || at.Before(from) {
						from = at
					}
					if at.After(to) {
						to = at
					}
					fmt.Fprintf(&b, "%d %s x%d\n", now, []string{"INFO", "ERROR"}[dice.IntN(2)], dice.IntN(500))
				}
				m.data = b.Bytes()
				files = append(files, m)
				src := m.face()
				if dice.IntN(2) == 0 {
					broken[m.name], lines[m.name] = place{lane, i}, int64(n)
					src = cutOff{src.(*face)}
				}
				c.Files = append(c.Files, src)
			}
			chains, texts = append(chains, c), append(texts, files)
		}
		e := New(Options{})
		for _, text := range []string{"", "level:error", "x7", "nowhere"} {
			q := parse(t, text)
			r, err := e.Open(t.Context(), Spec{Chains: chains, Query: q})
			if err != nil {
				t.Fatal(err)
			}
			s := waitFor(t, r, func(s State) bool { return s.Exact && len(s.Breaks) == len(broken) })
			rows := oracle(q, event.TimeRange{}, texts...)
			if s.Total != int64(len(rows)) {
				t.Fatalf("%q: %d rows, want %d", text, s.Total, len(rows))
			}
			if !s.From.Equal(from) || !s.To.Equal(to) {
				t.Errorf("%q: covered %v to %v, want %v to %v", text, s.From, s.To, from, to)
			}
			for _, b := range s.Breaks {
				at, want := broken[b.File], int64(0)
				for i, w := range rows {
					var file int
					if _, err := fmt.Sscanf(strings.TrimPrefix(string(w.file), fmt.Sprintf("f%d-", w.lane)), "%d", &file); err != nil {
						t.Fatal(err)
					}
					if w.lane == at.lane && file <= at.file {
						want = int64(i) + 1
					}
				}
				if b.Pos-s.Start != want || b.Line != lines[b.File] || b.Kind != string(fault.Damaged) {
					t.Errorf("%q, %d chains: %s breaks at %d, line %d; want %d, %d", text, len(chains), b.File, b.Pos-s.Start, b.Line, want, lines[b.File])
				}
			}
			r.Close()
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
