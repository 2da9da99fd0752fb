//go:build linux

package cli

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cordwood/app"
	"cordwood/backend/sample"
)

// listing is all that lies under a folder, with times and sizes.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil {
			fmt.Fprintf(&b, "%q %d %s %d\n", path, info.Size(), info.Mode(), info.ModTime().UnixNano())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// copies are all files of `files --json`, by name.
func copies(t *testing.T, stdout string) map[string]app.CopyRow {
	t.Helper()
	out := map[string]app.CopyRow{}
	for line := range strings.Lines(stdout) {
		var f app.FamilyRow
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("%v in %.200s", err, line)
		}
		for _, c := range f.Copies {
			out[c.Path] = c
		}
	}
	return out
}

func TestHostileFolder(t *testing.T) {
	dir, cordwood, home := hostileFolder(t), program(t), filepath.Join(t.TempDir(), "home")
	before := listing(t, dir)
	r := runProgram(t, cordwood, home, 0, "files", dir, "--json")
	if r.code != exitPartial {
		t.Errorf("exit code %d, want %d: %s", r.code, exitPartial, r.stderr)
	}
	found := copies(t, r.stdout)
	toldAsIs(t, found, os.Getuid() != 0) // root may read everything
	for _, link := range []string{"loop-a.log", "loop-b.log", "sub/up", "passwd.log"} {
		if !strings.Contains(r.stderr, `{"skipped":"`+link+`","why":"symbolic link`) {
			t.Errorf("%s is not told as a link: %s", link, r.stderr)
		}
	}
	table := runProgram(t, cordwood, home, 0, "files", dir)
	if !strings.Contains(table.stdout, `new\nline.log`) || strings.Contains(table.stdout, "\nline.log") {
		t.Error("a name breaks its row")
	}
	for _, args := range [][]string{{"search", dir, "fine"}, {"search", dir, "--lines", "--count", "fine"}, {"access", dir, "--count"}, {"audit", dir, "--count"}, {"rules", dir}} {
		if r := runProgram(t, cordwood, home, 0, args...); r.code == exitError || r.code < 0 {
			t.Errorf("%s: exit code %d %s", args[0], r.code, r.stderr)
		}
	}
	if after := listing(t, dir); after != before {
		t.Errorf("the folder has changed:\n%s\nwas\n%s", after, before)
	}
}

// As another account, a file that it may not read is told as such. Root may read
// everything, so the test becomes somebody else where it can.
func TestUnreadableFile(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("TestHostileFolder tells it when it is not run by root")
	}
	setpriv, err := exec.LookPath("setpriv")
	if err != nil {
		t.Skip("root may read everything, and setpriv is not there")
	}
	dir, home := hostileFolder(t), t.TempDir()
	nobody := asNobody(t, setpriv, []string{dir}, []string{home})
	c := exec.Command(nobody[0], append(nobody[1:], "files", dir, "--json")...)
	c.Env = append(os.Environ(), "CORDWOOD_HOME="+home)
	out, _ := c.Output()
	if code := c.ProcessState.ExitCode(); code != exitPartial {
		t.Errorf("exit code %d, want %d", code, exitPartial)
	}
	if got := copies(t, string(out))["unreadable.log"]; got.Problem.Text != "permission denied" {
		t.Errorf("problem %q, want permission denied", got.Problem.Text)
	}
}

// An archive is read in place: nothing is unpacked, wherever its names lead.
func TestHostileArchives(t *testing.T) {
	dir, cordwood, home := t.TempDir(), program(t), filepath.Join(t.TempDir(), "home")
	hostileArchives(t, dir)
	before := listing(t, dir)
	r := runProgram(t, cordwood, home, 0, "search", filepath.Join(dir, "slip.zip"), "--count", "fine")
	if r.code != exitFound || r.stdout != "4\n" {
		t.Errorf("slip.zip: exit code %d, %q %s", r.code, r.stdout, r.stderr)
	}
	r = runProgram(t, cordwood, home, 0, "files", filepath.Join(dir, "claims.tar"), "--json")
	if c := copies(t, r.stdout)["huge.log"]; r.code != exitPartial || c.Lines != 1 || !strings.Contains(c.Problem.Text, "ends early") {
		t.Errorf("claims.tar: exit code %d, %d lines, problem %q", r.code, c.Lines, c.Problem.Text)
	}
	if after := listing(t, dir); after != before {
		t.Errorf("something was unpacked:\n%s\nwas\n%s", after, before)
	}
	// What is taken out again leads nowhere.
	out := filepath.Join(t.TempDir(), "out.zip")
	if r := runProgram(t, cordwood, home, 0, "download", filepath.Join(dir, "slip.zip"), "escaped.log", "fine", "-o", out); r.code != exitFound {
		t.Fatalf("download: exit code %d %s", r.code, r.stderr)
	}
	again, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for _, f := range again.File {
		if !filepath.IsLocal(f.Name) {
			t.Errorf("the download holds %q", f.Name)
		}
	}
}

