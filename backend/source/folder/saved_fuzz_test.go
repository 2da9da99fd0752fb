package folder

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"

	"cordwood/backend/internal/fsx"
	"cordwood/backend/source"
)

// Whatever is kept of a folder, its files are found, each under an id of its own, and are
// read or refused: a list that cannot be is as if it were not there, and one that can be
// but is wrong makes nothing worse than a file that another scan finds changed.
func FuzzKept(f *testing.F) {
	dir := f.TempDir()
	texts := map[string]string{"zoë.log": "2026-11-22 08:00:00 INFO up\n", "b.log": "2026-11-22 08:00:00 INFO up\n", "gz.log": "\x1f\x8b no gzip"}
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			f.Fatal(err)
		}
	}
	for _, seed := range []string{
		`[{"path":"zoë.log","charset":"ascii","n":28,"short":"aa","long":"bb","head":28,"id":"cc","id_n":28,"id_head":"aa"},{"path":"b.log"}]`,
		`[{"path":"b.log","id":"cc","id_n":-1},{"path":"zoë.log","id":"cc","id_n":99999999999}]`,
		`[{"path":"b.log","bom":-9223372036854775808,"charset":"utf-16le","method":"zstd","n":-1,"head":-1}]`,
		`[{"path":"b.log","at":{"-1":"x","7":"y"},"set":"big5","charset":"李伟","method":"no method"}]`,
		`[{"path":"../etc/passwd","id":"x"},{"path":""},{"path":"b.log"},{"path":"b.log","id":"x"}]`,
		`null`, `[`, ``,
	} {
		f.Add(seed, "2026-11-22 08:00:00 INFO up\n", true)
		f.Add(seed, "", false)
	}
	z, err := zstd.NewWriter(nil)
	if err != nil {
		f.Fatal(err)
	}
	kept := filepath.Join(f.TempDir(), "folder.look")
	f.Fuzz(func(t *testing.T, looks, heads string, framed bool) {
		text := []byte(looks)
		if framed {
			text = frame(t, dir, looks, heads, z)
		}
		if err := os.WriteFile(kept, text, 0o600); err != nil {
			t.Fatal(err)
		}
		place, err := Open(dir, Options{Kept: kept})
		if err != nil {
			t.Fatal(err)
		}
		defer place.Close()
		if m, ok := place.recalled(); ok {
			place.memory = m
		}
		inv, err := place.Scan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, family := range inv.Families {
			for _, c := range family.Copies {
				if c.ID == "" || seen[string(c.ID)] {
					t.Errorf("%s has the id %q", c.Path, c.ID)
				}
				seen[string(c.ID)] = true
				readCopy(t, place, c)
			}
		}
		if len(seen)+len(inv.Skipped) < len(texts) {
			t.Errorf("%d files of %d: %+v", len(seen), len(texts), inv)
		}
	})
}

// frame is a list of looks as it is kept, of the folder and of the files as they are: so
// what it says of them is believed.
func frame(t *testing.T, dir, looks, heads string, z *zstd.Encoder) []byte {
	t.Helper()
	table := savedFolder{Version: savedVersion, Dir: dir}
	if json.Unmarshal([]byte(looks), &table.Looks) != nil {
		return z.EncodeAll([]byte("\xff\xff\xff\xff"+looks), nil)
	}
	for i, s := range table.Looks {
		info, err := os.Stat(filepath.Join(dir, filepath.Base(s.Path)))
		if err == nil {
			table.Looks[i].Size, table.Looks[i].Modified, table.Looks[i].Changed = info.Size(), info.ModTime().UnixNano(), fsx.Changed(info).UnixNano()
		}
	}
	path := filepath.Join(t.TempDir(), "framed")
	if err := writeSaved(path, &table, [][]byte{[]byte(heads)}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func readCopy(t *testing.T, place *Folder, c source.Copy) {
	t.Helper()
	in, err := place.Open(t.Context(), c.ID)
	if err != nil {
		return
	}
	defer in.Close()
	_, _ = in.Size()
	_, _ = in.Identity()
	r, err := in.Reader(t.Context(), 0)
	if err != nil {
		return
	}
	defer r.Close()
	if n, _ := io.Copy(io.Discard, r); n > 1<<20 {
		t.Errorf("%s has %d bytes", c.Path, n)
	}
}
