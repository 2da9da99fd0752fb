package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cordwood/app"
	"cordwood/backend/event"
	"cordwood/backend/search"
)

type histogramCmd struct {
	place
	Query   []string `arg:"" optional:"" help:"The rest of the line is the query; one that begins with - follows --."`
	Case    bool     `help:"Tell upper and lower case apart."`
	Buckets int      `short:"b" default:"30" help:"At most so many buckets of time (1 to 240)."`
}

// Help is printed below the flags.
func (histogramCmd) Help() string {
	return `Counts the entries that match by time and level. Times are in the source's zone; a bucket is called by its begin. Buckets
of hours, days and weeks begin where these do in that zone; weeks begin on Monday.

Examples:
  cordwood histogram /var/log/suite
  cordwood histogram /var/log/suite level:>=warn time:2026-11-18 --buckets 48
  cordwood histogram bundle.tar.gz timeout --json`
}

// histogramLine is what --json prints.
type histogramLine struct {
	Total   int64            `json:"total"`
	Untimed int64            `json:"untimed"`
	First   *time.Time       `json:"first"`
	Last    *time.Time       `json:"last"`
	StepMS  int64            `json:"step_ms"`
	Levels  map[string]int64 `json:"levels"`
	Buckets []bucketLine     `json:"buckets"`
}

type bucketLine struct {
	Time   time.Time        `json:"time"` // of its begin
	Total  int64            `json:"total"`
	Levels map[string]int64 `json:"levels"` // those that occur; "" is none
}

// Run counts.
func (c *histogramCmd) Run(s *session) error {
	a, src, err := c.scanning(s, app.UseIndex)
	if err != nil {
		return err
	}
	defer a.Close()
	state, err := s.openLog(a, app.LogRequest{Source: src.ID, Slot: "cli", Query: strings.Join(c.Query, " "), Case: c.Case})
	if err != nil {
		return err
	}
	h, err := a.HistogramOf(s.ctx, state.Handle, min(max(c.Buckets, 1), 240))
	if err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	if c.JSON {
		err = out.value(histogramJSON(out, state, h))
	} else {
		out.histogram(state, h)
	}
	s.codeFor(state)
	return err
}

func histogramJSON(out *output, state app.LogState, h search.Histogram) histogramLine {
	v := histogramLine{Total: state.Total, Untimed: h.Untimed, StepMS: h.Step.Milliseconds(), Levels: map[string]int64{}, Buckets: []bucketLine{}}
	if state.First != nil {
		first, last := time.UnixMilli(*state.First).In(out.zone()), time.UnixMilli(*state.Last).In(out.zone())
		v.First, v.Last = &first, &last
	}
	for band, n := range state.Levels {
		if n > 0 {
			v.Levels[bandName(band)] = n
		}
	}
	for i, counts := range h.Counts {
		b := bucketLine{Time: h.Edges[i].In(out.zone()), Levels: map[string]int64{}}
		for band, n := range counts {
			if b.Total += n; n > 0 {
				b.Levels[bandName(band)] = n
			}
		}
		v.Buckets = append(v.Buckets, b)
	}
	return v
}

// bandName is empty for entries without a level.
func bandName(band int) string { return event.Severity(4 * band).String() }

// histogram writes a table; on a terminal with a bar a row.
func (o *output) histogram(state app.LogState, h search.Histogram) {
	var rows [][]string
	most := int64(1)
	for _, counts := range h.Counts {
		most = max(most, sum(counts))
	}
	for i, counts := range h.Counts {
		row := []string{o.moment(h.Edges[i], h.Step), strconv.FormatInt(sum(counts), 10)}
		for band := len(counts) - 1; band >= 0; band-- {
			row = append(row, strconv.FormatInt(counts[band], 10))
		}
		if o.tty {
			row = append(row, blocks(sum(counts), most, barCells))
		}
		rows = append(rows, row)
	}
	head := "TIME\tCOUNT\tFATAL\tERROR\tWARN\tINFO\tDEBUG\tTRACE\tNONE"
	if o.tty {
		head += "\t"
	}
	o.table(head, rows)
	o.printf("%s, %d without a time", counted(state.Total, "entry"), h.Untimed)
	if state.First != nil {
		o.printf(", from %s to %s %s, a row is %s", o.millis(state.First), o.millis(state.Last), o.zone(), stepText(h.Step))
	}
	o.printf("\n")
}

func sum(counts [7]int64) (n int64) {
	for _, c := range counts {
		n += c
	}
	return n
}

// moment writes no more of a time than the step tells apart.
func (o *output) moment(t time.Time, step time.Duration) string {
	layout := "2006-01-02 15:04"
	switch {
	case step < time.Second:
		layout = "2006-01-02 15:04:05.000"
	case step < time.Minute:
		layout = "2006-01-02 15:04:05"
	}
	return t.In(o.zone()).Format(layout)
}

// stepText is a step in its largest whole unit: 30m, 7d.
func stepText(d time.Duration) string {
	units := []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}, {time.Millisecond, "ms"}}
	i := slices.IndexFunc(units, func(u struct {
		size time.Duration
		name string
	},
	) bool {
		return d >= u.size && d%u.size == 0
	})
	if i < 0 {
		return d.String()
	}
	return fmt.Sprintf("%d%s", d/units[i].size, units[i].name)
}

// barCells is the longest bar: with the columns before it a row stays under 120.
const barCells = 30

// blocks is a bar in eighths of a cell; what is not nothing is seen.
func blocks(n, most int64, cells int) string {
	if n <= 0 {
		return ""
	}
	eighths := max(1, int(float64(n)/float64(most)*float64(cells*8)+0.5))
	bar := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		bar += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return bar
}
