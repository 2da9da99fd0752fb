package app

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/rules"
	"cordwood/backend/store"
	"cordwood/backend/trail"
)

// witnessed does an act between its intent and its outcome in the trail. Without
// a record it does nothing. o is the source it is about, nil where it is about none
// or ends it.
func (a *App) witnessed(o *opened, op, target string, args any, act func(ctx context.Context) error) error {
	ref, err := a.trail.Intent(op, target, args)
	if err != nil {
		return err
	}
	ctx := a.ctx
	if o != nil {
		ctx = o.ctx
	}
	err = act(ctx)
	if u := fault.IsUnanswered(err); u != nil {
		// When the trail cannot write it, its next start finds the open intent.
		go func() { _ = a.recorded(o, ref, u.Wait(ctx)) }()
		return err
	}
	recorded := a.recorded(o, ref, err)
	if err != nil {
		return err
	}
	return recorded
}

// recorded writes how an act ended.
func (a *App) recorded(o *opened, ref int64, err error) error {
	recorded := a.trail.Outcome(ref, outcomeOf(err), nil)
	if o != nil {
		a.mirror(o)
	}
	return recorded
}

// The words before the reason in an outcome that is not "ok".
const (
	failedBecause  = "failed: "
	unknownBecause = "unknown: " // a share gave no answer, and nobody looks any more
)

func outcomeOf(err error) string {
	switch {
	case err == nil:
		return "ok"
	case fault.KindOf(err) == fault.Away && fault.IsUnanswered(err) != nil:
		return unknownBecause + err.Error()
	}
	return failedBecause + err.Error()
}

// fileWitness records the acts on files of one run, in the words of rules.
type fileWitness struct {
	app  *App
	o    *opened
	over atomic.Bool // the run is; what comes now was not known at its end
}

func (a *App) fileWitness(o *opened) *fileWitness { return &fileWitness{app: a, o: o} }

func (w *fileWitness) end() { w.over.Store(true) }

// Intent is the record before the act.
func (w *fileWitness) Intent(_ context.Context, act rules.Act) (string, error) {
	ref, err := w.app.trail.Intent(act.Op, act.Root+"/"+act.Path, act)
	return strconv.FormatInt(ref, 10), err
}

// Outcome ends a record; when the run is over the desks are told.
func (w *fileWitness) Outcome(_ context.Context, ref string, err error) error {
	n, bad := strconv.ParseInt(ref, 10, 64)
	if bad != nil {
		return fault.New("record outcome", fault.Internal, ref, "", bad)
	}
	err = w.app.trail.Outcome(n, outcomeOf(err), nil)
	if w.over.Load() {
		w.app.filesChanged(w.o)
	}
	return err
}

// filesChanged tells the desks of acts on a source's files.
func (a *App) filesChanged(o *opened) {
	a.mirror(o)
	a.hub.emit(Tick{Kind: "source", ID: string(o.id)})
}

// TrailLine is one act of Cordwood: its intent with the outcome that followed.
type TrailLine struct {
	Seq     int64     `json:"seq"`
	Time    time.Time `json:"time"`
	Actor   string    `json:"actor"`
	Host    string    `json:"host"`
	Op      string    `json:"op"`
	Target  string    `json:"target"`
	Args    string    `json:"args"`
	Outcome string    `json:"outcome"` // ok, "failed: ...", "unknown: ...", "" while it is under way or not known yet
}

// TrailEntries lists acts, newest first, at most n.
func (a *App) TrailEntries(n int) ([]TrailLine, error) {
	size, err := a.trail.Size()
	if err != nil {
		return nil, err
	}
	out := []TrailLine{}
	outcomes := map[int64]string{}
	for to := size; to > 0 && len(out) < n; to -= trailPage {
		from := max(to-trailPage+1, 1)
		entries, err := a.trail.List(from, int(to-from+1))
		if err != nil {
			return nil, err
		}
		for i := len(entries) - 1; i >= 0 && len(out) < n; i-- {
			e := entries[i]
			switch e.Phase {
			case trail.OutcomeOf:
				outcomes[e.Ref] = e.Outcome
			case trail.IntentRow:
				out = append(out, TrailLine{Seq: e.Seq, Time: e.Time, Actor: e.Actor, Host: e.Host, Op: e.Op, Target: e.Target, Args: e.Args, Outcome: outcomes[e.Seq]})
			}
		}
	}
	return out, nil
}

// trailPage is how many rows are read at a time, from the end.
const trailPage = 500

// outcomeWord is an act's outcome in the words of the audit desk.
func outcomeWord(outcome string) (word, reason string) {
	for _, because := range []string{failedBecause, unknownBecause} {
		if reason, ok := strings.CutPrefix(outcome, because); ok {
			return strings.TrimSuffix(because, ": "), reason
		}
	}
	return outcome, ""
}

// trailFile is the file id under which acts stand among a source's operations.
const trailFile = "cordwood-trail"

// mirror puts what Cordwood did to a source among the source's operations, so
// that the audit desk shows both. The trail itself stays the proof.
func (a *App) mirror(o *opened) {
	if o.store == nil {
		return
	}
	for more := true; more; {
		var err error
		if more, err = a.mirrorTrail(o); err != nil {
			a.log.Warn().Err(err).Msg("the audit desk does not show the last acts")
		}
	}
	a.hub.emit(Tick{Kind: "audit", ID: string(o.id)})
}

// mirrorTrail takes in the acts that ended in the next page of the trail, wherever
// they began; more says that there may be a further one.
func (a *App) mirrorTrail(o *opened) (more bool, err error) {
	at, err := o.store.Position(o.ctx, o.id, trailFile)
	if err != nil {
		return false, err
	}
	from := at.Offset
	entries, err := a.trail.List(int64(from)+1, trailPage)
	if err != nil {
		return false, err
	}
	batch := store.Batch{Source: o.id, File: store.File{ID: trailFile, Path: "Cordwood", Family: trailFile}, From: from, To: from}
	intents := map[int64]trail.Entry{}
	for _, e := range entries {
		batch.To = event.Offset(e.Seq)
		switch e.Phase {
		case trail.IntentRow:
			intents[e.Seq] = e
		case trail.OutcomeOf:
			if !within(e.Target, o.root()) {
				continue
			}
			intent, ok := intents[e.Ref]
			if !ok { // it began before this page
				before, err := a.trail.List(e.Ref, 1)
				if err != nil || len(before) == 0 {
					return false, err
				}
				intent = before[0]
			}
			batch.Audit = append(batch.Audit, ownAct(intent, e))
		}
	}
	return len(entries) == trailPage, o.reading.Keep(o.ctx, batch)
}

// within reports whether a path is the folder or lies in it: /logs2 is not in /logs.
func within(path, folder string) bool {
	rest, ok := strings.CutPrefix(filepath.ToSlash(path), strings.TrimSuffix(filepath.ToSlash(folder), "/"))
	return ok && (rest == "" || rest[0] == '/')
}

// actorOf is who did the act of a record, "" when this trail does not know it:
// the file may have been held from another computer.
func (a *App) actorOf(ref string) string {
	n, err := strconv.ParseInt(ref, 10, 64)
	if err != nil {
		return ""
	}
	entries, err := a.trail.List(n, 1)
	if err != nil || len(entries) == 0 {
		return ""
	}
	return entries[0].Actor
}
