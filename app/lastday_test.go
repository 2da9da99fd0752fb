package app

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cordwood/backend/health"
)

// The figures of a tile are as many as the rows that the log has between until
// and an hour, or a day, before it; the picture's half hours add up to them.
func TestTileFiguresAreRows(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "suite")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	// Minutes before now: on both sides of an hour, a half hour and the day, many
	// of them nearer to the border than a bucket of the histogram is wide.
	var text []byte
	now := time.Now().UTC()
	for _, before := range []float64{1500, 1441, 1437, 700, 121, 119, 66, 63, 62, 61, 58, 57, 55, 31, 29, 4} {
		for _, level := range []string{"ERROR", "FATAL", "WARN"} {
			at := now.Add(-time.Duration(before * float64(time.Minute))).Format("2006-01-02 15:04:05.000")
			text = fmt.Appendf(text, "%s [main] %s a.B - %g minutes before\n", at, level, before)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "application.log"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	a := testApp(t)
	src, err := a.Sources().Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Sources().SetZone(src.ID, "UTC"); err != nil {
		t.Fatal(err)
	}
	tile := countedTile(t, a, src.ID, "application")
	until := time.UnixMilli(*tile.Until)
	for _, c := range []struct {
		name string
		d    time.Duration
		want int64 // that the lines above have
		tile int64
	}{
		{"hour", time.Hour, 12, tile.Hour},
		{"day", 24 * time.Hour, 28, tile.Day},
	} {
		state, err := a.ServerLogs().Open(LogRequest{
			Source: src.ID, Slot: c.name, Families: []string{"application"}, Query: "level:>=error",
			From: millis(until.Add(-c.d)), To: tile.Until,
		})
		if err != nil {
			t.Fatal(err)
		}
		for !state.Exact {
			time.Sleep(10 * time.Millisecond)
			if state, err = a.ServerLogs().State(state.Handle); err != nil {
				t.Fatal(err)
			}
		}
		if c.tile != state.Total || c.tile != c.want {
			t.Errorf("%s: the tile says %d, the log %d, want %d", c.name, c.tile, state.Total, c.want)
		}
	}
	slots := [health.Slots]int64(tile.Spark)
	if health.Hour(slots) != tile.Hour || health.Day(slots) != tile.Day {
		t.Errorf("half hours %v for %d and %d", slots, tile.Hour, tile.Day)
	}
}

// countedTile waits for the first count of a family.
func countedTile(t *testing.T, a *App, source, family string) Tile {
	t.Helper()
	for range 1000 {
		v, err := a.Health().View(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, tile := range v.Tiles {
			if tile.Family == family && tile.Until != nil {
				return tile
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the family is not counted")
	return Tile{}
}
