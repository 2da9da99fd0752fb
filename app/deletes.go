package app

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/hold"
	"cordwood/backend/rules"
	"cordwood/backend/source"
)

// plans keeps what was shown until it is confirmed.
type plans struct {
	mu   sync.Mutex
	open map[string]hold.Plan
	ids  []string
}

// maxPlans bounds the dialogs that were opened and never answered.
const maxPlans = 32

func newPlans() plans { return plans{open: map[string]hold.Plan{}} }

func (p *plans) keep(plan hold.Plan) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := ulid.Make().String()
	p.open[id] = plan
	if p.ids = append(p.ids, id); len(p.ids) > maxPlans {
		delete(p.open, p.ids[0])
		p.ids = p.ids[1:]
	}
	return id
}

func (p *plans) take(id string) (hold.Plan, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	plan, ok := p.open[id]
	if !ok {
		return plan, fault.New("delete", fault.NotFound, id, "look at the files again", nil)
	}
	delete(p.open, id)
	return plan, nil
}

// PlanDelete says what deleting the chosen files would do. Nothing is touched.
func (d *ServerLogs) PlanDelete(source string, ids []string) (DeletePlan, error) {
	o, err := d.app.source(source)
	if err != nil {
		return DeletePlan{}, err
	}
	if !o.files.Live() {
		return DeletePlan{}, fault.New("delete", fault.Unsupported, o.path, "open the live folder", o.neverWhy())
	}
	if err := o.answers("delete"); err != nil {
		return DeletePlan{}, err
	}
	out := DeletePlan{Items: []DeleteItem{}, Remains: []Remains{}, PurgedOn: time.Now().Add(heldFor).UnixMilli()}
	var candidates []hold.Candidate
	for _, id := range ids {
		c, err := o.copyOf(event.FileID(id))
		if err != nil {
			return DeletePlan{}, err
		}
		candidates = append(candidates, hold.Candidate{Path: c.Path, Size: c.Stored, Modified: c.Modified, Live: c.Live})
		item := o.deleteItem(c)
		item.Rotatable = c.Live && o.obeyed(item.Family) == nil
		out.Items = append(out.Items, item)
	}
	plan, err := hold.MakePlan(o.root(), candidates)
	if err != nil {
		return DeletePlan{}, err
	}
	for i, it := range plan.Items {
		out.Items[i].Refused = said(it.Refused)
	}
	out.ID, out.Bytes, out.Files = o.plans.keep(plan), plan.Bytes(), plan.Files()
	out.Remains = o.remains(out.Items)
	return out, nil
}

// heldFor is how long a held file can be restored.
const heldFor = 7 * 24 * time.Hour

// root is the folder that holds the files.
func (o *opened) root() string {
	if o.kind == "file" {
		return filepath.Dir(o.path)
	}
	return o.path
}

func (o *opened) deleteItem(c source.Copy) DeleteItem {
	family := o.familyOf(c.ID)
	s := o.spans(family)[c.ID]
	return DeleteItem{ID: string(c.ID), Path: c.Path, Family: family, Bytes: c.Stored, Lines: s.Lines, First: millis(s.First), Last: millis(s.Last)}
}

func (o *opened) familyOf(id event.FileID) string {
	for _, f := range o.inventory().Families {
		for _, c := range f.Copies {
			if c.ID == id {
				return f.Name
			}
		}
	}
	return ""
}

// remains says what each touched family still covers, as a band of files.
func (o *opened) remains(items []DeleteItem) []Remains {
	goes := map[string]bool{}
	touched := []string{}
	for _, it := range items {
		if it.Refused.Code == "" {
			goes[it.ID] = true
		}
		if !slices.Contains(touched, it.Family) {
			touched = append(touched, it.Family)
		}
	}
	out := []Remains{}
	for _, f := range o.inventory().Families {
		if !slices.Contains(touched, f.Name) {
			continue
		}
		r := Remains{Family: f.Name, Code: codeOf(f.Name), Band: []RemainFile{}}
		spans := o.spans(f.Name)
		for _, c := range f.Copies {
			gone := goes[string(c.ID)]
			r.Band = append(r.Band, RemainFile{Path: c.Path, Bytes: c.Stored, Goes: gone})
			if !gone && r.First == nil {
				r.First = millis(spans[c.ID].First)
			}
		}
		out = append(out, r)
	}
	return out
}

