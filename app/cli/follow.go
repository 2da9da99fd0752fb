package cli

import (
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"cordwood/app"
	"cordwood/backend/search"
	"cordwood/backend/tail"
)

type followCmd struct {
	place
	Query []string `arg:"" optional:"" help:"The rest of the line is the query; one that begins with - follows --."`
	N     int      `short:"n" default:"10" help:"Begin with the last N matches."`
	Case  bool     `help:"Tell upper and lower case apart."`
	Raw   bool     `help:"Bytes as they are, even on a terminal."`
}

// Help is printed below the flags.
func (followCmd) Help() string {
	return `Prints the last matches and then each new one as it comes, until it is interrupted. Files may grow, be renamed, copied and emptied, truncated, replaced or
deleted by their server; what happens to them is told on standard error. An entry is printed when the next one begins or its file has been silent for a moment,
a line without its end after a second. On a terminal the last line says how far it is behind what is written, when it cannot keep up. With --json "line" is 0 where a file was entered near its end and its lines were not counted.

Examples:
  cordwood follow /var/log/suite
  cordwood follow /var/log/suite level:>=warn file:database -n 50
  cordwood follow /var/log/suite --json timeout | jq .message`
}

const (
	// holdText is how long an entry of text waits for further lines: they are
	// printed all the same when they come later. holdJSON is longer, because a
	// JSON value cannot be added to.
	holdText = 200 * time.Millisecond
	holdJSON = time.Second
	// behindBytes is what need not be told: a moment's reading.
	behindBytes = 16 << 20
)

// behindText says how far following is behind the writers; nothing where it keeps up.
func behindText(left int64) string {
	if left < behindBytes {
		return ""
	}
	return size(left) + " behind"
}

// Run follows until interrupted.
func (c *followCmd) Run(s *session) error {
	a, src, err := c.open(s, app.Following, app.Options{FilesOnly: true, Indexing: app.UseIndex})
	if err != nil {
		return err
	}
	defer a.Close()
	out := s.output(c.JSON, src)
	if c.Raw {
		out.tty = false
	}
	var behind atomic.Int64
	defer s.bar(func() string { return behindText(behind.Load()) })()
	to := app.Listener{N: max(0, c.N), Hold: holdText, After: func(left int64) error {
		behind.Store(left)
		return out.w.Flush()
	}}
	if c.JSON {
		to.Hold = holdJSON
	}
	to.Give = func(e *tail.Entry) {
		if c.JSON {
			_ = out.value(app.TailJSON(e))
			return
		}
		out.entry(e.Text, e.Beyond())
	}
	to.Tell = func(n search.Notice) {
		_ = out.w.Flush() // what was said before it comes before it
		fmt.Fprintf(s.stderr, "%s: %s: %s\n", neutral(n.File), neutral(n.Kind), neutral(n.Text))
	}
	state, err := a.Follow(s.ctx, app.LogRequest{Source: src.ID, Slot: "cli", Query: strings.Join(c.Query, " "), Case: c.Case}, to)
	if err == nil {
		err = s.readQuery(state)
	}
	return err
}
