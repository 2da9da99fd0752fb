//go:build linux

package cli

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"cordwood/backend/source/sharetest"
)

// While the disk or the share of a log fails now and then, in any call and in any way, it
// is followed as far as it can be read; once it reads again, every line was printed once
// and in order, and the trouble was told.
func TestFollowOverReadsThatFail(t *testing.T) {
	seed, rounds := uint64(time.Now().UnixNano()), 6
	if os.Getenv("CORDWOOD_SOAK") != "" {
		rounds = 100
	}
	s := sharetest.Mount(t)
	rnd := rand.New(rand.NewPCG(seed, 1))
	l := &logger{t: t, dir: s.Dir, rnd: rnd}
	other := filepath.Join(s.Dir, "quiet.log")
	if err := os.WriteFile(other, []byte("2026-11-22 08:00:00.000 [main] INFO  a.B - quiet\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	l.write(l.live(), 5)
	f := startFollow(t, s.Path, "-n", "1", "file:app")
	f.until("n5.")
	kinds := []syscall.Errno{syscall.EIO, syscall.ESTALE, syscall.ETIMEDOUT, syscall.ENOTCONN}
	for round := range rounds {
		what := kinds[rnd.IntN(len(kinds))]
		switch {
		case round == 0 || rnd.IntN(3) == 0:
			s.Fail(what)
		default:
			s.FailCall([]string{"read", "open", "lookup", "getattr", "readdir"}[rnd.IntN(5)], what)
		}
		l.write(l.live(), 1+rnd.IntN(40))
		if round == 0 {
			told(t, f, "does not answer since")
		}
		time.Sleep(time.Duration(rnd.IntN(3000)) * time.Millisecond)
		s.Fail(0)
		if round%3 == 2 {
			l.write(l.live(), 1)
			f.until(fmt.Sprintf("n%d.", l.next))
		}
	}
	l.write(l.live(), 1)
	f.until(fmt.Sprintf("n%d.", l.next))
	said, code := f.interrupt()
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	want := 0
	for _, line := range f.lines() {
		m := numbered.FindStringSubmatch(line)
		if m == nil || want > 0 && m[1] != fmt.Sprint(want) {
			t.Fatalf("seed %d: %q comes at the place of %d of %d\n%s", seed, line, want, l.next, said)
		}
		_, _ = fmt.Sscan(m[1], &want)
		want++
	}
	if !strings.Contains(said, "does not answer since") || !strings.Contains(said, "it answers again") {
		t.Errorf("seed %d: the trouble is not told: %q", seed, said)
	}
}

// told waits for what follow says on standard error.
func told(t *testing.T, f *follower, text string) {
	t.Helper()
	for range 3000 {
		if strings.Contains(f.bad.String(), text) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%q is not told: %s", text, f.bad.String())
}
