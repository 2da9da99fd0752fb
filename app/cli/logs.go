package cli

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cordwood/app"
	"cordwood/backend/fault"
	"cordwood/backend/search"
)

// place is the flags of commands that open a source.
type place struct {
	Src string `arg:"" help:"A folder, a file or a bundle."`
	clocks
	Charset string `help:"Charset of text that is not UTF-8, such as gbk, big5 or windows-1252 (default: those that were set, else found)." placeholder:"NAME"`
	JSON    bool   `name:"json" help:"One JSON value a line."`
}

// scanning opens the source and reads nothing of it yet.
func (p *place) scanning(s *session, how app.Indexing) (*app.App, source, error) {
	return p.open(s, app.Files, app.Options{FilesOnly: true, Indexing: how})
}

// reading opens the source and waits for the first pass over its files.
func (p *place) reading(s *session) (*app.App, source, error) {
	return p.open(s, app.Summaries, app.Options{})
}

// looking is reading for what changes nothing: no database is made for it.
func (p *place) looking(s *session) (*app.App, source, error) {
	return p.open(s, app.Summaries, app.Options{FilesOnly: true})
}

// records opens the source and waits until its visits and operations are stored.
func (p *place) records(s *session) (*app.App, source, error) {
	return p.open(s, app.Records, app.Options{})
}

func (p *place) open(s *session, depth app.Depth, o app.Options) (*app.App, source, error) {
	a, err := s.start(o)
	if err != nil {
		return nil, source{}, err
	}
	id, err := a.Open(p.Src, depth)
	var again app.Source
	if err == nil {
		id, err = p.set(a, id)
	}
	if err == nil && p.Charset != "" {
		again, err = a.Sources().SetCharset(id, nil, p.Charset)
		id = again.ID
	}
	if err == nil {
		end := s.reading(a, id)
		err = a.WaitRead(s.ctx, id)
		end()
	}
	if err != nil {
		a.Close()
		return nil, source{}, err
	}
	return a, source{id, a}, nil
}

// source is the one that a command opened; the zero one is none.
type source struct {
	ID  string
	app *app.App
}

// zone is that of its times; the files are asked for it.
func (src source) zone() *time.Location {
	if src.app == nil {
		return time.UTC
	}
	z, err := src.app.ZoneOf(src.ID)
	if err != nil {
		return time.UTC
	}
	if loc, err := time.LoadLocation(z.Name); err == nil && !z.Fixed {
		return loc // whose clocks may be changed in between
	}
	return time.FixedZone(z.Label, z.Minutes*60)
}

type filesCmd struct {
	place
}

// Help is printed below the flags.
func (filesCmd) Help() string {
	return `What is no log, or cannot be read, is told on standard error with the reason; with --json as {"skipped": PATH, "why": REASON}, one line each, so
that every line of standard output is a family.

Examples:
  cordwood files /var/log/suite
  cordwood files customer-bundle.tar.gz --json`
}

// Run lists families with their copies.
func (c *filesCmd) Run(s *session) error {
	a, src, err := c.looking(s)
	if err != nil {
		return err
	}
	defer a.Close()
	v, err := a.ServerLogs().Families(src.ID)
	if err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	var rows [][]string
	for _, f := range v.Families {
		if f.State == "missing" {
			continue
		}
		if slices.ContainsFunc(f.Copies, func(k app.CopyRow) bool { return k.Problem.Code != "" }) {
			s.code = exitPartial
		}
		if c.JSON {
			if err := out.value(f); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{f.Code, f.File, strconv.Itoa(f.Rotated), size(f.Bytes), strconv.FormatInt(f.Lines, 10), out.millis(f.First), out.millis(f.Last), strconv.FormatInt(f.Errors, 10), f.State})
		for _, k := range f.Copies {
			state := k.Compression
			if k.Problem.Code != "" {
				state = k.Problem.Text
			}
			rows = append(rows, []string{"", "  " + k.Path, "", size(k.Bytes), strconv.FormatInt(k.Lines, 10), out.millis(k.First), out.millis(k.Last), strconv.FormatInt(k.Errors, 10), state})
		}
	}
	out.table("CODE\tFILE\tCOPIES\tSIZE\tLINES\tFIRST\tLAST\tERRORS\tSTATE", rows)
	if err := s.skipped(v.Skipped, c.JSON); err != nil {
		return err
	}
	if len(v.Families) == 0 && s.code == exitFound {
		s.code = exitNothing
	}
	return nil
}

