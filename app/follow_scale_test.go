//go:build linux

package app

import (
	"context"
	"fmt"
	"os"
	"sync"
	"syscall"
	"testing"

	"go.uber.org/goleak"

	"cordwood/backend/search"
	"cordwood/backend/source/sharetest"
	"cordwood/backend/tail"
)

// 100 logs on a share are followed with 256 handles: each line comes once, through
// a silence of the server, and what is held open is bounded. 1,000 with
// CORDWOOD_SOAK=1.
func TestManyFollowedLogs(t *testing.T) {
	n := 100
	if os.Getenv("CORDWOOD_SOAK") == "1" {
		n = 1000
	}
	s := sharetest.Mount(t)
	name := func(i int) string { return fmt.Sprintf("service%d.log", i) }
	for i := range n {
		serverSays(t, s, name(i), i*1000, i*1000+10)
	}
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
		t.Skip("the number of handles cannot be limited here: ", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 256, Max: was.Max}); err != nil {
		t.Skip("the number of handles cannot be limited here: ", err)
	}
	t.Cleanup(func() { _ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was) })
	a := testApp(t)
	leaks := goleak.IgnoreCurrent()
	src, err := a.OpenPath(s.Path, Following)
	if err != nil {
		t.Fatal(err)
	}
	s.Reset()

	var mu sync.Mutex
	got := map[string]int{}
	ctx, cancel := context.WithCancel(t.Context())
	done, begun := make(chan error, 1), make(chan struct{})
	go func() {
		_, err := a.Follow(ctx, LogRequest{Source: src.ID, Slot: "f"}, Listener{
			Give: func(e *tail.Entry) { mu.Lock(); got[e.Text]++; mu.Unlock() },
			Tell: func(search.Notice) {},
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
	for round := range 3 {
		for i := range n {
			at := i*1000 + 10 + 2*round
			serverSays(t, s, name(i), at, at+1)
		}
		if round == 1 {
			s.Stop()
			eventually(t, "the source to be stale", func() bool {
				now, err := a.Sources().Info(src.ID)
				return err == nil && now.State == "stale"
			})
			s.Start()
		}
		eventually(t, fmt.Sprintf("%d lines", (round+1)*n), func() bool {
			mu.Lock()
			defer mu.Unlock()
			return len(got) == (round+1)*n
		})
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	for text, times := range got {
		if times != 1 {
			t.Errorf("%d times: %s", times, text)
		}
	}
	if c := s.Count(); c.Most > 64 {
		t.Errorf("%d files of the share were open at once", c.Most)
	}
	if err := a.Sources().Close(src.ID); err != nil {
		t.Error(err)
	}
	eventually(t, "the files to be closed", func() bool { return s.Count().Open == 0 })
	goleak.VerifyNone(t, leaks, goleak.IgnoreAnyFunction("gopkg.in/natefinch/lumberjack%2ev2.(*Logger).millRun")) // our own log, open until the end
}
