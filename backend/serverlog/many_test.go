package serverlog

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"cordwood/backend/rules"
)

// Many writers, hundreds of rotations, cleaning beside them: each writer's lines
// are there once and in order, and the number of copies is kept at the end.
func TestManyWriters(t *testing.T) {
	const writers, lines = 4, 1500
	dir := t.TempDir()
	opt := small(dir)
	opt.Families, opt.MaxBytes, opt.Rules, opt.Witness = []string{"application", "email"}, 4000, true, quiet{}
	set := rules.Default()
	yes, three := true, 3
	set.Families = map[string]rules.Override{"email": {Cleaning: &yes, Copies: &three}}
	save(t, dir, rules.File{Set: set, Cleaner: rules.ByServerlog})
	s, err := Open(opt)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for writer := range writers {
		group.Go(func() {
			kept, cleaned := s.Writer("application"), s.Writer("email")
			for n := range lines {
				line := fmt.Sprintf("writer %d line %d\n", writer, n)
				for _, w := range []*Writer{kept, cleaned} {
					if _, err := w.Write([]byte(line)); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	group.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var next [writers]int
	for line := range strings.Lines(chain(t, dir, "application")) {
		var writer, n int
		if _, err := fmt.Sscanf(line, "writer %d line %d\n", &writer, &n); err != nil || n != next[writer] {
			t.Fatalf("%q comes when writer %d should write %d", line, writer, next[writer])
		}
		next[writer]++
	}
	for writer, n := range next {
		if n != lines {
			t.Errorf("writer %d: %d lines, want %d", writer, n, lines)
		}
	}
	if got := copiesIn(t, dir, "email"); len(got) != 3 {
		c := statusOf(dir).Families["email"].Cleaning
		t.Errorf("%d copies of email, want 3; last cleaning %+v", len(got), c)
	}
}
