//go:build linux

package cli

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/klauspost/compress/gzip"

	"cordwood/app"
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

// toldAsIs checks what is said of each file of hostileFolder; refused tells
// whether the program may not read unreadable.log.
func toldAsIs(t *testing.T, found map[string]app.CopyRow, refused bool) {
	t.Helper()
	f := func(name string, lines int64, problem string) {
		t.Helper()
		c, ok := found[name]
		if !ok || c.Lines != lines || !strings.Contains(c.Problem.Text, problem) || (problem == "") != (c.Problem.Text == "") {
			t.Errorf("%q: found %v, %d lines, problem %q; want %d and %q", name, ok, c.Lines, c.Problem.Text, lines, problem)
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
	if refused {
		f("unreadable.log", 0, "permission denied")
	}
	if c := found["cut-2026-11-22.log.gz"]; c.Lines < 2000 || !strings.Contains(c.Problem.Text, "ends early") {
		t.Errorf("the cut gzip has %d lines and problem %q", c.Lines, c.Problem.Text)
	}
}

// asNobody gives the arguments that run cordwood as an account which owns
// nothing but the folders of owned and what is in them, and may look into those of open.
func asNobody(t *testing.T, setpriv string, open, owned []string) []string {
	t.Helper()
	self := filepath.Join(t.TempDir(), "cordwood")
	text, err := os.ReadFile(program(t))
	if err == nil {
		err = os.WriteFile(self, text, 0o755)
	}
	for _, d := range owned {
		if err == nil {
			err = filepath.WalkDir(d, func(path string, _ os.DirEntry, err error) error {
				return errors.Join(err, os.Lchown(path, 65534, 65534))
			})
		}
	}
	for _, d := range slices.Concat(open, owned, []string{filepath.Dir(self)}) {
		for ; err == nil && len(d) > len(os.TempDir()); d = filepath.Dir(d) {
			err = os.Chmod(d, 0o755)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return []string{setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", self}
}

// hostileArchives writes slip.zip, whose names lead out of where it is
// unpacked, and claims.tar of 10 KB whose only file claims to be 1 TiB.
func hostileArchives(t *testing.T, dir string) {
	t.Helper()
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
}

// endlessLine writes endless.log, or a compressed copy: a line of so many MiB, and a short one.
func endlessLine(t *testing.T, dir string, mib int, zipped bool) {
	t.Helper()
	name := "endless.log"
	if zipped {
		name = "endless-2026-11-22.log.gz"
	}
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := io.WriteCloser(f)
	if zipped {
		out, _ = gzip.NewWriterLevel(f, gzip.BestSpeed)
	}
	// Some of it is random: what is all alike would be taken for a bomb.
	random := make([]byte, 16<<10)
	_, _ = rand.NewChaCha8([32]byte{}).Read(random)
	part := hex.EncodeToString(random)
	part += strings.Repeat("endless ", (1<<20-len(part))/8)
	_, err = io.WriteString(out, strings.TrimSuffix(goodLine, "\n")+" endless ")
	for range mib {
		if err == nil {
			_, err = io.WriteString(out, part)
		}
	}
	if err == nil {
		_, err = io.WriteString(out, "the-end\n"+strings.TrimSuffix(goodLine, "\n")+" behind it\n")
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}
