package app

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"cordwood/backend/fault"
	"cordwood/backend/hold"
	"cordwood/backend/query"
	"cordwood/backend/rules"
	"cordwood/backend/store"
)

// cleanedTold is how many of the last cleaned files are told.
const cleanedTold = 200

// Cleaned lists the files that a rule took, the newest first: those that Cordwood
// cleaned here, as its trail tells, and those that the server cleaned, as its audit
// log does. What is held can be restored.
func (d *Rules) Cleaned(source string) ([]CleanedFile, error) {
	o, err := d.app.source(source)
	if err != nil {
		return nil, err
	}
	if o.store == nil {
		return []CleanedFile{}, nil
	}
	held, err := o.heldByRules()
	if err != nil {
		return nil, err
	}
	res, err := o.store.Audit(o.ctx, store.Filter{Source: o.id, Query: query.Is("verb", "clean"), Desc: true})
	if err != nil {
		return nil, err
	}
	rows, err := res.Page(o.ctx, 0, 2*cleanedTold) // a server writes two a file
	files := cleanedFiles(rows)
	restorable(files, held)
	return files, err
}

// heldByRules are the batches that a cleaning made, by the path that their file had. What
// a person held has a record of its own in the trail, which a cleaning's does not need.
func (o *opened) heldByRules() (map[string][]hold.Batch, error) {
	batches, err := o.held()
	by := map[string][]hold.Batch{}
	for _, b := range batches {
		for _, f := range b.Files {
			if f.Ref == "" {
				by[f.Path] = append(by[f.Path], b)
			}
		}
	}
	return by, err
}

// restorable gives each batch to the record of its cleaning: of those of its path the
// one nearest in time, for numbered names come again.
func restorable(files []CleanedFile, held map[string][]hold.Batch) {
	of := map[string][]int{}
	for i, f := range files {
		if f.Outcome == "ok" && f.At != nil && f.Archived == "" {
			of[f.Path] = append(of[f.Path], i)
		}
	}
	for path, batches := range held {
		for _, b := range batches {
			away := func(i int) int64 { return max(*files[i].At-b.HeldAt.UnixMilli(), b.HeldAt.UnixMilli()-*files[i].At) }
			if n := of[path]; len(n) > 0 {
				files[slices.MinFunc(n, func(i, j int) int { return cmp.Compare(away(i), away(j)) })].HoldID = b.ID
			}
		}
	}
}

// cleanedFiles makes one of each file's records; rows are the newest first.
func cleanedFiles(rows []store.AuditEvent) []CleanedFile {
	files := []CleanedFile{}
	begun := map[string]int{} // files whose intent comes next, by path
	for _, r := range rows {
		f := cleanedFile(r)
		if i, ok := begun[f.Path]; ok && r.Outcome == "intent" {
			files[i].Why = f.Why
			delete(begun, f.Path)
			continue
		}
		if len(files) == cleanedTold {
			break
		}
		if r.Role != ownRole && r.Outcome != "intent" {
			begun[f.Path] = len(files)
		}
		files = append(files, f)
	}
	return files
}

func cleanedFile(r store.AuditEvent) CleanedFile {
	f := CleanedFile{At: millis(r.Time), Path: r.Target, By: r.Account, Why: written(fault.Said{}, ""), Failed: written(fault.Said{}, "")}
	var act rules.Act
	if r.Role == ownRole && json.Unmarshal([]byte(r.Raw), &act) == nil {
		f.Path, f.Bytes, f.Why = act.Path, act.Size, excessSaid(act.Reason)
	} else {
		var after struct{ Action rules.Action }
		_ = json.Unmarshal([]byte(r.After), &after) // older servers wrote none
		act.Action = after.Action
	}
	switch r.Outcome {
	case "ok", "success":
		f.Outcome = "ok"
		if act.Action == rules.Archive {
			f.Archived = hold.ArchiveDir + "/" + f.Path
		}
	case "intent": // and nobody knows what became of it
		f.Why = excessSaid(r.Reason)
	default:
		f.Outcome, f.Failed = "failed", written(fault.Said{}, r.Reason)
	}
	return f
}

// excessSaid is the reason of a plan, which stands in records as text.
func excessSaid(reason string) Said {
	var over, keep int
	if n, _ := fmt.Sscanf(reason, "%d over %d", &over, &keep); n == 2 {
		return said(fault.Say("{0} over {1}", over, keep))
	}
	return written(fault.Said{}, reason)
}
