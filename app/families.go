package app

import (
	"path"
	"strings"

	"cordwood/backend/fault"
	"cordwood/backend/health"
	"cordwood/backend/search"
	"cordwood/backend/source"
)

// Families is the first screen of Server Logs: the known families, there or
// missing, then everything else that was found.
func (d *ServerLogs) Families(source string) (FamiliesView, error) {
	o, err := d.app.source(source)
	if err != nil {
		return FamiliesView{}, err
	}
	v := FamiliesView{Families: []FamilyRow{}, Volume: o.volume(), Skipped: []Notice{}}
	inv := o.inventory()
	seen := map[string]bool{}
	for _, f := range inv.Families {
		v.Families = append(v.Families, o.familyRow(f))
		seen[f.Name] = true
	}
	if o.kind != "file" && anyKnown(inv) {
		v.Families = withMissing(v.Families, seen)
	}
	for _, s := range inv.Skipped {
		v.Skipped = append(v.Skipped, Notice{File: s.Path, Kind: "skipped", Text: said(s.Reason)})
	}
	v.Held, err = o.heldFiles()
	return v, err
}

func anyKnown(inv *source.Inventory) bool {
	for _, f := range inv.Families {
		if f.Known {
			return true
		}
	}
	return false
}

// withMissing puts the known families that are not there in product order.
func withMissing(rows []FamilyRow, seen map[string]bool) []FamilyRow {
	out := make([]FamilyRow, 0, len(rows)+len(source.Known))
	rest := rows
	for _, k := range source.Known {
		for len(rest) > 0 && rest[0].Code == k.Code {
			out = append(out, rest[0])
			rest = rest[1:]
		}
		if !seen[k.Name] && (len(out) == 0 || out[len(out)-1].Code != k.Code) {
			out = append(out, FamilyRow{Name: k.Name, File: k.File, Code: k.Code, Known: true, Copies: []CopyRow{}, State: "missing"})
		}
	}
	return append(out, rest...)
}

func (o *opened) familyRow(f source.Family) FamilyRow {
	s := o.summary(f.Name)
	spans := o.spans(f.Name)
	r := FamilyRow{
		Name: f.Name, File: f.Name + ".log", Code: codeOf(f.Name), Known: f.Known, Copies: []CopyRow{},
		Lines: s.Lines, First: millis(s.First), Last: millis(s.Last), Errors: severe(s.Levels), Warns: s.Levels[4], Percent: 100,
	}
	r.Charset = o.charsetOf(f)
	if s.Files == nil {
		r.Percent = 0
	}
	live, unreadable := false, 0
	for i := len(f.Copies) - 1; i >= 0; i-- {
		c := f.Copies[i]
		row := copyRow(c, spans[c.ID])
		r.Copies = append(r.Copies, row)
		r.Bytes += c.Stored
		if c.Live {
			live = true
			r.File = path.Join(path.Dir(f.Name), path.Base(c.Path)) // without the folder that all families share
		} else {
			r.Rotated++
		}
		if row.Problem.Code != "" {
			unreadable++
		}
	}
	r.State, r.Silent = o.familyState(f, s, live, unreadable == len(f.Copies))
	return r
}

func (o *opened) familyState(f source.Family, s search.Summary, live, unreadable bool) (state string, silent int64) {
	switch {
	case unreadable:
		return "unreadable", 0
	case s.Files != nil && s.Entries == 0:
		return "empty", 0
	case !live || !o.files.Live():
		return "rotated", 0
	}
	today := o.today(f.Name).Family
	switch now := o.now(); {
	case health.Silent(now, today):
		return "silent", now.Sub(today.Last).Milliseconds()
	case health.Growing(now, today):
		return "growing", 0
	}
	return "live", 0
}

func copyRow(c source.Copy, s search.FileSummary) CopyRow {
	r := CopyRow{
		ID: string(c.ID), Path: c.Path, Bytes: c.Stored, Decoded: s.Bytes, Lines: s.Lines, First: millis(s.First), Last: millis(s.Last),
		Errors: severe(s.Levels), Warns: s.Levels[4], Modified: c.Modified.UnixMilli(), Compression: string(c.Compression), Charset: c.Charset,
		Live: c.Live, Format: s.Format, Problem: said(c.Problem),
	}
	if r.Problem.Code == "" && s.Problem != nil {
		r.Problem = said(fault.Why(s.Problem))
		r.Problem.Text = "stopped: " + s.Problem.Error()
	}
	return r
}

// severe counts ERROR and FATAL.
func severe(levels [7]int64) int64 { return levels[5] + levels[6] }

// volume is the disk under a live folder, and how fast the logs fill it: their
// stored bytes over the days that they cover.
func (o *opened) volume() Volume {
	v := Volume{Logs: o.inventory().Bytes}
	if !o.files.Live() {
		return v
	}
	d := o.disk()
	if !d.known {
		return v
	}
	v.Known, v.Total, v.Free = true, d.total, d.free
	first, last := o.span()
	if days := last.Sub(first).Hours() / 24; days >= 0.5 {
		v.PerDay = int64(float64(v.Logs) / days)
	}
	v.FullDays = health.Disk{Total: d.total, Free: d.free, PerDay: v.PerDay}.FullDays()
	return v
}

// shortCode makes a code for a family that has none: gc.log is GC.
func shortCode(family string) string {
	var b strings.Builder
	for _, r := range strings.ToUpper(family[strings.LastIndexByte(family, '/')+1:]) {
		if (r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') && b.Len() < 3 {
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return "LOG"
	}
	return b.String()
}
