package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	logs = File{ID: "f1", Path: "access_log.log", Family: "access_log"}
)

func openTest(t *testing.T) *Store {
	t.Helper()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "a b?#%.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// visit is the i-th visit, one a second from noon.
func visit(i int) AccessEvent {
	return AccessEvent{
		At: At{Offset: event.Offset(i * 100), Line: event.Line(i + 1)}, Time: noon.Add(time.Duration(i) * time.Second),
		TimeText: noon.Add(time.Duration(i) * time.Second).Format(time.RFC3339), Kind: "visit", Account: fmt.Sprint(1000 + i%7),
		Method: "GET", Path: fmt.Sprintf("/crm/%d", i), Status: 200, Result: "ok", IP: fmt.Sprintf("10.0.0.%d", i%250), MS: int64(i), Bytes: Unknown,
		Raw: fmt.Sprintf(`{"n":%d}`, i),
	}
}

func visits(from, to int) Batch {
	b := Batch{Source: "s1", File: logs, From: event.Offset(from * 100), To: event.Offset(to * 100), Line: event.Line(to + 1)}
	for i := from; i < to; i++ {
		b.Access = append(b.Access, visit(i))
	}
	return b
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ingest(t *testing.T, s *Store, b Batch) {
	t.Helper()
	if err := s.Ingest(ctx, b); err != nil {
		t.Fatal(err)
	}
}

func TestIngestTwiceIsOnce(t *testing.T) {
	s := openTest(t)
	ingest(t, s, visits(0, 10))
	ingest(t, s, visits(5, 20))
	ingest(t, s, visits(0, 10))
	r := must(s.Access(ctx, Filter{Source: "s1"}))(t)
	if n := must(r.Count(ctx))(t); n != 20 {
		t.Errorf("%d records, want 20", n)
	}
	if pos := must(s.Position(ctx, "s1", "f1"))(t); pos != (Position{2000, 21}) {
		t.Errorf("position %v, want 2000 in line 21: it never moves back", pos)
	}
	if err := s.Ingest(ctx, visits(30, 31)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a batch beyond the position: %v, want a conflict", err)
	}
	rows := must(r.Page(ctx, 7, 2))(t)
	want := visit(7)
	want.ID, want.At.Source, want.At.File, want.At.Path = rows[0].ID, "s1", "f1", "access_log.log"
	if len(rows) != 2 || rows[0] != want {
		t.Errorf("page gave %+v\nwant %+v", rows[0], want)
	}
}

func TestRenameKeepsRecords(t *testing.T) {
	s := openTest(t)
	ingest(t, s, visits(0, 3))
	b := visits(3, 4)
	b.File.Path = "access_log-2026-11-22.log.gz"
	ingest(t, s, b)
	rows := must(must(s.Access(ctx, Filter{}))(t).Page(ctx, 0, 10))(t)
	if len(rows) != 4 || rows[0].At.Path != b.File.Path {
		t.Errorf("%d rows, the first cites %q", len(rows), rows[0].At.Path)
	}
}

func TestForget(t *testing.T) {
	s := openTest(t)
	ingest(t, s, visits(0, 3))
	other := visits(0, 2)
	other.Source = "s2"
	ingest(t, s, other)
	r := must(s.Access(ctx, Filter{}))(t)
	if err := s.Forget(ctx, "s1"); err != nil {
		t.Fatal(err)
	}
	if rows := must(r.Page(ctx, 0, 10))(t); len(rows) != 2 {
		t.Errorf("%d rows are left, want the other source's 2", len(rows))
	}
	if pos := must(s.Position(ctx, "s1", "f1"))(t); pos != (Position{}) {
		t.Errorf("a forgotten file has position %v", pos)
	}
}
