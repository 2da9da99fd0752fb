//go:build linux

package cli

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/klauspost/compress/gzip"

	"cordwood/app"
	"cordwood/backend/sample"
)

const goodLine = "2026-11-22 10:00:00.000 [a] INFO  b - fine\n"

// hostileFolder is what nobody wants to find among his logs.
func hostileFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "logs")
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	write := func(name, text string) {
		t.Helper()
		check(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	check(os.MkdirAll(filepath.Join(dir, "sub"), 0o755))
	noise := make([]byte, 64<<10)
	rng := rand.NewChaCha8([32]byte{7})
	_, _ = rng.Read(noise)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, strings.Repeat(goodLine, 2000))
	_, _ = z.Write(noise)
	check(z.Close())

	for _, name := range []string{"good.log", `quo"te'.log`, "<script>alert(1)<script>.log", "new\nline.log", "$(touch x).log", "-rf.log"} {
		write(name, goodLine)
	}
	write("empty.log", "")
	write("binary.log", string(noise[:5000]))
	write("cut-2026-11-22.log.gz", packed.String()[:packed.Len()/2])
	write("unreadable.log", goodLine)
	check(os.Chmod(filepath.Join(dir, "unreadable.log"), 0))
	check(syscall.Mkfifo(filepath.Join(dir, "pipe.log"), 0o644))
	check(os.Symlink("loop-b.log", filepath.Join(dir, "loop-a.log")))
	check(os.Symlink("loop-a.log", filepath.Join(dir, "loop-b.log")))
	check(os.Symlink("..", filepath.Join(dir, "sub", "up")))
	check(os.Symlink("/etc/passwd", filepath.Join(dir, "passwd.log")))
	return dir
}

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
	f := func(name string, lines int64, problem string) {
		t.Helper()
		c, ok := found[name]
		if !ok || c.Lines != lines || !strings.Contains(c.Problem, problem) || (problem == "") != (c.Problem == "") {
			t.Errorf("%q: found %v, %d lines, problem %q; want %d and %q", name, ok, c.Lines, c.Problem, lines, problem)
		}
	}
	f("good.log", 1, "")
	f(`quo"te'.log`, 1, "")
	f("<script>alert(1)<script>.log", 1, "")
	f("new\nline.log", 1, "")
	f("$(touch x).log", 1, "")
	f("-rf.log", 1, "")
	f("empty.log", 0, "")
	f("binary.log", found["binary.log"].Lines, "binary")
	f("pipe.log", 0, "named pipe")
	if os.Getuid() != 0 { // root may read it
		f("unreadable.log", 0, "permission denied")
	}
	if c := found["cut-2026-11-22.log.gz"]; c.Lines < 2000 || !strings.Contains(c.Problem, "ends early") {
		t.Errorf("the cut gzip has %d lines and problem %q", c.Lines, c.Problem)
	}
	for _, link := range []string{"loop-a.log", "loop-b.log", "sub/up", "passwd.log"} {
		if !strings.Contains(r.stderr, "skipped "+link+": symbolic link") {
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
	dir, home, self := hostileFolder(t), t.TempDir(), filepath.Join(t.TempDir(), "cordwood")
	text, err := os.ReadFile("/proc/self/exe")
	if err == nil {
		err = os.WriteFile(self, text, 0o755)
	}
	if err == nil {
		err = os.Chown(home, 65534, 65534)
	}
	for _, d := range []string{dir, home, filepath.Dir(self)} {
		for ; err == nil && len(d) > len(os.TempDir()); d = filepath.Dir(d) {
			err = os.Chmod(d, 0o755)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", self, "files", dir, "--json")
	c.Env = append(os.Environ(), "CORDWOOD_HOME="+home)
	out, _ := c.Output()
	if code := c.ProcessState.ExitCode(); code != exitPartial {
		t.Errorf("exit code %d, want %d", code, exitPartial)
	}
	if got := copies(t, string(out))["unreadable.log"]; got.Problem != "permission denied" {
		t.Errorf("problem %q, want permission denied", got.Problem)
	}
}

// An archive is read in place: nothing is unpacked, wherever its names lead.
func TestHostileArchives(t *testing.T) {
	dir, cordwood, home := t.TempDir(), program(t), filepath.Join(t.TempDir(), "home")
	var slip bytes.Buffer
	z := zip.NewWriter(&slip)
	for _, name := range []string{"../../escaped.log", "/absolute.log", `..\windows.log`, "fine.log"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, goodLine)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	// A tar of 10 KB whose only file claims to be 1 TiB.
	var claims bytes.Buffer
	if err := tar.NewWriter(&claims).WriteHeader(&tar.Header{Name: "huge.log", Mode: 0o644, Size: 1 << 40, Format: tar.FormatGNU}); err != nil {
		t.Fatal(err)
	}
	claims.WriteString(goodLine + strings.Repeat("\x00", 10240-claims.Len()-len(goodLine)))
	for name, text := range map[string]string{"slip.zip": slip.String(), "claims.tar": claims.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	before := listing(t, dir)
	r := runProgram(t, cordwood, home, 0, "search", filepath.Join(dir, "slip.zip"), "--count", "fine")
	if r.code != exitFound || r.stdout != "4\n" {
		t.Errorf("slip.zip: exit code %d, %q %s", r.code, r.stdout, r.stderr)
	}
	r = runProgram(t, cordwood, home, 0, "files", filepath.Join(dir, "claims.tar"), "--json")
	if c := copies(t, r.stdout)["huge.log"]; r.code != exitPartial || c.Lines != 1 || !strings.Contains(c.Problem, "ends early") {
		t.Errorf("claims.tar: exit code %d, %d lines, problem %q", r.code, c.Lines, c.Problem)
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

// A line of 200 MB takes bounded memory: it is read in parts and cut.
func TestEndlessLine(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200 MB")
	}
	const limit = 300 << 10 // KiB
	dir, cordwood, home := t.TempDir(), program(t), filepath.Join(t.TempDir(), "home")
	f, err := os.Create(filepath.Join(dir, "endless.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	part := bytes.Repeat([]byte("endless "), 128<<10)
	_, err = f.WriteString(strings.TrimSuffix(goodLine, "\n"))
	for range 200 {
		if err == nil {
			_, err = f.Write(part)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"files", dir, "--json"}, {"search", dir, "--count", "endless"}, {"search", dir, "--lines", "--count", "endless"}, {"show", dir, "endless"}, {"access", dir, "--count"}} {
		r := runProgram(t, cordwood, home, 0, args...)
		if r.code == exitError || r.code < 0 {
			t.Errorf("%s: exit code %d %s", args[0], r.code, r.stderr)
		}
		t.Logf("%s: %d KiB", strings.Join(args[2:], " "), r.peak)
		if r.peak > limit {
			t.Errorf("%s took %d KiB at its peak, more than %d", strings.Join(args[2:], " "), r.peak, limit)
		}
	}
}

// The sample's files are not touched by any command that only reads.
func TestReadingLeavesTheFolderAlone(t *testing.T) {
	dir, _ := writeSuite(t, sample.MinSize)
	cordwood, home := program(t), filepath.Join(t.TempDir(), "home")
	before := listing(t, filepath.Dir(dir))
	for _, args := range [][]string{
		{"files", dir}, {"show", dir, "call_event"}, {"search", dir, "error"}, {"access", dir}, {"audit", dir}, {"rules", dir},
		{"rules", "set", dir, "--copies", "1"}, {"delete", dir, "email"}, {"hold", dir},
	} {
		if r := runProgram(t, cordwood, home, 0, args...); r.code == exitError || r.code < 0 {
			t.Errorf("%v: exit code %d %s", args, r.code, r.stderr)
		}
	}
	if after := listing(t, filepath.Dir(dir)); after != before {
		t.Errorf("the folder has changed:\n%s\nwas\n%s", after, before)
	}
}
