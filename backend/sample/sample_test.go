package sample

import (
	"context"
	"os"
	"testing"
	"time"
)

var testEnd = time.Date(2026, 11, 18, 16, 14, 0, 0, wall)

func TestTry(t *testing.T) {
	dir := os.Getenv("TRY")
	if dir == "" {
		t.Skip()
	}
	start := time.Now()
	m, err := Write(context.Background(), Options{Dir: dir, Seed: 7, End: testEnd})
	t.Log(time.Since(start), err, m.Stored)
	for _, f := range m.Families {
		t.Log(f.Name, f.Entries, f.Timeless, f.Lines, f.Bytes, f.Levels)
		for _, x := range f.Files {
			t.Log("    ", x.Name, x.Stored, x.Bytes)
		}
	}
	t.Log(m.Access, m.Audit)
}
