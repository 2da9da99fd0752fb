//go:build linux

package folder

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"cordwood/backend/fault"
	"cordwood/backend/source"
	"cordwood/backend/source/sharetest"
)

// onShare is an opened folder of so many rotated files on a share.
func onShare(t *testing.T, families, copies int) (*sharetest.Share, *Folder) {
	t.Helper()
	leaks := goleak.IgnoreCurrent()
	s := sharetest.Mount(t)
	for f := range families {
		for c := range copies {
			name := fmt.Sprintf("family%d.log", f)
			if c > 0 {
				name = fmt.Sprintf("family%d-2026-11-%02d.log", f, c)
			}
			lines(t, s, name, 0, 100)
		}
	}
	folder, err := Open(s.Path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		folder.Close()
		s.Start()
		s.Unmount()
		goleak.VerifyNone(t, leaks)
	})
	return s, folder
}

// lines appends numbered lines on the server's side.
func lines(t *testing.T, s *sharetest.Share, name string, from, to int) {
	t.Helper()
	out, err := os.OpenFile(filepath.Join(s.Dir, name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	var b bytes.Buffer
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "2026-11-26T10:%02d:%02d.000Z INFO %s line %d of what the server has to say\n", i/60%60, i%60, name, i)
	}
	if _, err := out.Write(b.Bytes()); err != nil {
		t.Fatal(err)
	}
}

// A scan of a share that is silent ends with its deadline, tells since when, and
// changes nothing of what was known; the next one reads the difference only.
func TestScanOfASilentShare(t *testing.T) {
	s, f := onShare(t, 4, 5)
	before := scan(t, f)
	time.Sleep(time.Second) // the kernel forgets
	s.Stop()
	_, err := f.Scan(context.Background())
	var silence *fault.Silence
	if fault.KindOf(err) != fault.Away || !errors.As(err, &silence) {
		t.Fatal(err)
	}
	id := before.Families[0].Copies[0].ID
	in, err2 := f.Open(context.Background(), id) // its head is held, and no more
	if err2 != nil {
		t.Fatal(err2)
	}
	if _, err := in.Size(); fault.KindOf(err) != fault.Away {
		t.Error(err)
	}
	in.Close()
	s.Start()
	lines(t, s, "family2.log", 100, 110)
	var after *source.Inventory
	for err != nil {
		time.Sleep(50 * time.Millisecond)
		s.Reset()
		after, err = f.Scan(context.Background())
	}
	if c := s.Count(); c.Calls["open"] != 1 {
		t.Errorf("one file grew, and %d were opened", c.Calls["open"])
	}
	for i, family := range after.Families {
		for j, c := range family.Copies {
			was := before.Families[i].Copies[j]
			if family.Name == "family2" && c.Live {
				was.Stored, was.Modified = c.Stored, c.Modified
			}
			if !reflect.DeepEqual(c, was) {
				t.Errorf("%+v\nwas %+v", c, was)
			}
		}
	}
	in, err = f.Open(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.Size(); err != nil {
		t.Error(err)
	}
	in.Close()
}

// A file that fails for now keeps its id, says what is wrong, and is looked at
// again although it did not change.
func TestAFileThatFailsForNow(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.EIO, syscall.ESTALE} {
		s, f := onShare(t, 1, 2)
		before := scan(t, f)
		lines(t, s, "family0.log", 100, 110)
		time.Sleep(time.Second)
		s.FailCall("read", errno)
		failing := scan(t, f)
		copies := failing.Families[0].Copies
		if last := copies[1]; last.ID != before.Families[0].Copies[1].ID || last.Problem.None() {
			t.Errorf("%v: %+v", errno, last)
		}
		if copies[0] != before.Families[0].Copies[0] {
			t.Errorf("%v: a file that did not change: %+v", errno, copies[0])
		}
		s.Fail(0)
		if last := scan(t, f).Families[0].Copies[1]; !last.Problem.None() || last.ID != before.Families[0].Copies[1].ID || last.Stored <= before.Families[0].Copies[1].Stored {
			t.Errorf("after %v: %+v", errno, last)
		}
	}
}

// A reader that stood in a file when the share stopped says so, and does not take
// it for the end.
func TestReadingFromASilentShare(t *testing.T) {
	s, f := onShare(t, 1, 1)
	lines(t, s, "family0.log", 100, 50_000)
	in, err := f.Open(context.Background(), scan(t, f).Families[0].Copies[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	r, err := in.Reader(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := io.CopyN(io.Discard, r, 1000); err != nil {
		t.Fatal(err)
	}
	s.Stop()
	n, err := io.Copy(io.Discard, r)
	if fault.KindOf(err) != fault.Away {
		t.Errorf("after %d bytes: %v", n, err)
	}
}

// Watching tells when the share goes and when it is back.
func TestWatchingAShareThatStops(t *testing.T) {
	s, f := onShare(t, 1, 1)
	scan(t, f)
	news := make(chan struct{}, 100)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); f.Watch(ctx, func() { news <- struct{}{} }) }()
	time.Sleep(time.Second)
	s.Stop()
	<-news
	if _, err := f.Scan(ctx); fault.KindOf(err) != fault.Away {
		t.Error(err)
	}
	s.Start()
	<-news
	for _, err := f.Scan(ctx); err != nil; _, err = f.Scan(ctx) {
		time.Sleep(50 * time.Millisecond)
	}
	cancel()
	<-done
}

// An opened folder needs few round trips, however many files are in it.
func TestRoundTripsOfAScan(t *testing.T) {
	s, f := onShare(t, 2, 4)
	n := s.Rounds(func() { scan(t, f) })
	if n > 10 {
		t.Errorf("%d round trips, want at most 10: %v", n, s.Count())
	}
	t.Logf("%d round trips: %v", n, s.Count())
}
