package app

import (
	"encoding/json"
	"fmt"

	"cordwood/backend/fault"
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
	held, err := o.heldBy()
	if err != nil {
		return nil, err
	}
	res, err := o.store.Audit(o.ctx, store.Filter{Source: o.id, Query: query.Is("verb", "clean"), Desc: true})
	if err != nil {
		return nil, err
	}
	rows, err := res.Page(o.ctx, 0, 2*cleanedTold) // a server writes two a file
	return cleanedFiles(rows, held), err
}

// heldBy is the batch that holds a file, by the path that it had.
func (o *opened) heldBy() (map[string]string, error) {
	batches, err := o.held()
	by := map[string]string{}
	for _, b := range batches {
		for _, f := range b.Files {
			by[f.Path] = b.ID
		}
	}
	return by, err
}

// cleanedFiles makes one of each file's records; rows are the newest first.
func cleanedFiles(rows []store.AuditEvent, held map[string]string) []CleanedFile {
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
		if f.Outcome == "ok" {
			f.HoldID = held[f.Path]
			delete(held, f.Path) // an older file of that name is another one
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
	}
	switch r.Outcome {
	case "ok", "success":
		f.Outcome = "ok"
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
