package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"cordwood/backend/change"
	"cordwood/backend/fault"
	"cordwood/backend/store"
)

// RecordFile is one operation for another program: what its line says, its differences with
// their labels, and what was done to the same target. Secrets are masked everywhere.
type RecordFile struct {
	Record  AuditLine     `json:"record"`
	Changes []Change      `json:"changes"`
	History []HistoryItem `json:"history"` // newest first
}

// prepareRecord gives one operation as a page for a letter (Markdown) or as JSON.
func (o *opened) prepareRecord(id, format string) (*download, error) {
	if o.store == nil {
		return nil, fault.New("download", fault.Unsupported, id, "", nil)
	}
	n, err := recordID(id)
	if err != nil {
		return nil, err
	}
	e, err := o.store.AuditRecord(o.ctx, n)
	if err != nil {
		return nil, err
	}
	file := RecordFile{Record: AuditJSON(&e), Changes: []Change{}}
	for _, f := range change.Of(e.Before, e.After) {
		file.Changes = append(file.Changes, wireChange(f))
	}
	if file.History, err = o.history(&e); err != nil {
		return nil, err
	}
	var text bytes.Buffer
	switch format {
	case "md":
		writeRecord(&text, &e, file, o.zone())
	case "json":
		enc := json.NewEncoder(&text)
		enc.SetIndent("", "  ")
		if err := enc.Encode(file); err != nil {
			return nil, err
		}
	default:
		return nil, fault.New("download", fault.Invalid, "record as "+format, "", nil)
	}
	return &download{name: downloadName(o, "audit-record-"+id, format), bytes: int64(text.Len()), write: func(_ context.Context, w io.Writer) error {
		_, err := w.Write(text.Bytes())
		return err
	}}, nil
}

// writeRecord writes the page; what a log says stands in it as text and never as markup.
func writeRecord(w *bytes.Buffer, e *store.AuditEvent, file RecordFile, zone *time.Location) {
	row := func(cells ...string) {
		for _, c := range cells {
			if c = plainMarkdown(c); c == "" {
				c = "–"
			}
			fmt.Fprintf(w, "| %s ", c)
		}
		fmt.Fprint(w, "|\n")
	}
	table := func(heads ...string) {
		fmt.Fprintln(w)
		row(heads...)
		fmt.Fprintln(w, strings.Repeat("|---", len(heads))+"|")
	}
	title := strings.Join(strings.Fields(strings.Join([]string{e.Verb, e.Module, e.Target}, " ")), " ")
	fmt.Fprintf(w, "# %s\n", plainMarkdown(title))
	table("Field", "Value")
	for _, f := range [][2]string{
		{"Time", stamp(e.Time, zone)}, {"Account", strings.TrimSpace(e.Account + " " + e.Name)}, {"Role", e.Role}, {"Company", e.Company},
		{"Address", strings.TrimSpace(e.IP + " " + e.Place)}, {"Action", e.Action}, {"Target", strings.TrimSpace(e.TargetType + " " + e.TargetID)},
		{"Outcome", e.Outcome}, {"Reason", e.Reason}, {"Recorded in", fmt.Sprintf("%s:%d", e.At.Path, e.At.Line)},
	} {
		if f[1] != "" {
			row(f[0], f[1])
		}
	}
	fmt.Fprint(w, "\n## Changes\n")
	same := 0
	if len(file.Changes) > 0 {
		table("Field", "Before", "After", "Change")
	} else {
		fmt.Fprint(w, "\nThe server did not record the values of this operation.\n")
	}
	for _, c := range file.Changes {
		if c.Kind == string(change.Same) {
			same++
			continue
		}
		row(c.Label, sideOf(c, c.Before, c.Removed, "added"), sideOf(c, c.After, c.Added, "removed"), noteOf(c))
	}
	if same > 0 {
		fmt.Fprintf(w, "\n%d more fields did not change.\n", same)
	}
	if len(file.History) > 0 {
		fmt.Fprint(w, "\n## History of this target\n")
		table("Time", "Action", "By", "What")
		for _, h := range file.History {
			name := h.Name
			if h.This {
				name += " (this record)"
			}
			row(stamp(fromMillis(h.Time), zone), h.Action, name, h.What.Text)
		}
	}
}

const maskedValue = "•••••"

// sideOf is a value before or after; a list has there what went or what came. Of what was
// added there is nothing before, of what was removed nothing after.
func sideOf(c Change, value string, items []string, absent string) string {
	switch {
	case c.Kind == absent:
		return ""
	case c.Masked:
		return maskedValue
	case c.List && c.Kind == string(change.Changed):
		return strings.Join(items, ", ")
	}
	return value
}

func noteOf(c Change) string {
	switch {
	case c.Masked:
		return c.Kind + ", masked"
	case c.Note != "":
		return c.Note
	case c.List && c.Kind == string(change.Changed):
		return fmt.Sprintf("%d out, %d in", len(c.Removed), len(c.Added))
	}
	return c.Kind
}

// plainMarkdown is a text on one line in which nothing is markup or becomes a link, and what
// cannot be seen is written as its code.
func plainMarkdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		case r != ' ' && !unicode.IsGraphic(r):
			fmt.Fprintf(&b, "U+%04X", r)
		case strings.ContainsRune("\\`*_[]<>|~#&@", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(noLinks.Replace(b.String()))
}

var noLinks = strings.NewReplacer("://", `\://`, "www.", `www\.`)
