package ingest

import (
	"context"
	"sync/atomic"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/source"
	"cordwood/backend/source/folder"
)

// counted counts how often a file is opened.
type counted struct {
	source.Files
	opened atomic.Int32
}

func (c *counted) Open(ctx context.Context, id event.FileID) (source.File, error) {
	c.opened.Add(1)
	return c.Files.Open(ctx, id)
}

// TestZoneIsLookedForWhenAsked: whoever counts lines of files opens none of them
// for their times.
func TestZoneIsLookedForWhenAsked(t *testing.T) {
	p := newSpot(t)
	p.write("application.log", "2026-11-22T08:00:00.000+08:00 INFO  [main] a.B - one\n")
	live, err := folder.Open(p.dir, folder.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	files := &counted{Files: live}
	s, err := Open(t.Context(), files, Options{ID: src})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n := files.opened.Load(); len(s.Chains()) != 1 || n != 0 {
		t.Errorf("%d chains; %d files were opened for them", len(s.Chains()), n)
	}
	if s.Zone().String() != "UTC+08:00" || s.ZoneOrigin() != "found" || files.opened.Load() != 1 {
		t.Errorf("zone %s, %s, after %d files", s.Zone(), s.ZoneOrigin(), files.opened.Load())
	}
}
