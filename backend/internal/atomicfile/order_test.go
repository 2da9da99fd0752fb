package atomicfile

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// The order of the system calls is what a power cut meets.
func TestWriteOrderForPowerCuts(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace")
	}
	dir, trace := t.TempDir(), filepath.Join(t.TempDir(), "trace")
	cmd := exec.Command(strace, "-f", "-y", "-e", "trace=openat,write,fsync,rename,renameat,renameat2", "-o", trace, os.Args[0])
	cmd.Env = append(os.Environ(), childVar+"="+filepath.Join(dir, "state.json"), childOnce+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("strace is not allowed here: %v %.200s", err, out)
	}
	calls, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	rest := string(calls)
	for _, step := range []string{
		`openat\([^\n]*state\.json\.[0-9a-f]{12}\.part"[^\n]*O_EXCL`,
		`write\(\d+<[^>]*\.part>`,
		`fsync\(\d+<[^>]*\.part>\)`,
		`rename[^\n]*\.part"[^\n]*"state\.json"`,
		`fsync\(\d+<` + regexp.QuoteMeta(dir) + `>\)`,
	} {
		at := regexp.MustCompile(step).FindStringIndex(rest)
		if at == nil {
			t.Fatalf("not found, or not in this order: %s\n%s", step, calls)
		}
		rest = rest[at[1]:]
	}
}
