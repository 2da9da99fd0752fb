package serverlog

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cordwood/backend/rules"
)

// chain reads a family as one text: its copies, oldest first, and the live file.
func chain(t *testing.T, dir, family string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range copiesIn(t, dir, family) {
		if strings.HasSuffix(name, ".gz") {
			all.WriteString(unzip(t, filepath.Join(dir, name)))
		} else {
			all.WriteString(read(t, dir, name))
		}
	}
	if live, err := os.ReadFile(filepath.Join(dir, family+".log")); err == nil {
		all.Write(live)
	}
	return all.String()
}

func sortCopies(names []string) {
	slices.SortFunc(names, func(a, b string) int {
		x, _ := rules.Dated(a)
		y, _ := rules.Dated(b)
		if x.Before(y) {
			return -1
		}
		return 1
	})
}

// ours reads every regular file of the folder that has one name, in any order.
func ours(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, e := range entries {
		switch path := filepath.Join(dir, e.Name()); {
		case !e.Type().IsRegular():
		case strings.HasSuffix(path, ".gz"):
			if data, err := os.ReadFile(path); err == nil && bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
				all.WriteString(unzip(t, path))
			}
		default:
			all.WriteString(read(t, dir, e.Name()))
		}
	}
	return all.String()
}

func unzip(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(path, ": ", err)
	}
	data, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(path, ": ", err)
	}
	return string(data)
}

func zipped(data []byte) []byte {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	_, _ = zip.Write(data)
	_ = zip.Close()
	return out.Bytes()
}
