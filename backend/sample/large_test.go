package sample

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"cordwood/backend/rules"
)

// The family that reaches the limit is rotated by size before midnight, exactly
// below the limit, and packs to less than a twelfth.
func TestTracedDay(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 110 MB")
	}
	dir := t.TempDir()
	m, err := Write(context.Background(), Options{Dir: dir, Size: TraceSize, Days: 2, Seed: 3, End: testEnd})
	if err != nil {
		t.Fatal(err)
	}
	f := m.Family(callEvent)
	names := []string{"call_event-2026-11-16.log.gz", "call_event-2026-11-17.log.gz", "call_event-2026-11-17-2.log.gz", "call_event.log"}
	if len(f.Files) != len(names) {
		t.Fatalf("%+v", f.Files)
	}
	for i, file := range f.Files {
		if file.Name != names[i] || file.Bytes > rules.MaxLiveBytes {
			t.Errorf("%+v, want %s", file, names[i])
		}
	}
	full := f.Files[1]
	if full.Bytes < rules.MaxLiveBytes-4096 || full.Stored*12 > full.Bytes || full.Stored < 6<<20 {
		t.Errorf("%d bytes in %d", full.Bytes, full.Stored)
	}
	near(t, m.Stored, TraceSize, 0.15)
	var switched []bool
	for _, r := range (sampleUnderTest{dir, m}).records(t, auditLog) {
		if on, ok := r.After["sip_trace"].(bool); ok && on != r.Before["sip_trace"] && r.After["name"] == "north-2" && r.Account == "12" {
			switched = append(switched, on)
		}
	}
	if !slices.Equal(switched, []bool{true, false}) {
		t.Errorf("the trace was switched %v", switched)
	}
}

func near(t *testing.T, got, want int64, part float64) {
	t.Helper()
	if off := math.Abs(float64(got-want)) / float64(want); off > part {
		t.Errorf("%d bytes stored, want %d within %.0f %%", got, want, part*100)
	}
}

// About the size that was asked for, whenever the sample ends.
func TestSize(t *testing.T) {
	near(t, written(t).m.Stored, 2<<20, 0.25)
	f := func(size int64, days, hour int) {
		t.Helper()
		m, err := Write(context.Background(), Options{Dir: t.TempDir(), Size: size, Days: days, Seed: 5, End: testEnd.Add(time.Duration(hour-16) * time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		near(t, m.Stored, size, 0.25)
	}
	f(2<<20, 4, 1)
	f(3<<20, 1, 23)
}