// A line of 200 MiB, plain and compressed, takes bounded memory and has a clear
// answer: it is read in parts, one entry of which the begin is kept, and that its end
// was not searched is told; with --lines it is searched. 4 GiB with CORDWOOD_SOAK.
func TestEndlessLine(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200 MiB")
	}
	mib, limit := 200, int64(96<<10) // KiB
	if os.Getenv("CORDWOOD_SOAK") != "" {
		mib = 4096
	}
	if raced {
		limit *= 4
	}
	cordwood := program(t)
	for _, zipped := range []bool{false, true} {
		dir, home := t.TempDir(), filepath.Join(t.TempDir(), "home")
		endlessLine(t, dir, mib, zipped)
		more := (mib-1)<<20 + len(goodLine) + len(" endless the-end")
		for _, f := range []struct {
			args   string
			stdout string // what it says, at least
			cut    bool   // that only the begin was searched is told
		}{
			{"files --json", fmt.Sprintf(`"lines":%d,`, 2), false},
			{"show endless", " bytes more\n", false},
			{"show --json endless", fmt.Sprintf(`"more_bytes":%d}`, more), false},
			{"search endless", " bytes more\n", true},
			{"search --raw endless", " bytes more\n", true},
			{"search --json endless", fmt.Sprintf(`"more_bytes":%d}`, more), true},
			{"search -C 1 endless", " bytes more\n", true},
			{"search --count endless", "1\n", true},
			{"search --lines --count endless", "1\n", false},
			{"search --lines --count the-end", "1\n", false},
			{"search --lines --count -- -the-end", "1\n", false},
			{"search --count the-end", "0\n", true},
			{"search --count behind", "1\n", true},
			{"search --lines --count --case behind", "1\n", false},
			{"access --count", "", false},
			{"index --json", `"lines":2,`, false},
			{"search --count behind", "1\n", false}, // by its filter
			{"search --count level:info", "2\n", false},
		} {
			words := strings.Fields(f.args)
			r := runProgram(t, cordwood, home, 0, append([]string{words[0], dir}, words[1:]...)...)
			if r.code == exitError || r.code < 0 || !strings.Contains(r.stdout, f.stdout) {
				t.Errorf("%s, gzip %v: exit code %d, %.300q %s", f.args, zipped, r.code, r.stdout, r.stderr)
			}
			if cut := strings.Contains(r.stderr, "an entry is longer than 1 MiB; only its first 1 MiB was searched"); cut != f.cut {
				t.Errorf("%s, gzip %v: told that it was cut: %v", f.args, zipped, cut)
			}
			t.Logf("%s, gzip %v: %d KiB, %v", f.args, zipped, r.peak, r.took)
			if r.peak > limit {
				t.Errorf("%s, gzip %v: %d KiB at its peak, more than %d", f.args, zipped, r.peak, limit)
			}
		}
	}
}

// The sample's files are not touched by any command that only reads.
func TestReadingLeavesTheFolderAlone(t *testing.T) {
	dir, _ := writeSuite(t, sample.MinSize)
	cordwood, home := program(t), filepath.Join(t.TempDir(), "home")
	before := listing(t, filepath.Dir(dir))
	for _, args := range [][]string{
		{"files", dir},
		{"show", dir, "call_event"},
		{"search", dir, "error"},
		{"access", dir},
		{"audit", dir},
		{"rules", dir},
		{"rules", "set", dir, "--copies", "1"},
		{"delete", dir, "email"},
		{"hold", dir},
	} {
		if r := runProgram(t, cordwood, home, 0, args...); r.code == exitError || r.code < 0 {
			t.Errorf("%v: exit code %d %s", args, r.code, r.stderr)
		}
	}
	if after := listing(t, filepath.Dir(dir)); after != before {
		t.Errorf("the folder has changed:\n%s\nwas\n%s", after, before)
	}
}
