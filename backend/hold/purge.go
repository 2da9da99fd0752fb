package hold

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/rules"
)

// Purge removes the files of the batches for good, oldest batch first. Only
// files that info.json lists are removed.
func Purge(ctx context.Context, root string, ids []string, w rules.Witness) (Result, error) {
	var all Result
	ids = slices.Clone(ids)
	slices.Sort(ids) // a ULID sorts by its time
	for _, id := range ids {
		out, err := emptying{op: "purge", act: purge}.run(ctx, root, id, w)
		all.add(out)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

func purge(r *fsx.Root, b Batch, f File) (string, error) { return "", unlink(r, "purge", b.stored(f)) }

// unlink removes a file for good.
func unlink(r *fsx.Root, op, name string) error {
	return told(op, name, r.Change(op, name, func(root *os.Root) error { return root.Remove(filepath.FromSlash(name)) }))
}

// PurgeDue purges one batch that MakeDue found, with nobody looking. So it looks
// more closely than Purge: a batch whose date was moved since stays, and so does
// a file that is not as it was when it was held.
func PurgeDue(ctx context.Context, root string, d Due, w rules.Witness) (Result, error) {
	return emptying{op: "purge", reason: d.Reason, act: func(r *fsx.Root, b Batch, f File) (string, error) {
		if !b.PurgeAt.Equal(d.PurgeAt) || !b.HeldAt.Equal(d.HeldAt) {
			return "", fault.New("purge", fault.Changed, b.stored(f), "its date was moved meanwhile", nil)
		}
		info, err := lstatNoLinks(r, b.stored(f))
		if err != nil {
			return "", err
		}
		if !info.Mode().IsRegular() || info.Size() != f.Size || !info.ModTime().Equal(f.Modified) {
			return "", fault.New("purge", fault.Changed, b.stored(f), "it changed since it was held; look at it, then restore or purge it by hand", nil)
		}
		return purge(r, b, f)
	}}.run(ctx, root, d.ID, w)
}

// Delete removes the files of a plan for good: it holds them, with every check
// and record of a hold, and purges that batch. The ID is that of a batch in which
// something is left: what a share did not answer is not known, and nothing is purged.
func Delete(ctx context.Context, p Plan, w rules.Witness) (Result, error) {
	held, err := Hold(ctx, p, w)
	unknown := slices.ContainsFunc(held.Failed, func(f Failure) bool { return fault.IsUnanswered(f.Err) != nil })
	if err != nil || len(held.Done) == 0 || unknown {
		return held, err
	}
	purged, err := Purge(ctx, p.Root, []string{held.ID}, w)
	if err == nil && len(purged.Failed) == 0 {
		purged.ID = ""
	}
	purged.Failed = append(held.Failed, purged.Failed...)
	return purged, err
}
