package sample

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cordwood/backend/fault"
)

func TestBundle(t *testing.T) {
	s := written(t)
	out := t.TempDir()
	var want []string
	for _, f := range s.m.Families {
		for _, file := range f.Files {
			want = append(want, folder+file.Name)
		}
	}
	want = append(want, folder+"tenants.csv", folder+"cordwood-rules.json")
	slices.Sort(want)
	f := func(name string, list func([]byte) []string) {
		t.Helper()
		var first []byte
		for range 2 {
			path := filepath.Join(out, name)
			if err := Bundle(context.Background(), s.dir, path); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if first != nil && !bytes.Equal(first, data) {
				t.Errorf("%s: other bytes the second time", name)
			}
			first = data
		}
		if got := list(first); !slices.Equal(got, want) {
			t.Errorf("%s holds\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	f("a.tar.gz", tarNames)
	f("b.TGZ", tarNames)
	f("c.zip", zipNames)
}

func tarNames(data []byte) (names []string) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return []string{err.Error()}
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err == io.EOF {
			return names
		}
		if err != nil {
			return append(names, err.Error())
		}
		names = append(names, h.Name)
	}
}

func zipNames(data []byte) (names []string) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return []string{err.Error()}
	}
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	return names
}

func TestBundleRefuses(t *testing.T) {
	s := written(t)
	f := func(dir, file string, want fault.Kind) {
		t.Helper()
		path := filepath.Join(t.TempDir(), file)
		if err := Bundle(context.Background(), dir, path); fault.KindOf(err) != want {
			t.Errorf("%s: %v, want %s", file, err, want)
		}
		if _, err := os.Stat(path + ".part"); err == nil {
			t.Errorf("%s: the part stays", file)
		}
	}
	f(s.dir, "a.rar", fault.Unsupported)
	f(t.TempDir(), "a.zip", fault.Invalid)
	f(s.dir, "missing/a.zip", fault.NotFound)
}
