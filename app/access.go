package app

import (
	"context"
	"strconv"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/query"
	"cordwood/backend/store"
)

// Access is the Access Logs desk.
type Access struct{ app *App }

// maxFacet is how many values a facet lists; the rest is "others".
const maxFacet = 50

// Open asks for visits; an invalid query gives its errors and no handle.
func (d *Access) Open(r RecordRequest) (RecordState, error) {
	o, err := d.app.source(r.Source)
	if err != nil {
		return RecordState{}, err
	}
	began := time.Now()
	q, state := o.parseRecords(r, store.AccessLanguage())
	if q == nil {
		return state, nil
	}
	a := d.app.answers.claim("access/"+r.Slot, o, q)
	res, err := o.store.Access(a.ctx, store.Filter{Source: o.id, Query: q, Range: timeRange(r.From, r.To), Sort: r.Sort, Desc: !r.Asc})
	if err != nil {
		return RecordState{}, err
	}
	a.access = res
	kinds, err := res.Facet(a.ctx, "kind", maxFacet)
	if err != nil {
		return RecordState{}, err
	}
	state.Total, state.Counts = kinds.Total(), storeFacet(kinds).Values
	span, err := o.store.Span(a.ctx, o.id)
	state.Handle, state.Of, state.Since = a.handle, span.Access, millis(span.AccessFirst)
	state.Took = time.Since(began).Milliseconds()
	return state, err
}

// Facet counts the values of a field over an open answer, whatever its query asks of this
// field, so that another value can be chosen beside the first.
func (d *Access) Facet(handle, field string) (Facet, error) {
	a, err := d.app.accessAnswer(handle)
	if err != nil {
		return Facet{}, err
	}
	return facetOf(a.ctx, a.access, field)
}

// facetOf counts the values of a field over an open answer, whatever its query asks of this field.
func facetOf[T any](ctx context.Context, r *store.Result[T], field string) (Facet, error) {
	f, err := countsOf(ctx, r, field)
	return storeFacet(f), err
}

func countsOf[T any](ctx context.Context, r *store.Result[T], field string) (store.Facet, error) {
	rest, err := r.Without(ctx, field)
	if err != nil {
		return store.Facet{}, err
	}
	return rest.Facet(ctx, field, maxFacet)
}

// Record opens one visit, with what is known around it.
func (d *Access) Record(source, id string) (AccessDetail, error) {
	o, err := d.app.source(source)
	if err != nil {
		return AccessDetail{}, err
	}
	n, err := recordID(id)
	if err != nil {
		return AccessDetail{}, err
	}
	e, err := o.store.AccessRecord(o.ctx, n)
	if err != nil {
		return AccessDetail{}, err
	}
	detail := AccessDetail{
		Row: accessRow(&e), Raw: e.Raw, File: e.At.Path, Line: int64(e.At.Line),
		Precision: o.precision(e.IP), Attribution: placeAttribution(e.PlaceOrigin),
		FromIP: []Count{}, OfAccount: []Count{}, Notes: []Note{},
	}
	if e.IP != "" {
		detail.FromIP, err = o.countBy("ip", e.IP, "account")
	}
	if err == nil && e.Account != "" {
		detail.OfAccount, err = o.countBy("account", e.Account, "ip")
	}
	if err != nil {
		return AccessDetail{}, err
	}
	notes, err := o.store.Notes(o.ctx)
	for _, note := range notes {
		if noteIsAbout(note, &e) {
			detail.Notes = append(detail.Notes, wireNote(note))
		}
	}
	return detail, err
}

// Notes lists what the user wrote.
func (d *Access) Notes(source string) ([]Note, error) {
	o, err := d.app.source(source)
	if err != nil {
		return nil, err
	}
	notes, err := o.store.Notes(o.ctx)
	out := []Note{}
	for _, n := range notes {
		out = append(out, wireNote(n))
	}
	return out, err
}

