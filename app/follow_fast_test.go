//go:build linux

package app

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/metrics"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"cordwood/backend/search"
	"cordwood/backend/tail"
)

// writeFast appends MiBs of numbered lines, 100 MiB a second, of which one in a
// thousand has a mark; it returns how many have.
func writeFast(t *testing.T, path string, mib int) (marks int) {
	out, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer out.Close()
	var b bytes.Buffer
	var head []byte
	began, n := time.Now(), 0
	for i := range mib {
		for b.Reset(); b.Len() < 1<<20; n++ {
			if n%1000 == 0 {
				head = fmt.Appendf(head[:0], "2026-11-22 %02d:%02d:%02d", n/3_600_000%24, n/60_000%60, n/1000%60)
			}
			b.Write(head)
			b.WriteString(" [main] INFO a.B - entry ")
			b.Write(strconv.AppendInt(b.AvailableBuffer(), int64(n), 10))
			if n%1000 == 0 {
				fmt.Fprintf(&b, " mark-%d", marks)
				marks++
			}
			b.WriteString(" of what a busy server has to say about itself\n")
		}
		if _, err := out.Write(b.Bytes()); err != nil {
			t.Error(err)
			return marks
		}
		time.Sleep(time.Until(began.Add(time.Duration(i+1) * 10 * time.Millisecond)))
	}
	t.Logf("%d MiB in %v", mib, time.Since(began).Round(time.Millisecond))
	return marks
}

// A log that grows by 100 MiB a second is followed while a view of it is open: each
// match comes once and in order, in both, and what is held is bounded. 100 MiB, 1,000
// with CORDWOOD_SOAK.
func TestALogThatGrowsFast(t *testing.T) {
	mib, limit := 100, uint64(256<<20)
	if raced { // the Makefile runs all of them without
		mib = 20
	}
	if os.Getenv("CORDWOOD_SOAK") != "" {
		mib = 1000
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "app.log")
	writeFast(t, path, 1)
	a := testApp(t)
	src, err := a.OpenPath(dir, Records)
	if err != nil {
		t.Fatal(err)
	}
	log, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "view", Query: "mark-"})
	if err != nil {
		t.Fatal(err)
	}
	if log, err = a.WaitLog(t.Context(), log.Handle); err != nil || log.Total == 0 {
		t.Fatal(log.Total, err)
	}
	before := log.Total

	var got, wrong atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	done, begun := make(chan error, 1), make(chan struct{})
	go func() {
		_, err := a.Follow(ctx, LogRequest{Source: src.ID, Slot: "f", Query: "mark-"}, Listener{
			Give: func(e *tail.Entry) {
				if !bytes.Contains([]byte(e.Text), fmt.Appendf(nil, " mark-%d ", got.Add(1)-1)) {
					wrong.Add(1)
				}
			},
			Tell: func(n search.Notice) { t.Errorf("%+v", n) },
			After: func(int64) error {
				select {
				case <-begun:
				default:
					close(begun)
				}
				return nil
			},
		})
		done <- err
	}()
	<-begun
	written := make(chan int, 1)
	go func() { written <- writeFast(t, path, mib) }()
	heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	most, marks := uint64(0), int64(-1)
	var ended time.Time
	behind := func() bool {
		metrics.Read(heap)
		most = max(most, heap[0].Value.Uint64())
		select {
		case n := <-written:
			marks, ended = int64(n), time.Now()
		default:
		}
		return marks < 0 || got.Load() < marks
	}
	eventually(t, "all that was written, followed", func() bool { return !behind() })
	t.Logf("following ends %v behind the writer", time.Since(ended).Round(time.Millisecond))
	eventually(t, "all that was written, in the view", func() bool {
		log, err = a.ServerLogs().State(log.Handle)
		return err != nil || log.Total == before+marks
	})
	t.Logf("the view ends %v behind it; %d of %d matches, at most %d MiB alive", time.Since(ended).Round(time.Millisecond), log.Total-before, marks, most>>20)
	cancel()
	if followed := <-done; followed != nil || err != nil || got.Load() != marks || wrong.Load() > 0 || most > limit {
		t.Errorf("%v, %v: %d followed of %d, %d not in their order, %d MiB alive", followed, err, got.Load(), marks, wrong.Load(), most>>20)
	}
	for _, from := range []int64{0, marks / 2, marks - 5} {
		if code, page := rowsAt(t, a, log.Handle, log.Start+before+from); code != 200 || len(page.Rows) != 5 || !bytes.Contains(fmt.Append(nil, page.Rows[4]), fmt.Appendf(nil, "mark-%d ", from+4)) {
			t.Errorf("rows at %d: %d %+v", from, code, page)
		}
	}
}
