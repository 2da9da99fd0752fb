package app

import (
	"context"
	"io"
	"strconv"
	"time"

	"cordwood/backend/sheet"
)

// Export prepares what edited rules would take as a table, a line a file, for to
// be downloaded. Nothing is changed.
func (d *Rules) Export(source string, edits []RuleEdit) (Download, error) {
	o, err := d.app.source(source)
	if err != nil {
		return Download{}, err
	}
	effect, err := d.Preview(source, edits)
	if err != nil {
		return Download{}, err
	}
	dl := &download{name: downloadName(o, "rules", "csv"), write: func(_ context.Context, w io.Writer) error {
		return effect.writeCSV(w, o.zone())
	}}
	return d.app.offer(o, dl, exported{Kind: "rules", Name: dl.name})
}

func (e Effect) writeCSV(w io.Writer, zone *time.Location) error {
	out, err := sheet.NewWriter(w, []string{"when", "family", "file", "bytes", "why", "first_entry", "last_entry"})
	if err != nil {
		return err
	}
	at := func(ms *int64) string {
		if ms == nil {
			return ""
		}
		return time.UnixMilli(*ms).In(zone).Format(time.RFC3339)
	}
	for _, i := range e.Items {
		if err := out.Row([]string{at(&i.At), i.Family, i.Path, strconv.FormatInt(i.Bytes, 10), i.Why.Text, at(i.From), at(i.UpTo)}); err != nil {
			return err
		}
	}
	return out.Flush()
}