// skippedLine is what files --json prints on standard error.
type skippedLine struct {
	Skipped string `json:"skipped"`
	Why     string `json:"why"`
}

func (s *session) skipped(all []app.Notice, asJSON bool) error {
	out := newOutput(s.stderr, asJSON)
	defer out.w.Flush()
	for _, k := range all {
		if !asJSON {
			out.printf("skipped %s: %s\n", neutral(k.File), neutral(k.Text.Text))
		} else if err := out.value(skippedLine{k.File, k.Text.Text}); err != nil {
			return err
		}
	}
	return nil
}

type showCmd struct {
	place
	Family string `arg:"" help:"A family (call_event) or a file of it."`
	From   string `help:"A line of the newest file, or a time; 14:03 is of the day of the newest entry." placeholder:"LINE|TIME"`
	N      int64  `short:"n" default:"0" help:"At most so many entries (default: all)."`
	Raw    bool   `help:"Bytes as they are, even on a terminal."`
}

// Help is printed below the flags.
func (showCmd) Help() string {
	return `Examples:
  cordwood show /var/log/suite call_event --from 14:03 -n 50
  cordwood show /var/log/suite call_event --from '2026-11-22 14:03'
  cordwood show bundle.zip application | less`
}

// Run prints a chain, oldest entry first.
func (c *showCmd) Run(s *session) error {
	a, src, err := c.scanning(s, app.UseIndex)
	if err != nil {
		return err
	}
	defer a.Close()
	r, err := c.request(a, src)
	if err != nil {
		return err
	}
	if c.From == "" { // what is shown first is there first
		return s.sift(a, r, src, sifting{limit: c.N, json: c.JSON, raw: c.Raw})
	}
	state, err := s.openLog(a, r)
	if err != nil {
		return err
	}
	at, err := a.ServerLogs().Seek(state.Handle, c.From, state.Start+max(state.Total-1, 0))
	if err != nil {
		return err
	}
	if !at.Found {
		if s.codeFor(state); s.code == exitFound {
			s.code = exitNothing
		}
		fmt.Fprintf(s.stderr, "nothing at or after %s", neutral(c.From))
		if state.Last != nil {
			fmt.Fprintf(s.stderr, "; the newest entry is of %s", s.output(false, src).millis(state.Last))
		}
		fmt.Fprintln(s.stderr)
		return nil
	}
	return s.printRows(a, state, at.Pos, c.N, c.JSON, c.Raw, src)
}

// request names the family or, when FAMILY is one of its files, that file.
func (c *showCmd) request(a *app.App, src source) (app.LogRequest, error) {
	v, err := a.ServerLogs().Families(src.ID)
	if err != nil {
		return app.LogRequest{}, err
	}
	r := app.LogRequest{Source: src.ID, Slot: "cli"}
	want := strings.TrimSuffix(c.Family, ".log")
	for _, f := range v.Families {
		if strings.EqualFold(f.Name, want) || f.Code == c.Family {
			r.Families = []string{f.Name}
			return r, nil
		}
	}
	for _, f := range v.Families {
		for _, k := range f.Copies {
			if k.Path == c.Family || path.Base(k.Path) == c.Family {
				r.Families, r.File = []string{f.Name}, k.ID
				return r, nil
			}
		}
	}
	return r, fault.New("show", fault.NotFound, c.Family, "cordwood files lists what there is", nil)
}

