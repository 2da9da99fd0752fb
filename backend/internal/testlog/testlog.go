// Package testlog makes the fixtures that several test suites share: log text,
// compressed files, archives, and the way to the folder of real logs.
package testlog

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// Day is when fixtures were written.
var Day = time.Date(2026, 11, 22, 10, 11, 12, 0, time.UTC)

// Lines is n log lines that begin at hour of Day; no two are equal.
func Lines(hour, n int) string {
	rng := rand.New(rand.NewPCG(uint64(hour), 7))
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "2026-11-22 %02d:%02d:%02d,%03d INFO [worker-%d] call %08x was bridged\n",
			hour, i/60%60, i%60, i%1000, rng.IntN(8), rng.Uint32())
	}
	return b.String()
}

// Methods are what Compress writes here: bzip2 only where its program is.
func Methods() []string {
	all := []string{"", "gzip", "zstd", "xz"}
	if _, err := exec.LookPath("bzip2"); err == nil {
		all = append(all, "bzip2")
	}
	return all
}

// Compress writes text with "gzip", "zstd", "xz", "bzip2" or, as it is, "".
func Compress(t testing.TB, method, text string) string {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch method {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zstd":
		w, err = zstd.NewWriter(&b)
	case "xz":
		w, err = xz.NewWriter(&b)
	case "bzip2": // Go can only read it
		cmd := exec.Command("bzip2", "-c")
		cmd.Stdin = strings.NewReader(text)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	case "":
		return text
	default:
		t.Fatalf("cannot write %q", method)
	}
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Entry is one file of an archive. With a Type other than 0 it is a link or a
// device of a tar, and Text is what it leads to.
type Entry struct {
	Name, Text string
	Type       byte
}

// Tar writes a tar.
func Tar(t testing.TB, entries ...Entry) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Name: e.Name, Mode: 0o644, Size: int64(len(e.Text)), ModTime: Day, Typeflag: tar.TypeReg}
		if e.Type != 0 {
			h.Typeflag, h.Linkname, h.Size = e.Type, e.Text, 0
		}
		err := w.WriteHeader(h)
		if err == nil && e.Type == 0 {
			_, err = io.WriteString(w, e.Text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Zip writes a zip; entries whose name ends in .gz are stored, others deflated.
func Zip(t testing.TB, entries ...Entry) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.Name, Method: zip.Deflate, Modified: Day}
		if strings.HasSuffix(e.Name, ".gz") || strings.HasSuffix(e.Name, ".stored.log") {
			h.Method = zip.Store
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(w, e.Text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Write writes files below dir, all modified on Day, so that nothing depends on
// the order in which they were written.
func Write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(p, Day, Day); err != nil {
			t.Fatal(err)
		}
	}
}

// Real is the path of a folder or file of the real logs, which are not part of
// the repository; the test is skipped where they are absent.
func Real(t testing.TB, sub string) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, e := os.Stat(filepath.Join(dir, "go.mod")); e == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	p := filepath.Join(dir, "..", "shared", "data", filepath.FromSlash(sub))
	if _, err := os.Stat(p); err != nil {
		t.Skipf("the folder of real logs is not here: %v", err)
	}
	return p
}
