package cli

import (
	"fmt"
	"strings"

	"cordwood/app"
	"cordwood/backend/search"
)

type searchCmd struct {
	place
	Query   []string `arg:"" optional:"" help:"The rest of the line is the query; one that begins with - follows --."`
	Count   bool     `help:"Print the number of matches alone; with --limit, at most that number, as grep -m does."`
	Lines   bool     `help:"Match physical lines as grep does, not entries."`
	Case    bool     `help:"Tell upper and lower case apart."`
	Limit   int64    `help:"At most so many (default: all)."`
	Context int      `short:"C" placeholder:"N" help:"Print N entries (with --lines, lines) before and behind each match too, family by family; at most 1000."`
	Raw     bool     `help:"Bytes as they are, even on a terminal."`
	Index   bool     `help:"Index the files too, for the next time." xor:"index"`
	No      bool     `name:"no-index" help:"Use no index that is there." xor:"index"`
}

// Help is printed below the flags.
func (searchCmd) Help() string {
	return `docs/query.md teaches the language.

Examples:
  cordwood search /var/log/suite level:error file:database
  cordwood search bundle.tar.gz --count '"no connection" time:14:00..14:30'
  cordwood search /var/log/suite -C 3 '"bridge lost"'
  cordwood search /var/log/suite -- -heartbeat level:>=warn`
}

// Run prints what matches, in time order over all families. What one family or
// physical lines answer, or a number alone, needs no index.
func (c *searchCmd) Run(s *session) error {
	a, src, err := c.scanning(s, c.indexing())
	if err != nil {
		return err
	}
	defer a.Close()
	r := app.LogRequest{Source: src.ID, Slot: "cli", Query: strings.Join(c.Query, " "), Case: c.Case}
	n, err := a.Families(src.ID)
	if err != nil {
		return err
	}
	merged := n != 1 && !c.Count && !c.Lines && c.Context == 0
	if merged { // it needs an index; any other answer makes what it can of it
		if err := c.index(s, a, src); err != nil {
			return err
		}
	}
	if err := c.answer(s, a, r, src, merged); err != nil || merged {
		return err
	}
	return c.index(s, a, src)
}

func (c *searchCmd) index(s *session, a *app.App, src source) error {
	if !c.Index {
		return nil
	}
	_, err := s.index(a, src)
	return err
}

func (c *searchCmd) answer(s *session, a *app.App, r app.LogRequest, src source, merged bool) error {
	switch {
	case c.Count:
		return c.count(s, a, r)
	case c.Context > 0:
		return c.around(s, a, r, src)
	case !merged:
		return s.sift(a, r, src, sifting{c.Limit, c.Lines, c.JSON, c.Raw})
	}
	state, err := s.openLog(a, r)
	if err != nil {
		return err
	}
	return s.printRows(a, state, state.Start, c.Limit, c.JSON, c.Raw, src)
}

func (c *searchCmd) indexing() app.Indexing {
	switch {
	case c.Index:
		return app.KeepIndex
	case c.No:
		return app.NoIndex
	}
	return app.UseIndex
}

func (c *searchCmd) count(s *session, a *app.App, r app.LogRequest) error {
	end := s.reading(a, r.Source)
	var each func(*search.Found) bool // nil: to count is all
	if left := c.Limit; left > 0 {
		each = func(*search.Found) bool {
			left--
			return left > 0
		}
	}
	state, err := a.Sift(s.ctx, r, c.Lines, each)
	end()
	if err == nil {
		err = s.readQuery(state)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(s.stdout, state.Total)
	s.codeFor(state)
	return nil
}

// sifting is how matches are printed.
type sifting struct {
	limit            int64 // 0: all
	lines, json, raw bool
}

// sift prints matches as they are found.
func (s *session) sift(a *app.App, r app.LogRequest, src source, how sifting) error {
	out := s.output(how.json, src)
	defer out.w.Flush()
	if how.raw {
		out.tty = false
	}
	left := how.limit
	defer s.reading(a, r.Source)()
	state, err := a.Sift(s.ctx, r, how.lines, func(f *search.Found) bool {
		if how.json {
			_ = out.value(app.FoundJSON(f))
		} else {
			out.entry(f.Text, f.Beyond())
		}
		left--
		return how.limit == 0 || left > 0
	})
	if err == nil {
		err = s.readQuery(state)
	}
	if err != nil {
		return err
	}
	s.codeFor(state)
	return nil
}
