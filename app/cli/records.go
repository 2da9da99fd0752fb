package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"cordwood/app"
	"cordwood/backend/store"
)

// records are the flags that access and audit share.
type records struct {
	place
	Query []string `arg:"" optional:"" help:"The rest of the line is the query."`
	From  string   `help:"First moment: 2026-11-22, '2026-11-22 14:03', RFC 3339, or 14:03 of the last day."`
	To    string   `help:"Last moment: of a day, a minute or a second the whole."`
	Limit int64    `default:"0" help:"At most so many, newest first (default: all)."`
	Count bool     `help:"Print the number alone."`
}

func (c *records) request(a *app.App, src source) (app.RecordRequest, error) {
	r := app.RecordRequest{Source: src.ID, Slot: "cli", Query: strings.Join(c.Query, " ")}
	if c.From != "" {
		first, _, err := a.Moment(src.ID, c.From)
		if err != nil {
			return r, err
		}
		r.From = &first
	}
	if c.To != "" {
		_, last, err := a.Moment(src.ID, c.To)
		if err != nil {
			return r, err
		}
		r.To = &last
	}
	return r, nil
}

// rowsAtOnce are laid out as one table: the columns of a long list may widen behind
// so many rows, and memory does not grow with it.
const rowsAtOnce = 2000

// list prints what open answers, walked by each: as JSON, as a table, or its number.
func list[T any](s *session, c *records, open func(*app.App, app.RecordRequest) (app.RecordState, error),
	each func(*app.App, context.Context, string, int64, func(*T) error) error, asJSON func(*T) any, head string, cells func(*output, *T) []string,
) error {
	a, src, err := c.place.records(s)
	if err != nil {
		return err
	}
	defer a.Close()
	r, err := c.request(a, src)
	if err != nil {
		return err
	}
	state, err := open(a, r)
	if err != nil {
		return err
	}
	if err := s.opened(state); err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	if c.Count {
		fmt.Fprintln(out.w, state.Total)
		return nil
	}
	var rows [][]string
	err = each(a, s.ctx, state.Handle, c.Limit, func(e *T) error {
		if c.JSON {
			return out.value(asJSON(e))
		}
		rows = append(rows, cells(out, e))
		if len(rows) == rowsAtOnce {
			out.table(head, rows)
			head, rows = "", rows[:0]
		}
		return nil
	})
	out.table(head, rows)
	return err
}

// opened reports what is wrong with the query, and whether to go on.
func (s *session) opened(state app.RecordState) error {
	for _, n := range state.Query {
		if n.Error {
			return badQuery(n)
		}
		fmt.Fprintf(s.stderr, "column %d: %s\n", n.Col, neutral(n.Text.Text))
	}
	if state.Total == 0 {
		s.code = exitNothing
	}
	return nil
}

type accessCmd struct {
	records
}

// Help is printed below the flags.
func (accessCmd) Help() string {
	return `--zone and --offset are remembered for the source, here and by "cordwood audit": every command and the window go by them.

Examples:
  cordwood access /var/log/suite kind:refused --from 2026-11-18
  cordwood access bundle.tar.gz company:"Osprenne Travel" ip:10.20.0.0/16 --json`
}

// Run lists visits, newest first.
func (c *accessCmd) Run(s *session) error {
	return list(s, &c.records, func(a *app.App, r app.RecordRequest) (app.RecordState, error) { return a.Access().Open(r) }, (*app.App).EachAccess,
		func(e *store.AccessEvent) any { return app.AccessJSON(e) },
		"TIME\tKIND\tSCOPE\tACCOUNT\tCOMPANY\tMEMO\tMETHOD\tPATH\tIP\tPLACE\tSTATUS",
		func(out *output, e *store.AccessEvent) []string {
			return []string{out.time(e.Time), e.Kind, e.Scope, person(e.Account, e.Name), e.Company, e.Memo, e.Method, e.Path, e.IP, e.Place, status(e.Status)}
		})
}

func person(account, name string) string { return strings.TrimSpace(account + " " + name) }

func status(n int64) string {
	if n <= 0 {
		return "-"
	}
	return strconv.FormatInt(n, 10)
}

type auditCmd struct {
	List   auditListCmd   `cmd:"" default:"withargs" help:"List operations, newest first (the default)."`
	Import auditImportCmd `cmd:"" help:"Take in a CSV or TSV export of another suite's audit page."`
}

type auditListCmd struct {
	records
	Action string `enum:"add,delete,modify,query," default:"" help:"add, delete, modify or query."`
	Module string `help:"One module."`
}

// Run lists operations, newest first.
func (c *auditListCmd) Run(s *session) error {
	open := func(a *app.App, r app.RecordRequest) (app.RecordState, error) {
		r.Action, r.Module = c.Action, c.Module
		return a.Audit().Open(r)
	}
	return list(s, &c.records, open, (*app.App).EachAudit,
		func(e *store.AuditEvent) any { return app.AuditJSON(e) },
		"TIME\tACTION\tMODULE\tACTOR\tCOMPANY\tTARGET\tIP\tRESULT",
		func(out *output, e *store.AuditEvent) []string {
			return []string{out.time(e.Time), e.Action, e.Module, person(e.Account, e.Name), e.Company, e.Target, e.IP, e.Outcome}
		})
}

type auditImportCmd struct {
	place
	Table   string   `arg:"" help:"The exported table, CSV or TSV."`
	Columns []string `help:"The field of each column, in order; - for none (default: proposed from the header)." sep:","`
}

// Run imports a table and remembers its mapping.
func (c *auditImportCmd) Run(s *session) error {
	a, src, err := c.records(s)
	if err != nil {
		return err
	}
	defer a.Close()
	p, err := a.Audit().ProposeImport(src.ID, c.Table)
	if err != nil {
		return err
	}
	columns := p.Columns
	if len(c.Columns) > 0 {
		columns = c.Columns
		for i := range columns {
			columns[i] = strings.Trim(columns[i], "-")
		}
	}
	for i, h := range p.Header {
		if i < len(columns) && columns[i] != "" {
			fmt.Fprintf(s.stderr, "%s -> %s\n", neutral(h), columns[i])
		}
	}
	res, err := a.Audit().Import(src.ID, c.Table, columns)
	if err != nil {
		return err
	}
	for _, b := range res.Bad {
		fmt.Fprintf(s.stderr, "%s: %s\n", neutral(b.File), neutral(b.Text.Text))
		s.code = exitPartial
	}
	if c.JSON {
		return newOutputFlush(s, res)
	}
	_, err = fmt.Fprintf(s.stdout, "%d taken, %d were there already, %d not read\n", res.Taken, res.Doubled, len(res.Bad))
	return err
}
