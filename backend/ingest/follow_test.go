package ingest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordwood/backend/search"
	"cordwood/backend/source/folder"
)

// chainOf hands a chain to the engine, as the app does.
func chainOf(c Chain) search.Chain {
	out := search.Chain{Family: c.Family}
	for _, f := range c.Files {
		out.Files = append(out.Files, f)
	}
	return out
}

// Real files, a real rotation with compression, the real watch: what was written
// is in the result once and in order.
func TestFollowThroughRotations(t *testing.T) {
	for name, unhurried := range map[string]bool{"at once": false, "unhurried": true} {
		t.Run(name, func(t *testing.T) { followThroughRotations(t, unhurried) })
	}
}

func followThroughRotations(t *testing.T, unhurried bool) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	p := newSpot(t)
	next := 0
	write := func(n int) {
		var b strings.Builder
		for range n {
			fmt.Fprintf(&b, "2026-11-22 08:%02d:%02d.%03d INFO  [main] a.B - line n=%d.\n", next/60_000%60, next/1000%60, next%1000, next)
			next++
		}
		p.write("application.log", b.String())
	}
	write(100)
	files, err := folder.Open(p.dir, folder.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	engine := search.New(search.Options{})
	defer engine.Close()
	s, err := Open(context.Background(), files, Options{ID: src, Unhurried: unhurried, Changed: func(c Chain) { engine.Grow(chainOf(c)) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := engine.Open(context.Background(), search.Spec{Chains: []search.Chain{chainOf(s.Chains()[0])}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rotations := 8
	if os.Getenv("CORDWOOD_SOAK") != "" {
		rotations = 200
	}
	for day := range rotations {
		write(rnd.IntN(300))
		if rnd.IntN(2) == 0 {
			time.Sleep(time.Duration(rnd.IntN(300)) * time.Millisecond)
		}
		copy := time.Date(2026, 5, 1+day, 0, 0, 0, 0, time.UTC).Format("application-2006-01-02.log")
		if err := os.Rename(filepath.Join(p.dir, "application.log"), filepath.Join(p.dir, copy)); err != nil {
			t.Fatal(err)
		}
		write(1 + rnd.IntN(300))
		if rnd.IntN(2) == 0 {
			p.compress(copy, copy+".gz")
		}
	}
	got := ""
	for range 800 {
		if got = inOrder(r, next); got == "" {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	sum, _ := engine.Summary(context.Background(), chainOf(s.Chains()[0]))
	t.Fatalf("%s; %+v; files %+v; problems %v", got, r.State(), sum.Files, s.Problems())
}

// inOrder says what is wrong with the rows, which must be lines 0 to n.
func inOrder(r search.Result, n int) string {
	s := r.State()
	total := s.Total
	if total != int64(n) {
		return fmt.Sprintf("%d rows, want %d", total, n)
	}
	for at := int64(0); at < total; {
		rows, err := r.Rows(context.Background(), s.Start+at, 1000)
		if err != nil || len(rows) == 0 {
			return fmt.Sprint("rows: ", err)
		}
		for _, row := range rows {
			if want := fmt.Sprintf("n=%d.", at); !strings.Contains(row.Body, want) {
				return fmt.Sprintf("row %d is %q", at, row.Body)
			}
			at++
		}
	}
	return ""
}