// SetNote writes a note, or removes it when it is empty, and brings the rows it
// is about up to date.
func (d *Access) SetNote(source string, n Note) error {
	o, err := d.app.source(source)
	if err != nil {
		return err
	}
	note := store.Note{Kind: store.NoteKind(n.Kind), Key: n.Key, Text: n.Memo, Company: n.Company}
	about := query.Is(n.Kind, n.Key) // the records that the note is about
	if note.Kind == store.NoteVisit {
		id, err := recordID(n.Key)
		if err != nil {
			return err
		}
		e, err := o.store.AccessRecord(o.ctx, id)
		if err != nil {
			return err
		}
		note.Key = store.VisitKey(e.At.File, e.At.Offset)
		about = query.Is("ip", e.IP)
		if e.IP == "" {
			about = query.Is("account", e.Account)
		}
	}
	err = d.app.witnessed(o, "set note", o.path, changeOfNote{n.Kind, n.Key, n.Company, n.Memo}, func(ctx context.Context) error {
		return o.store.SetNote(ctx, note)
	})
	if err != nil {
		return err
	}
	if note.Kind == store.NoteNetwork {
		if about, _, err = query.Parse("ip:"+n.Key, store.AccessLanguage()); err != nil {
			return err
		}
	}
	for _, other := range d.app.openedAll() {
		if other != o && other.store == o.store { // its notes are the same ones
			other.resolveSoon()
		}
	}
	if err := o.resolveNote(note, about); err != nil {
		return err
	}
	d.app.hub.emit(Tick{Kind: "access", ID: string(o.id)})
	return nil
}

// changeOfNote is what the trail keeps of a note.
type changeOfNote struct {
	Kind    string `json:"kind"`
	Of      string `json:"of"` // "key" would be taken for a secret
	Company string `json:"company,omitempty"`
	Memo    string `json:"memo,omitempty"`
}

func accessPage(a *answer, from int64, rows []store.AccessEvent, total int64) AccessPage {
	page := AccessPage{Handle: a.handle, From: from, Total: total, Rows: make([]AccessRow, 0, len(rows))}
	for i := range rows {
		r := accessRow(&rows[i])
		r.Marks = columnMarks(a.query, [2]string{"account", r.Account}, [2]string{"name", r.Name}, [2]string{"company", r.Company},
			[2]string{"memo", r.Memo}, [2]string{"path", r.Path}, [2]string{"ip", r.IP}, [2]string{"place", r.Place}, [2]string{"result", r.Result})
		page.Rows = append(page.Rows, r)
	}
	return page
}

func accessRow(e *store.AccessEvent) AccessRow {
	return AccessRow{
		ID: strconv.FormatInt(e.ID, 10), Time: millis(e.Time), TimeText: e.TimeText, Kind: e.Kind, Scope: e.Scope,
		Account: e.Account, Name: e.Name, Company: e.Company, CompanyOrigin: e.CompanyOrigin, Memo: e.Memo, MemoOrigin: e.MemoOrigin,
		Method: e.Method, Path: e.Path, Page: e.Page, Status: int(max(e.Status, 0)), Result: e.Result,
		IP: e.IP, Place: e.Place, PlaceOrigin: e.PlaceOrigin, Country: e.Country, Agent: e.Agent,
		Ms: known(e.MS), Bytes: known(e.Bytes), Session: e.Session, Request: e.RequestID, Marks: []ColumnMarks{},
	}
}

func wireNote(n store.Note) Note {
	return Note{Kind: string(n.Kind), Key: n.Key, Company: n.Company, Memo: n.Text, Updated: n.Updated.UnixMilli()}
}

func noteIsAbout(n store.Note, e *store.AccessEvent) bool {
	switch n.Kind {
	case store.NoteIP:
		return n.Key == e.IP
	case store.NoteNetwork:
		return inNetwork(e.IP, n.Key)
	case store.NoteAccount:
		return n.Key == e.Account
	case store.NoteCompany:
		return n.Key == e.Company
	case store.NoteVisit:
		return n.Key == store.VisitKey(e.At.File, e.At.Offset)
	}
	return false
}

func recordID(id string) (int64, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0, fault.New("open record", fault.Invalid, id, "", err)
	}
	return n, nil
}

func wrongAnswer(handle string) error {
	return fault.New("read answer", fault.Invalid, handle, "this answer belongs to another desk", nil)
}
