package serverlog

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The order of the system calls is what a power cut meets: the compressed copy
// is durable, and so is its name, before the plain one goes.
func TestCompressionOrderForPowerCuts(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace")
	}
	dir, trace := t.TempDir(), filepath.Join(t.TempDir(), "trace")
	if err := os.WriteFile(filepath.Join(dir, "application-2026-11-22.log"), []byte("line\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(strace, "-f", "-y", "-e", "trace=write,fsync,renameat2,unlinkat", "-o", trace, os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir, childRun+"="+openAndClose)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("strace is not allowed here: %v %.200s", err, out)
	}
	calls, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	rest := string(calls)
	for _, step := range []string{
		`write\(\d+<[^>]*application-2026-11-22\.log\.gz\.part>`,
		`fsync\(\d+<[^>]*application-2026-11-22\.log\.gz\.part>\)`,
		`renameat2\([^\n]*"application-2026-11-22\.log\.gz\.part"[^\n]*"application-2026-11-22\.log\.gz", RENAME_NOREPLACE`,
		`fsync\(\d+<` + regexp.QuoteMeta(dir) + `>\)`,
		`unlinkat\([^\n]*"application-2026-11-22\.log", 0`,
	} {
		at := regexp.MustCompile(step).FindStringIndex(rest)
		if at == nil {
			t.Fatalf("not found, or not in this order: %s\n%s", step, calls)
		}
		if strings.Contains(rest[:at[0]], `"application-2026-11-22.log", 0`) {
			t.Fatalf("the plain copy went before: %s", step)
		}
		rest = rest[at[1]:]
	}
}