// Delete carries out a plan that was shown: hold moves the files aside for seven
// days, purge removes them at once. A plan serves once, and only a mode that
// there is takes it.
func (d *ServerLogs) Delete(source, plan string, mode DeleteMode) (DeleteResult, error) {
	carryOut, ok := deleters[mode]
	if !ok {
		return DeleteResult{}, fault.New("delete", fault.Invalid, string(mode), "the modes are hold and purge", nil)
	}
	return d.act(source, "delete", func(ctx context.Context, o *opened, w rules.Witness) (hold.Result, error) {
		p, err := o.plans.take(plan)
		if err != nil {
			return hold.Result{}, err
		}
		return carryOut(ctx, p, w)
	})
}

var deleters = map[DeleteMode]func(context.Context, hold.Plan, rules.Witness) (hold.Result, error){
	DeleteHold:  hold.Hold,
	DeletePurge: hold.Delete,
}

// Undo puts the files of one deletion back.
func (d *ServerLogs) Undo(source, holdID string) (DeleteResult, error) {
	return d.act(source, "undo", func(ctx context.Context, o *opened, w rules.Witness) (hold.Result, error) {
		return hold.Undo(ctx, o.root(), holdID, w)
	})
}

// Purge removes the files of one deletion for good.
func (d *ServerLogs) Purge(source, holdID string) (DeleteResult, error) {
	return d.act(source, "purge", func(ctx context.Context, o *opened, w rules.Witness) (hold.Result, error) {
		return hold.Purge(ctx, o.root(), []string{holdID}, w)
	})
}

// Held lists what can still be restored.
func (d *ServerLogs) Held(source string) ([]HeldFile, error) {
	o, err := d.app.source(source)
	if err != nil {
		return nil, err
	}
	out := []HeldFile{}
	batches, err := o.held()
	for _, b := range batches {
		for _, f := range b.Files {
			out = append(out, HeldFile{
				HoldID: b.ID, Path: f.Path, Bytes: f.Size, HeldAt: b.HeldAt.UnixMilli(), Purge: b.PurgeAt.UnixMilli(), Actor: d.app.actorOf(f.Ref),
			})
		}
	}
	return out, err
}

// held is what lies under the root; a bundle holds nothing.
func (o *opened) held() ([]hold.Batch, error) {
	if !o.files.Live() {
		return nil, nil
	}
	if err := o.answers("list held files"); err != nil {
		return nil, err
	}
	return hold.List(o.root())
}

// act runs one change of files on an unlocked source.
func (d *ServerLogs) act(source, op string, f func(ctx context.Context, o *opened, w rules.Witness) (hold.Result, error)) (DeleteResult, error) {
	o, err := d.app.source(source)
	if err != nil {
		return DeleteResult{}, err
	}
	if err := o.operable(op); err != nil {
		return DeleteResult{}, err
	}
	w := d.app.fileWitness(o)
	res, err := d.app.caretaker.of(o.id).alone(func() (hold.Result, error) { return f(o.ctx, o, w) })
	w.end()
	o.touch()
	out := DeleteResult{HoldID: res.ID, Done: len(res.Done), Failed: []Notice{}}
	for _, m := range res.Done {
		out.Bytes += m.Size
	}
	for _, x := range res.Failed {
		out.Failed = append(out.Failed, notice(x.Path, x.Err))
	}
	d.app.filesChanged(o)
	return out, err
}