type parseCmd struct {
	File    string `arg:"" help:"A log file, plain or compressed."`
	Zone    zone   `help:"Zone of times without one: an IANA name or +08:00 (default: UTC)." default:"UTC" placeholder:"ZONE"`
	Year    int    `help:"Year of times without one (default: from the file's own time)."`
	Format  string `help:"Read it as this format instead of finding out." placeholder:"NAME"`
	Charset string `help:"Charset of text that is not UTF-8, such as gbk, big5 or windows-1252 (default: found)." placeholder:"NAME"`
}

// Help is printed below the flags.
func (parseCmd) Help() string {
	return `Each line has time (RFC 3339, UTC, or null), level, level_text, severity, message, fields, format, line and lines.

Examples:
  cordwood parse application.log.3.gz
  cordwood parse asterisk.log --zone Europe/Berlin --year 2025`
}

// Run parses one file.
func (c *parseCmd) Run(s *session) error {
	a, err := s.open("")
	if err != nil {
		return err
	}
	defer a.Close()
	src, err := a.OpenFile(c.File, app.ParseAs{Zone: string(c.Zone), Year: c.Year, Format: c.Format, Charset: c.Charset})
	if err != nil {
		return err
	}
	if err = a.WaitRead(s.ctx, src.ID); err != nil {
		return err
	}
	state, err := s.openLog(a, app.LogRequest{Source: src.ID, Slot: "cli"})
	if err != nil {
		return err
	}
	return s.printRows(a, state, state.Start, 0, true, false, source{src.ID, a})
}

// openLog opens a view and waits until it is complete.
func (s *session) openLog(a *app.App, r app.LogRequest) (app.LogState, error) {
	state, err := a.ServerLogs().Open(r)
	if err == nil {
		err = s.readQuery(state)
	}
	if err != nil {
		return state, err
	}
	defer s.progress(func() (int64, int64) {
		now, _ := a.ServerLogs().State(state.Handle)
		_, total := a.BytesRead(r.Source)
		return int64(float64(total) * float64(now.Percent) / 100), total
	})()
	return a.WaitLog(s.ctx, state.Handle)
}

// readQuery tells what was not understood, and turns a query that is not valid
// into an error.
func (s *session) readQuery(state app.LogState) error {
	for _, n := range state.Query {
		if n.Error {
			return badQuery(n)
		}
		fmt.Fprintf(s.stderr, "column %d: %s\n", n.Col, neutral(n.Text.Text))
	}
	return nil
}

func (s *session) codeFor(state app.LogState) {
	switch {
	case len(state.Notices) > 0:
		s.code = exitPartial
	case state.Total == 0:
		s.code = exitNothing
	}
	for _, n := range state.Notices {
		fmt.Fprintf(s.stderr, "%s: %s\n", neutral(n.File), neutral(n.Text.Text))
	}
	for _, l := range state.Lacking {
		fmt.Fprintln(s.stderr, neutral(l.Text))
	}
}

// printRows prints entries from a position: raw text with its place, or JSON.
func (s *session) printRows(a *app.App, state app.LogState, from, limit int64, asJSON, raw bool, src source) error {
	out := s.output(asJSON, src)
	defer out.w.Flush()
	if raw {
		out.tty = false
	}
	total := max(state.Start+state.Total-from, 0)
	if limit > 0 {
		total = min(total, limit)
	}
	var printed atomic.Int64
	end := s.printing(&printed, total)
	err := a.EachEntry(s.ctx, state.Handle, from, func(row *search.Row, format string) bool {
		if asJSON {
			_ = out.value(app.RowJSON(row, format))
		} else {
			out.entry(row.Text, row.Beyond())
		}
		return printed.Add(1) < limit || limit == 0
	})
	end()
	s.codeFor(state)
	return err
}

// output writes in the zone of the source.
func (s *session) output(asJSON bool, src source) *output {
	out := newOutput(s.stdout, asJSON)
	out.zone = sync.OnceValue(src.zone)
	return out
}

func (o *output) millis(ms *int64) string {
	if ms == nil {
		return "-"
	}
	return o.time(time.UnixMilli(*ms))
}
