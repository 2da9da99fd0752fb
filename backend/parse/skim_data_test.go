package parse

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// skimDataBytes is how much of a real log is looked at.
const skimDataBytes = 64 << 10

// TestSkimData holds Skim to its law on real logs, each as the format it is
// detected as, and tells how many heads it is sure of.
func TestSkimData(t *testing.T) {
	root := sharedData(t)
	heads, sure, files := 0, 0, 0
	for _, dir := range []string{"02-applog", "03-access", "04-audit", "06-multiline", "13-pbx"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			data := beginning(t, path)
			if bytes.IndexByte(data, 0) >= 0 || len(data) == 0 {
				return nil // packed
			}
			p := Detect(data, Options{Modified: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)})
			skim := p.Skim()
			if skim == nil {
				return nil
			}
			files++
			lines := bytes.Split(data, []byte("\n"))
			k := 0
			checkSkim(t, p, lines, func() []byte { k++; return lines[k%len(lines)] })
			for _, line := range lines {
				if head, _, _, known := skim(line); head {
					heads++
					if known {
						sure++
					}
				}
			}
			return nil
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	t.Logf("%d files: sure of %d of %d heads", files, sure, heads)
	if sure*100 < heads*95 {
		t.Errorf("sure of %d of %d heads only", sure, heads)
	}
}

func beginning(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data := make([]byte, skimDataBytes)
	n, err := f.Read(data)
	if err != nil && n == 0 {
		return nil
	}
	return data[:n]
}
