package cli

import (
	"fmt"
	"strconv"
	"time"

	"cordwood/app"
	"cordwood/backend/search"
)

type indexCmd struct {
	place
}

// Help is printed below the flags.
func (indexCmd) Help() string {
	return `Reads every file once, and keeps in the cache folder where its lines, times and levels lie, a filter that tells what it cannot contain, and of a
compressed file what it takes to read it anywhere. "cordwood search" uses it as long as the files are the same; what grew is read.

Examples:
  cordwood index /var/log/suite
  cordwood index customer-bundle.tar.gz --json`
}

// indexLine is what --json prints.
type indexLine struct {
	Files         int     `json:"files"`
	Bytes         int64   `json:"bytes"` // decoded
	Lines         int64   `json:"lines"`
	Events        int64   `json:"events"`
	OpenSeconds   float64 `json:"open_seconds"`
	FilterSeconds float64 `json:"filter_seconds"` // behind that
	IndexBytes    int64   `json:"index_bytes"`
}

// Run indexes.
func (c *indexCmd) Run(s *session) error {
	a, src, err := c.scanning(s, app.KeepIndex)
	if err != nil {
		return err
	}
	defer a.Close()
	done, err := s.index(a, src)
	if err != nil {
		return err
	}
	for _, n := range done.Problems {
		fmt.Fprintf(s.stderr, "%s: %s\n", neutral(n.File), neutral(n.Text))
		s.code = exitPartial
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	if c.JSON {
		return out.value(indexLine{done.Files, done.Bytes, done.Lines, done.Events, done.Open.Seconds(), done.Filter.Seconds(), done.Kept})
	}
	out.printf("%s, %s, %s, %s\n", counted(done.Files, "file"), size(done.Bytes), counted(done.Lines, "line"), counted(done.Events, "entry"))
	out.printf("read in %s, completed in %s more, %s kept\n", done.Open.Round(time.Millisecond), done.Filter.Round(time.Millisecond), size(done.Kept))
	return nil
}

func (s *session) index(a *app.App, src source) (search.Indexed, error) {
	defer s.indexing(a, src.ID)()
	return a.IndexSource(s.ctx, src.ID)
}

type cacheCmd struct {
	Ls    cacheListCmd  `cmd:"" default:"withargs" help:"List what is kept (the default)."`
	Clean cacheCleanCmd `cmd:"" help:"Remove all of it; it is made again when it is needed."`
}

type cacheListCmd struct {
	JSON bool `name:"json" help:"One JSON value a line."`
}

// cacheLine is what --json prints.
type cacheLine struct {
	Source string    `json:"source"`
	File   string    `json:"file"`
	Kind   string    `json:"kind"`
	Bytes  int64     `json:"bytes"`
	Used   time.Time `json:"used"`
}

// Run lists.
func (c *cacheListCmd) Run(s *session) error {
	a, err := s.start(app.Options{FilesOnly: true})
	if err != nil {
		return err
	}
	defer a.Close()
	entries, err := a.CacheEntries()
	if err != nil {
		return err
	}
	out := s.output(c.JSON, source{})
	defer out.w.Flush()
	var rows [][]string
	var total int64
	for _, e := range entries {
		total += e.Bytes
		if c.JSON {
			if err := out.value(cacheLine{e.Source, e.File, e.Kind, e.Bytes, e.Used.UTC()}); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{e.Source, e.File[:min(12, len(e.File))], e.Kind, size(e.Bytes), out.time(e.Used)})
	}
	if len(entries) == 0 {
		s.code = exitNothing
		return nil
	}
	if !c.JSON {
		out.table("SOURCE\tFILE\tKIND\tSIZE\tLAST USE", rows)
		out.printf("%s files, %s\n", strconv.Itoa(len(entries)), size(total))
	}
	return nil
}

type cacheCleanCmd struct{}

// Run removes.
func (cacheCleanCmd) Run(s *session) error {
	a, err := s.start(app.Options{FilesOnly: true})
	if err != nil {
		return err
	}
	defer a.Close()
	r, err := a.CleanCache()
	if err != nil {
		return err
	}
	fmt.Fprintf(s.stdout, "%s removed, %s\n", counted(r.Files, "file"), size(r.Bytes))
	return nil
}
