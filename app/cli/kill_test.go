package cli

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// tidy removes what built made.
type tidy struct{ *testing.M }

func (m tidy) Run() int {
	defer func() {
		if built := plain.dir; built != "" {
			os.RemoveAll(built)
		}
	}()
	return m.M.Run()
}

var plain struct {
	once sync.Once
	dir  string
	err  error
}

// built is the program without the race detector. What the program does in one
// process is tested with it elsewhere; whole runs of it would take ten times as
// long. It is built as make build does, which has compiled its packages then.
func built(t *testing.T) string {
	t.Helper()
	plain.once.Do(func() {
		if plain.dir, plain.err = os.MkdirTemp("", "cordwood-plain-"); plain.err != nil {
			return
		}
		c := exec.Command("go", "build", "-trimpath", "-o", filepath.Join(plain.dir, "cordwood"), "cordwood")
		c.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := c.CombinedOutput(); err != nil {
			plain.err = fmt.Errorf("%w: %s", err, out)
		}
	})
	if plain.err != nil {
		t.Fatal(plain.err)
	}
	return filepath.Join(plain.dir, "cordwood")
}

// program is a name under which this test binary, or what built made, runs as
// cordwood.
func program(t *testing.T) string {
	t.Helper()
	if raced {
		return built(t)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "cordwood")
	if err := os.Symlink(self, link); err != nil {
		t.Skip("no links here: ", err)
	}
	return link
}

// ran is how a run of the program ended.
type ran struct {
	stdout, stderr string
	code           int
	took           time.Duration
	peak           int64 // of its memory, in KiB where the system tells; see peakOf
}

// runProgram runs cordwood on a home; it is killed when a time to live is
// given and over, and then code is -1.
func runProgram(t *testing.T, program, home string, ttl time.Duration, args ...string) ran {
	t.Helper()
	var out, bad bytes.Buffer
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), "CORDWOOD_HOME="+home)
	c.Stdout, c.Stderr = &out, &bad
	began := time.Now()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if ttl > 0 {
		timer := time.AfterFunc(ttl, func() { _ = c.Process.Kill() })
		defer timer.Stop()
	}
	var exit *exec.ExitError
	if err := c.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return ran{stdout: out.String(), stderr: bad.String(), code: c.ProcessState.ExitCode(), took: time.Since(began), peak: peakOf(c.ProcessState)}
}

// The program is killed while it takes records in, again and again on the same
// home; then a run that is left alone has each record once. With CORDWOOD_SOAK=1
// 200 kills, else 20, or 5 under the race detector.
func TestKilledWhileTakingIn(t *testing.T) {
	if testing.Short() {
		t.Skip("kills the program 20 times")
	}
	const runsAHome = 5
	kills := 20
	switch {
	case os.Getenv("CORDWOOD_SOAK") != "":
		kills = 200
	case raced: // a process is ten times as slow
		kills = 5
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	cordwood := program(t)
	dir, m := writeSuite(t, 2<<20)
	visits := strconv.FormatInt(m.Access.Records+m.Family("gateway_access").Entries, 10) + "\n"
	acts := strconv.FormatInt(m.Audit.Records, 10) + "\n"

	whole := runProgram(t, cordwood, filepath.Join(t.TempDir(), "home"), 0, "access", dir, "--count")
	if whole.stdout != visits {
		t.Fatalf("%q visits, want %q %s", whole.stdout, visits, whole.stderr)
	}
	killed, runs := 0, 0
	for ; killed < kills && runs < 4*kills; runs += runsAHome {
		home := filepath.Join(t.TempDir(), "home")
		for range runsAHome {
			ttl := time.Duration(rng.Float64() * float64(whole.took))
			if r := runProgram(t, cordwood, home, ttl, "access", dir, "--count"); r.code == -1 {
				killed++
			} else if r.code != 0 || r.stdout != visits {
				t.Fatalf("after a kill: code %d, %q visits, want %q %s", r.code, r.stdout, visits, r.stderr)
			}
		}
		for what, want := range map[string]string{"access": visits, "audit": acts} {
			if r := runProgram(t, cordwood, home, 0, what, dir, "--count"); r.code != 0 || r.stdout != want {
				t.Errorf("%s after the kills: code %d, %q, want %q %s", what, r.code, r.stdout, want, r.stderr)
			}
		}
		if r := runProgram(t, cordwood, home, 0, "trail", "verify"); r.code != 0 {
			t.Errorf("the trail after the kills: code %d %s", r.code, strings.TrimSpace(r.stdout+r.stderr))
		}
	}
	t.Logf("%d of %d runs were killed", killed, runs)
	if killed < kills {
		t.Errorf("only %d runs could be killed in time", killed)
	}
}
