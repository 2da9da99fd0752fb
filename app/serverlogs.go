package app

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/query"
	"cordwood/backend/search"
	"cordwood/backend/store"
)

// ServerLogs is the Server Logs desk.
type ServerLogs struct{ app *App }

// Open opens families as one view; an invalid query gives its errors and no
// handle. It returns as soon as there is something to show.
func (d *ServerLogs) Open(r LogRequest) (LogState, error) {
	o, err := d.app.source(r.Source)
	if err != nil {
		return LogState{}, err
	}
	q, state := o.parseLogs(r)
	if q == nil {
		return state, nil
	}
	spec := func(q *query.Query) (search.Spec, error) {
		chains, err := o.chains(r.Families, event.FileID(r.File))
		return search.Spec{Chains: chains, Query: q, Range: timeRange(r.From, r.To)}, err
	}
	whole, err := spec(q)
	if err != nil {
		return LogState{}, err
	}
	a := d.app.answers.claim("log/"+r.Slot, o, q)
	a.began, a.asked, a.spec = time.Now(), state, spec
	a.scan, a.stop = context.WithCancel(a.ctx)
	a.log, err = o.engine.Open(a.scan, whole)
	if err != nil {
		a.stop()
		return LogState{}, err
	}
	go d.app.report(a)
	select {
	case <-a.log.Done():
	case <-time.After(firstAnswer):
	}
	return a.logState(), nil
}

// firstAnswer is how long Open waits for the whole answer before it returns
// what there is: under it, nothing needs to be shown as loading.
const firstAnswer = 80 * time.Millisecond

// report ticks while the answer grows, until it is closed.
func (a *App) report(ans *answer) {
	pace := time.NewTicker(200 * time.Millisecond)
	defer pace.Stop()
	var last search.State
	for {
		select {
		case <-ans.ctx.Done():
			return
		case <-pace.C:
		}
		now := ans.log.State()
		if now.Start != last.Start || now.Total != last.Total || now.Rev != last.Rev || now.Percent != last.Percent || now.Behind != last.Behind || now.Exact != last.Exact || len(now.Notices) != len(last.Notices) || len(now.Breaks) != len(last.Breaks) || len(now.Lacking) != len(last.Lacking) {
			a.hub.emit(Tick{Kind: "log", ID: ans.handle, Rev: now.Rev, Done: now.Total, Total: int64(now.Percent)})
			last = now
		}
	}
}

// State says what an open view covers now.
func (d *ServerLogs) State(handle string) (LogState, error) {
	a, err := d.app.logAnswer(handle)
	if err != nil {
		return LogState{}, err
	}
	return a.logState(), nil
}

// Stop ends the scan of an open view. What it found until then stays: it is
// never exact, and it grows no more.
func (d *ServerLogs) Stop(handle string) (LogState, error) {
	a, err := d.app.logAnswer(handle)
	if err != nil {
		return LogState{}, err
	}
	a.stop()
	return a.logState(), nil
}

// Facet counts the values of a field over an open view, whatever its query asks of this
// field, so that another value can be chosen beside the first. It waits until it knows.
func (d *ServerLogs) Facet(handle, field string) (Facet, error) {
	a, err := d.app.logAnswer(handle)
	if err != nil {
		return Facet{}, err
	}
	r, err := a.without(field)
	if err != nil {
		return Facet{}, err
	}
	f, err := r.Facet(a.ctx, field, maxFacet)
	out := Facet{Field: field, Values: []Count{}, Others: f.Others, Missing: f.Missing, Exact: f.Exact}
	for _, v := range f.Values {
		out.Values = append(out.Values, Count(v))
	}
	return out, err
}

// without is the result under what the query asks of other fields. It grows with the log and
// stays open as long as the answer; once the search was stopped none is begun.
func (a *answer) without(field string) (search.Result, error) {
	rest := a.query.Without(field)
	if rest == a.query {
		return a.log, nil
	}
	r, err := a.begin(field, rest)
	if err != nil || r == a.log {
		return r, err
	}
	select {
	case <-r.Done():
		return r, nil
	case <-a.ctx.Done():
		return nil, a.ctx.Err()
	}
}

func (a *answer) begin(field string, rest *query.Query) (search.Result, error) {
	a.besides.Lock()
	defer a.besides.Unlock()
	if r, ok := a.beside[field]; ok {
		return r, nil
	}
	if a.scan.Err() != nil {
		return a.log, a.ctx.Err()
	}
	spec, err := a.spec(rest)
	if err != nil {
		return nil, err
	}
	r, err := a.source.engine.Open(a.scan, spec)
	if err != nil {
		return nil, err
	}
	if a.ctx.Err() != nil { // nobody would close it
		r.Close()
		return nil, a.ctx.Err()
	}
	if a.beside == nil {
		a.beside = map[string]search.Result{}
	}
	a.beside[field] = r
	return r, nil
}

// Close ends an open view and its work.
func (d *ServerLogs) Close(handle string) error {
	d.app.answers.drop(handle)
	return nil
}

