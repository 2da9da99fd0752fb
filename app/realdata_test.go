package app

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cordwood/backend/search"
)

// realData is the folder of real logs, which is never part of the repository.
func realData(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", "..", "shared", "data"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the folder of real logs is not beside the repository")
	}
	return dir
}

// looked opens a path for reading and waits until it is read.
func looked(t *testing.T, a *App, path string) Source {
	t.Helper()
	src, err := a.OpenPath(path, Summaries)
	if err == nil {
		src, err = a.Wait(t.Context(), src.ID)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return src
}

// Every real log opens: one family, each of its lines in exactly one entry, and
// all its rows can be walked. Watched for races it is every fifth; the Makefile
// opens all of them without.
func TestRealFilesOpen(t *testing.T) {
	root, a := realData(t), testApp(t)
	var opened, met atomic.Int64
	every := int64(1)
	if raced {
		every = 5
	}
	t.Run("files", func(t *testing.T) { // ends when all are opened
		for _, part := range []string{"02-applog/*", "03-access/*", "07-rotation/*", "13-pbx/*"} {
			folders, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(part)))
			if err != nil {
				t.Fatal(err)
			}
			for _, folder := range folders {
				t.Run(strings.TrimPrefix(folder, root), func(t *testing.T) {
					t.Parallel()
					err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
						if err == nil && !d.IsDir() && met.Add(1)%every == 0 {
							opened.Add(1)
							checkRealPath(t, a, path)
						}
						return err
					})
					if err != nil {
						t.Fatal(err)
					}
				})
			}
		}
	})
	t.Logf("%d files were opened", opened.Load())
	if opened.Load() < 300/every {
		t.Errorf("only %d files were opened", opened.Load())
	}
}

func checkRealPath(t *testing.T, a *App, path string) {
	t.Helper()
	src, name := looked(t, a, path), filepath.Base(path)
	defer func() {
		if err := a.Sources().Close(src.ID); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}()
	if src.Kind == "file" {
		checkRealFile(t, a, src, name)
		return
	}
	if v, err := a.ServerLogs().Families(src.ID); err != nil || len(v.Families) == 0 {
		t.Errorf("%s: %v, %d families", name, err, len(v.Families))
	}
}

func checkRealFile(t *testing.T, a *App, src Source, name string) {
	t.Helper()
	v, err := a.ServerLogs().Families(src.ID)
	if err == nil && len(v.Families) == 0 && len(v.Skipped) == 1 && v.Skipped[0].Text.Text != "" {
		return // what is no log by its kind (the oracles' YAML) is told as such
	}
	if err != nil || len(v.Families) != 1 || len(v.Families[0].Copies) != 1 {
		t.Errorf("%s: %v, %d families", name, err, len(v.Families))
		return
	}
	f := v.Families[0]
	c := f.Copies[0]
	if c.Problem.Text != "" {
		t.Errorf("%s: %s", name, c.Problem.Text)
		return
	}
	if c.Compression == "" {
		text, err := os.ReadFile(src.Path)
		if err != nil {
			t.Fatal(err)
		}
		lines := int64(bytes.Count(text, []byte("\n")))
		if len(text) > 0 && text[len(text)-1] != '\n' {
			lines++
		}
		if c.Lines != lines {
			t.Errorf("%s: %d lines, want %d", name, c.Lines, lines)
		}
	}
	state, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: "real"})
	if err == nil {
		state, err = a.WaitLog(t.Context(), state.Handle)
	}
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	var rows, lines int64
	err = a.EachEntry(t.Context(), state.Handle, state.Start, func(r *search.Row, _ string) bool {
		rows++
		lines += int64(r.Lines)
		return true
	})
	if err != nil || rows != state.Total || lines != c.Lines {
		t.Errorf("%s: %v; walked %d rows of %d, %d lines of %d", name, err, rows, state.Total, lines, c.Lines)
	}
}

// A broker's folder that log4j rotates by the hour: each family is one chain,
// its files in the order of the hours, the live one last.
func TestKafkaHourByHour(t *testing.T) {
	a := testApp(t)
	src := looked(t, a, filepath.Join(realData(t), "07-rotation", "kafka-cluster", "kafka0", "logs"))
	v, err := a.ServerLogs().Families(src.ID)
	if err != nil {
		t.Fatal(err)
	}
	f := func(family string, want ...string) {
		t.Helper()
		var got []string
		for _, row := range v.Families {
			if row.Name != family {
				continue
			}
			for _, c := range row.Copies {
				got = append([]string{c.Path}, got...) // the newest comes first
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s is %v, want %v", family, got, want)
		}
		checkChain(t, a, src, family, want)
	}
	hours := func(file string, from, to int) (names []string) {
		for h := from; h <= to; h++ {
			names = append(names, fmt.Sprintf("%s.2016-12-19-%02d", file, h))
		}
		return append(names, file)
	}
	f("server", hours("server.log", 16, 23)...)
	f("controller", hours("controller.log", 16, 23)...)
	f("log-cleaner", hours("log-cleaner.log", 16, 16)...)
}

// checkChain walks a family: its files come in order, each entry of a dated file
// is of the hour in its name.
func checkChain(t *testing.T, a *App, src Source, family string, files []string) {
	t.Helper()
	state, err := a.ServerLogs().Open(LogRequest{Source: src.ID, Slot: family, Families: []string{family}})
	if err == nil {
		state, err = a.WaitLog(t.Context(), state.Handle)
	}
	if err != nil {
		t.Fatal(err)
	}
	at, wrong, zone := 0, 0, time.FixedZone("", src.Zone.Minutes*60)
	err = a.EachEntry(t.Context(), state.Handle, state.Start, func(r *search.Row, _ string) bool {
		for at < len(files)-1 && files[at] != r.Name {
			at++
		}
		if files[at] != r.Name {
			t.Errorf("%s comes out of its order", r.Name)
			return false
		}
		_, hour, dated := strings.Cut(r.Name, ".log.")
		if dated && !r.Time.IsZero() && r.Time.In(zone).Format("2006-01-02-15") != hour {
			wrong++
		}
		return true
	})
	if err != nil || wrong > 0 || at != len(files)-1 {
		t.Errorf("%s: %v; %d entries of another hour than their file's; the last file read was %s", family, err, wrong, files[at])
	}
}

// Lines that match, counted as grep counted them: every row, none left out.
func TestGrepCounts(t *testing.T) {
	root, a := realData(t), testApp(t)
	text, err := os.ReadFile(filepath.Join(root, "11-search", "grep_counts.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, row := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		cell := strings.Split(row, "\t")
		want, err := strconv.Atoi(cell[3])
		if err != nil {
			t.Fatal(err)
		}
		src := looked(t, a, filepath.Join(root, filepath.FromSlash(cell[2])))
		query := `~"` + strings.ReplaceAll(cell[0], `"`, `\"`) + `"`
		state, err := a.Sift(t.Context(), LogRequest{Source: src.ID, Query: query, Case: cell[1] == "-E"}, true, nil)
		if got := int(state.Total); err != nil || got != want {
			t.Errorf("%s %s %s: %d lines, grep counts %d (%v)", cell[0], cell[1], cell[2], got, want, err)
		}
		rows++
	}
	if rows < 100 {
		t.Errorf("only %d rows were compared", rows)
	}
}
