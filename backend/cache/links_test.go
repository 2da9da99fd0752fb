package cache

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/testlog"
)

// Links are neither followed nor removed, and nothing outside is touched.
func TestLinks(t *testing.T) {
	c := opened(t, 1)
	outside := t.TempDir()
	put(t, outside, "1.idx", 100, 1000*time.Hour)
	put(t, outside, "1.idx.00ff.part", 100, 1000*time.Hour)
	put(t, c.dir, "real/2.idx", 100, 1000*time.Hour)
	for name, target := range map[string]string{"away": outside, "near": "real", "real/1.idx": filepath.Join(outside, "1.idx"), "real/3.idx": "2.idx", "real/4.idx.00ff.part": filepath.Join(outside, "1.idx.00ff.part")} {
		if err := os.Symlink(target, filepath.Join(c.dir, filepath.FromSlash(name))); err != nil {
			t.Skip(err)
		}
	}
	before := below(t, outside)
	if all, err := c.List(); err != nil || len(all) != 1 {
		t.Errorf("%v %v", all, err)
	}
	for _, source := range []string{"away", "near"} {
		if path, err := c.Path(source, "1", "idx"); fault.KindOf(err) != fault.Unreadable {
			t.Errorf("%s: %v", path, err)
		}
		if err := c.Used(filepath.Join(c.dir, source, "1.idx")); err == nil {
			t.Errorf("used by way of %s", source)
		}
		if got, err := c.Forget(source); err != nil || got.Files != 0 {
			t.Errorf("%s: %+v %v", source, got, err)
		}
	}
	if err := c.Used(filepath.Join(c.dir, "real", "1.idx")); err != nil {
		t.Error(err)
	}
	if got, err := c.Trim(); err != nil || got.Files != 1 {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := c.Clean(); err != nil || got.Files != 0 {
		t.Errorf("%+v %v", got, err)
	}
	if got := below(t, c.dir); got != "away near real real/1.idx real/3.idx real/4.idx.00ff.part" {
		t.Error(got)
	}
	info, err := os.Stat(filepath.Join(outside, "1.idx"))
	if err != nil || !info.ModTime().Equal(testlog.Day.Add(-1000*time.Hour)) || below(t, outside) != before {
		t.Errorf("outside: %v %v", info, err)
	}
}
