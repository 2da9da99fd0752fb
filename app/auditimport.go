package app

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"cordwood/backend/audittable"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/source/folder"
	"cordwood/backend/store"
)

const (
	maxTable   = 64 << 20 // of an imported table, decoded
	sampleRows = 5
)

// table is an exported audit page, read as any log file is: any charset, plain
// or compressed.
type table struct {
	*audittable.Table
	id event.FileID
}

func readTable(ctx context.Context, path string) (*table, error) {
	f, err := folder.OpenFile(path, folder.Options{})
	if err != nil {
		return nil, fault.New("import", fault.KindOf(err), path, "check the path; a table is a CSV or TSV file", cause(err))
	}
	defer f.Close()
	inv, err := f.Scan(ctx)
	if err != nil {
		return nil, err
	}
	if len(inv.Families) != 1 || len(inv.Families[0].Copies) != 1 || inv.Families[0].Copies[0].ID == "" {
		return nil, fault.New("import", fault.Unreadable, path, "save the table as CSV or TSV", nil)
	}
	id := inv.Families[0].Copies[0].ID
	in, err := f.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	r, err := in.Reader(ctx, 0)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxTable {
		return nil, fault.New("import", fault.Limit, path, "split the table; 64 MiB are read at a time", nil)
	}
	t, err := audittable.Open(text, filepath.Base(path))
	return &table{t, id}, err
}

// cause is what a fault wraps, so that a new one around it says nothing twice.
func cause(err error) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Err != nil {
		return f.Err
	}
	return err
}

// ProposeImport reads the head of a table and proposes what its columns are,
// as they were read the last time if the header is the same.
func (d *Audit) ProposeImport(source, path string) (ImportProposal, error) {
	o, err := d.app.source(source)
	if err != nil {
		return ImportProposal{}, err
	}
	t, err := readTable(o.ctx, path)
	if err != nil {
		return ImportProposal{}, err
	}
	p := ImportProposal{Path: path, Header: t.Header, Columns: t.Propose(), Fields: audittable.Fields, Sample: t.Sample(sampleRows)}
	mapping, ok, err := d.app.store.Mapping(o.ctx, t.Fingerprint)
	if err != nil {
		return ImportProposal{}, err
	}
	if columns := strings.Split(mapping, "\t"); ok && len(columns) == len(t.Header) {
		p.Columns, p.Known = columns, true
	}
	rows, _, err := t.Read(p.Columns, o.zone())
	if fault.KindOf(err) == fault.Invalid {
		err = nil // the person is about to correct the columns
	}
	p.Rows = len(rows)
	return p, err
}

// Import takes the rows of a table in among the source's operations, and
// remembers how its columns were read. Rows that are there already stay.
func (d *Audit) Import(source, path string, columns []string) (ImportResult, error) {
	o, err := d.app.source(source)
	if err != nil {
		return ImportResult{}, err
	}
	if o.store == nil {
		return ImportResult{}, fault.New("import", fault.Unsupported, path, "", nil)
	}
	t, err := readTable(o.ctx, path)
	if err != nil {
		return ImportResult{}, err
	}
	rows, bad, err := t.Read(columns, o.zone())
	if err != nil {
		return ImportResult{}, err
	}
	res := ImportResult{Bad: []Notice{}}
	err = d.app.witnessed(o, "import", filepath.Join(o.path, filepath.Base(path)), path, func(ctx context.Context) error {
		before, err := o.store.Span(ctx, o.id)
		if err != nil {
			return err
		}
		if err := o.ingestTable(t, filepath.Base(path), rows); err != nil {
			return err
		}
		after, err := o.store.Span(ctx, o.id)
		res.Taken = int(after.Audit - before.Audit)
		return err
	})
	if err != nil {
		return ImportResult{}, err
	}
	res.Doubled = len(rows) - res.Taken
	for _, b := range bad {
		res.Bad = append(res.Bad, Notice{File: filepath.Base(path) + ":" + strconv.Itoa(b.Line), Kind: string(fault.Damaged), Text: said(b.Text)})
	}
	d.app.hub.emit(Tick{Kind: "audit", ID: string(o.id)})
	return res, d.app.store.SetMapping(o.ctx, t.Fingerprint, strings.Join(columns, "\t"))
}

// tableBatch is how many rows one transaction takes.
const tableBatch = 2000

func (o *opened) ingestTable(t *table, name string, rows []audittable.Row) error {
	file := store.File{ID: "table-" + t.id, Path: importedFrom + name, Family: "audit_log"}
	for len(rows) > 0 {
		n := min(len(rows), tableBatch)
		b := store.Batch{Source: o.id, File: file}
		for i := range rows[:n] {
			e := tableEvent(&rows[i])
			b.Audit = append(b.Audit, e)
			b.To = e.At.Offset + 1
		}
		if err := o.reading.Keep(o.ctx, b); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func tableEvent(r *audittable.Row) store.AuditEvent {
	e := store.AuditEvent{
		At: store.At{Offset: r.Offset, Line: event.Line(r.Line)}, Time: r.Time, TimeText: r.TimeText,
		Account: r.Account, Name: r.Name, Role: r.Role, Company: r.Company, IP: r.IP, Session: r.Session,
		Action: r.Action, Verb: r.Verb, Module: r.Module, TargetType: r.TargetType, TargetID: r.TargetID, Target: r.Target,
		Outcome: r.Outcome, Reason: r.Reason, Before: r.Before, After: r.After, Correlation: r.Correlation, Raw: r.Raw,
		Recorded: store.Recorded{Name: r.Name, Company: r.Company},
	}
	e.Restore()
	return e
}
