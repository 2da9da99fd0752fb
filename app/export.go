package app

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/json"
	"io"
	"path"
	"strconv"
	"time"

	"cordwood/backend/change"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/search"
	"cordwood/backend/sheet"
	"cordwood/backend/source"
	"cordwood/backend/store"
)

// prepare turns a request into a download.
func (a *App) prepare(o *opened, r DownloadRequest) (*download, error) {
	switch r.Kind {
	case "files", "zip":
		return o.prepareFiles(r.Files, r.Kind == "zip")
	case "log", "access", "audit":
		ans, err := a.answers.get(r.Handle)
		if err != nil {
			return nil, err
		}
		return ans.prepareRows(r.Kind, r.Format)
	case "record":
		if len(r.Files) == 1 {
			return o.prepareRecord(r.Files[0], r.Format)
		}
	}
	return nil, fault.New("download", fault.Invalid, r.Kind, "", nil)
}

// prepareFiles gives one file as it is stored, or several in one zip.
func (o *opened) prepareFiles(ids []string, zipped bool) (*download, error) {
	var copies []source.Copy
	var bytes int64
	for _, id := range ids {
		c, err := o.copyOf(event.FileID(id))
		if err != nil {
			return nil, err
		}
		copies = append(copies, c)
		bytes += c.Stored
	}
	switch {
	case len(copies) == 0:
		return nil, fault.New("download", fault.Invalid, "", "choose at least one file", nil)
	case len(copies) == 1 && !zipped:
		c := copies[0]
		return &download{name: safeName(c.Path), bytes: bytes, write: func(ctx context.Context, w io.Writer) error {
			return o.copyStored(ctx, w, c)
		}}, nil
	}
	return &download{name: downloadName(o, "logs", "zip"), bytes: bytes, write: func(ctx context.Context, w io.Writer) error {
		return o.zipStored(ctx, w, copies)
	}}, nil
}

func (o *opened) copyStored(ctx context.Context, w io.Writer, c source.Copy) error {
	r, err := o.files.Stored(ctx, c.ID)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(w, r)
	return err
}

// zipStored packs copies; what is compressed already is stored as it is.
func (o *opened) zipStored(ctx context.Context, w io.Writer, copies []source.Copy) error {
	z := zip.NewWriter(w)
	for _, c := range copies {
		h := &zip.FileHeader{Name: path.Clean("/" + c.Path)[1:], Method: zip.Deflate, Modified: c.Modified}
		if c.Compression != source.Plain {
			h.Method = zip.Store
		}
		part, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if err := o.copyStored(ctx, part, c); err != nil {
			return err
		}
	}
	return z.Close()
}

// prepareRows gives the rows of an open answer, all of them.
func (a *answer) prepareRows(kind, format string) (*download, error) {
	writers := map[string]func(context.Context, *bufio.Writer) error{}
	switch {
	case kind == "log" && a.log != nil:
		writers["text"] = a.writeLogText
		writers["jsonl"] = a.writeLogJSON
	case kind == "access" && a.access != nil:
		writers["csv"] = a.writeAccessCSV
		writers["jsonl"] = a.writeAccessJSON
	case kind == "audit" && a.audit != nil:
		writers["csv"] = a.writeAuditCSV
		writers["jsonl"] = a.writeAuditJSON
	}
	write, ok := writers[format]
	if !ok {
		return nil, fault.New("download", fault.Invalid, kind+" as "+format, "", nil)
	}
	ext := format
	if format == "text" {
		ext = "log"
	}
	return &download{name: downloadName(a.source, kind, ext), write: func(ctx context.Context, w io.Writer) error {
		ctx, cancel := a.either(ctx)
		defer cancel()
		out := bufio.NewWriterSize(w, 256<<10)
		if err := write(ctx, out); err != nil {
			return err
		}
		return out.Flush()
	}}, nil
}

func (a *answer) writeLogText(ctx context.Context, w *bufio.Writer) error {
	return a.eachLog(ctx, func(row *search.Row) error {
		_, _ = w.WriteString(Printed(row.Text, row.Beyond()))
		return w.WriteByte('\n')
	})
}

func (a *answer) writeLogJSON(ctx context.Context, w *bufio.Writer) error {
	e := json.NewEncoder(w)
	var file event.FileID
	var format string
	return a.eachLog(ctx, func(row *search.Row) error {
		if row.File != file {
			file, format = row.File, a.source.format(row.File)
		}
		return e.Encode(RowJSON(row, format))
	})
}

func (a *answer) eachLog(ctx context.Context, f func(row *search.Row) error) error {
	for from := a.log.State().Start; ; {
		rows, err := a.log.Rows(ctx, from, 1000)
		if err != nil || len(rows) == 0 {
			return err
		}
		for i := range rows {
			if err := f(&rows[i]); err != nil {
				return err
			}
		}
		from += int64(len(rows))
	}
}

// each walks all pages of an answer over the store.
func each[T any](ctx context.Context, r *store.Result[T], f func(*T) error) error {
	for from := int64(0); ; {
		rows, err := r.Page(ctx, from, store.MaxPage)
		if err != nil || len(rows) == 0 {
			return err
		}
		for i := range rows {
			if err := f(&rows[i]); err != nil {
				return err
			}
		}
		from += int64(len(rows))
	}
}

func (a *answer) writeAccessJSON(ctx context.Context, w *bufio.Writer) error {
	e := json.NewEncoder(w)
	return each(ctx, a.access, func(v *store.AccessEvent) error { return e.Encode(AccessJSON(v)) })
}

func (a *answer) writeAuditJSON(ctx context.Context, w *bufio.Writer) error {
	e := json.NewEncoder(w)
	return each(ctx, a.audit, func(v *store.AuditEvent) error { return e.Encode(AuditJSON(v)) })
}

func (a *answer) writeAccessCSV(ctx context.Context, w *bufio.Writer) error {
	s, err := sheet.NewWriter(w, []string{
		"time", "kind", "scope", "account", "name", "company", "memo", "method", "path", "page",
		"status", "result", "ip", "place", "country", "client", "ms", "bytes", "session", "request_id",
	})
	if err != nil {
		return err
	}
	err = each(ctx, a.access, func(v *store.AccessEvent) error {
		return s.Row([]string{
			stamp(v.Time, a.source.zone()), v.Kind, v.Scope, v.Account, v.Name, v.Company, v.Memo, v.Method, v.Path, v.Page,
			figure(v.Status), v.Result, v.IP, v.Place, v.Country, v.Agent, figure(v.MS), figure(v.Bytes), v.Session, v.RequestID,
		})
	})
	if err != nil {
		return err
	}
	return s.Flush()
}

func (a *answer) writeAuditCSV(ctx context.Context, w *bufio.Writer) error {
	s, err := sheet.NewWriter(w, []string{
		"time", "action", "verb", "module", "account", "name", "role", "company", "ip", "place",
		"target_type", "target_id", "target", "outcome", "reason", "before", "after", "correlation",
	})
	if err != nil {
		return err
	}
	err = each(ctx, a.audit, func(v *store.AuditEvent) error {
		return s.Row([]string{
			stamp(v.Time, a.source.zone()), v.Action, v.Verb, v.Module, v.Account, v.Name, v.Role, v.Company, v.IP, v.Place,
			v.TargetType, v.TargetID, v.Target, v.Outcome, v.Reason, change.Redact(v.Before), change.Redact(v.After), v.Correlation,
		})
	})
	if err != nil {
		return err
	}
	return s.Flush()
}

func stamp(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2006-01-02T15:04:05.000Z07:00")
}

func figure(n int64) string {
	if n == store.Unknown {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