// Seek finds where a jump lands: a line (48201, +500) of the file of the row at from,
// of another file (the id that rows have of it, a colon, the line), a share (50%), or a
// time (09:14, 2026-11-22 09:14, -10m).
func (d *ServerLogs) Seek(handle, text string, from int64) (Seek, error) {
	a, err := d.app.logAnswer(handle)
	if err != nil {
		return Seek{}, err
	}
	text = strings.TrimSpace(text)
	s := a.log.State()
	last := s.Start + max(s.Total-1, 0)
	if n, ok := strings.CutPrefix(text, "+"); ok {
		if k, err := strconv.ParseInt(n, 10, 64); err == nil {
			return a.landing("offset", min(from+k, last), s.Total > 0)
		}
	}
	if p, ok := strings.CutSuffix(text, "%"); ok {
		if k, err := strconv.ParseFloat(p, 64); err == nil && k >= 0 && k <= 100 {
			return a.landing("percent", s.Start+int64(float64(last-s.Start)*k/100), s.Total > 0)
		}
	}
	if line, err := strconv.ParseInt(text, 10, 64); err == nil {
		return a.seekFrom(event.Line(line), from)
	}
	if file, n, ok := strings.Cut(text, ":"); ok {
		if line, err := strconv.ParseInt(n, 10, 64); err == nil {
			if s, err := a.seekLine(event.FileID(file), event.Line(line)); err != nil || s.Found {
				return s, err // else it may be a time
			}
		}
	}
	t, _, ok := a.source.readTime(text, s.Last) // the day of the newest entry that is looked at
	if !ok {
		return Seek{}, fault.New("go to", fault.Invalid, text, "write a line, a time such as 09:14, or a share such as 50%", nil)
	}
	pos, found, err := a.log.SeekTime(a.ctx, t)
	if err != nil {
		return Seek{}, err
	}
	return a.landing("time", pos, found)
}

// seekFrom looks in the file of the row at from, because line numbers are a
// file's own.
func (a *answer) seekFrom(line event.Line, from int64) (Seek, error) {
	rows, err := a.log.Rows(a.ctx, from, 1)
	if err != nil {
		return Seek{}, err
	}
	if len(rows) == 0 {
		return Seek{Meaning: "line"}, nil
	}
	return a.seekLine(rows[0].File, line)
}

func (a *answer) seekLine(file event.FileID, line event.Line) (Seek, error) {
	pos, found, err := a.log.SeekLine(a.ctx, file, line)
	if err != nil {
		return Seek{}, err
	}
	return a.landing("line", pos, found)
}

// landing says in words where the jump arrives.
func (a *answer) landing(meaning string, pos int64, found bool) (Seek, error) {
	s := Seek{Pos: pos, Found: found, Meaning: meaning}
	rows, err := a.log.Rows(a.ctx, pos, 1)
	if err == nil && len(rows) == 1 {
		s.Echo = rows[0].Name + ":" + strconv.FormatInt(int64(rows[0].Line), 10)
	}
	return s, err
}

func (a *App) logAnswer(handle string) (*answer, error) {
	ans, err := a.answers.get(handle)
	if err != nil {
		return nil, err
	}
	if ans.log == nil {
		return nil, wrongAnswer(handle)
	}
	return ans, nil
}

func emptyLogState() LogState {
	return LogState{Notices: []Notice{}, Breaks: []Break{}, Query: []QueryNotice{}, Levels: []int64{}, Explain: []Said{}, Lacking: []Said{}}
}

// lackingFrom is how many entries are worth telling that none so far has a field.
const lackingFrom = 100_000

// lacking tells of fields that a query asks for and no entry has, and which desks have them of
// their records: what is derived, or named otherwise there. whole says that all were looked at
// that the rest of the query does not rule out.
func lacking(names []string, whole bool) []Said {
	out := make([]Said, 0, len(names))
	for _, name := range names {
		quoted := strconv.Quote(name)
		var what fault.Said
		switch access, audit := store.AccessLanguage().Knows(name), store.AuditLanguage().Knows(name); {
		case access && audit:
			what = fault.Say("no entry that was looked at has a field {0}; Access Logs and Audit Logs know it of their records", quoted)
		case access:
			what = fault.Say("no entry that was looked at has a field {0}; Access Logs knows it of its records", quoted)
		case audit:
			what = fault.Say("no entry that was looked at has a field {0}; Audit Logs knows it of its records", quoted)
		case whole:
			what = fault.Say("no entry that was looked at has a field {0}", quoted)
		default:
			what = fault.Say("no entry that was looked at so far has a field {0}", quoted)
		}
		out = append(out, said(what))
	}
	return out
}

func (a *answer) logState() LogState {
	s, now := a.asked, a.log.State()
	s.Handle, s.Rev, s.Start, s.Total, s.Exact = a.handle, now.Rev, now.Start, now.Total, now.Exact
	s.Scanned, s.Percent, s.Behind = now.Scanned, now.Percent, now.Behind
	s.First, s.Last = millis(now.First), millis(now.Last)
	s.From, s.To = millis(now.From), millis(now.To)
	s.Took = time.Since(a.began).Milliseconds()
	s.Levels = now.Levels[:]
	for _, n := range now.Notices {
		s.Notices = append(s.Notices, found(n))
	}
	if now.Exact || now.Scanned >= lackingFrom || now.Err != nil {
		s.Lacking = lacking(now.Lacking, now.Exact)
	}
	for _, b := range now.Breaks {
		s.Breaks = append(s.Breaks, Break{Pos: b.Pos, File: b.File, Line: b.Line, Text: found(b.Notice).Text})
	}
	if now.Err != nil && !errors.Is(now.Err, context.Canceled) {
		p := problem(now.Err)
		s.Problem = &p
	}
	return s
}
