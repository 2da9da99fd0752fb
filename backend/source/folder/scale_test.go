//go:build linux

package folder

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"cordwood/backend/fault"
)

// handles leaves the process so many file handles, until the test ends.
func handles(t *testing.T, n uint64) {
	t.Helper()
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
		t.Skip(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: n, Max: was.Max}); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was) })
}

func openHandles(t *testing.T) int {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	return len(all)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// A folder of 10,000 files, with 256 handles: all are listed, a few kilobytes are
// held of each, and no handle stays open. 100,000 with CORDWOOD_SOAK=1.
func TestALargeFolder(t *testing.T) {
	n := maxFiles / 10
	if os.Getenv("CORDWOOD_SOAK") == "1" {
		n = maxFiles
	}
	dir := t.TempDir()
	for i := range n {
		sub := filepath.Join(dir, fmt.Sprint("node", i%100))
		if i < 100 {
			if err := os.Mkdir(sub, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		text := fmt.Appendf(nil, "2026-11-26T10:00:00.000Z INFO file %d says what only it can say\n", i)
		if err := os.WriteFile(filepath.Join(sub, fmt.Sprintf("app%d.log", i)), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	handles(t, 256)
	if f, err := Open(dir, Options{}); err == nil { // what the process keeps for good is open now
		f.Close()
	}
	memory, open := heap(), openHandles(t)
	f, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if inv := scan(t, f); inv.Entries != n || len(inv.Families) != n || len(inv.Skipped) != 0 {
			t.Fatalf("%d entries, %d families, skipped %v", inv.Entries, len(inv.Families), inv.Skipped)
		}
	}
	if each := (heap() - memory) / int64(n); each > 4<<10 {
		t.Errorf("%d bytes are held of each file", each)
	}
	f.Close()
	if now := openHandles(t); now > open {
		t.Errorf("%d handles are open, before %d", now, open)
	}
}

// Without a handle left, a file says so, and is read as soon as there is one.
func TestNoHandleIsLeft(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.log", "b.log"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("2026-11-26T10:00:00.000Z INFO "+name+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	before := scan(t, f)
	handles(t, uint64(openHandles(t))) // the one that counts them is free again
	var full []*os.File
	for {
		h, err := os.Open(dir)
		if err != nil {
			break
		}
		full = append(full, h)
	}
	id := before.Families[0].Copies[0].ID
	if _, err := f.Open(context.Background(), id); fault.KindOf(err) != fault.Limit {
		t.Errorf("opened without a handle: %v", err)
	}
	if _, err := f.Scan(context.Background()); err != nil && fault.KindOf(err) != fault.Limit {
		t.Errorf("scanned without a handle: %v", err)
	}
	for _, h := range full {
		h.Close()
	}
	in, err := f.Open(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	in.Close()
	after := scan(t, f)
	for i := range after.Families {
		if after.Families[i].Copies[0] != before.Families[i].Copies[0] {
			t.Errorf("%+v\nwas %+v", after.Families[i].Copies[0], before.Families[i].Copies[0])
		}
	}
}
