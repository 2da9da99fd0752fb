package serverlog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cordwood/backend/rules"
)

// The real limit: 104,857,600 bytes are reached exactly and never passed.
func TestHundredMegabytes(t *testing.T) {
	if os.Getenv("CORDWOOD_SOAK") == "" {
		t.Skip("writes 200 MB; set CORDWOOD_SOAK")
	}
	dir := t.TempDir()
	s := open(t, Options{Dir: dir, Families: []string{"application"}})
	w := s.Writer("application")
	line := strings.Repeat("0123456789abcde\n", 64) // 1 KiB: the limit is a multiple
	var largest int64
	lines := 2*rules.MaxLiveBytes/int64(len(line)) + 1
	for range lines {
		write(t, w, line)
		info, err := os.Stat(filepath.Join(dir, "application.log"))
		if err != nil {
			t.Fatal(err)
		}
		largest = max(largest, info.Size())
	}
	if largest != rules.MaxLiveBytes {
		t.Errorf("the live file reached %d bytes, want %d", largest, rules.MaxLiveBytes)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := len(copiesIn(t, dir, "application")); got != 2 {
		t.Errorf("%d copies, want 2", got)
	}
	if got := int64(len(chain(t, dir, "application"))); got != lines*int64(len(line)) {
		t.Errorf("the chain has %d bytes, want %d", got, lines*int64(len(line)))
	}
}
