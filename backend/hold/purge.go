package hold

import (
	"context"
	"os"
	"slices"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

// lowSpace: under a tenth of the disk the held files go before their date.
const lowSpace = 0.10

// Purge removes the files of the batches for good, oldest batch first. Only
// files that info.json lists are removed.
func Purge(ctx context.Context, root string, ids []string, w rules.Witness) (Result, error) {
	var all Result
	ids = slices.Clone(ids)
	slices.Sort(ids) // a ULID sorts by its time
	for _, id := range ids {
		out, err := empty(ctx, root, id, w, "purge", func(r *os.Root, b Batch, f File) (string, error) {
			if err := r.Remove(b.stored(f)); err != nil {
				return "", fault.New("purge", fault.KindOf(err), b.stored(f), "", err)
			}
			return "", nil
		})
		all.ID = id
		all.Done = append(all.Done, out.Done...)
		all.Failed = append(all.Failed, out.Failed...)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

// Delete removes the files of a plan for good: it holds them, with every check
// and record of a hold, and purges that batch.
func Delete(ctx context.Context, p Plan, w rules.Witness) (Result, error) {
	held, err := Hold(ctx, p, w)
	if err != nil || len(held.Done) == 0 {
		return held, err
	}
	purged, err := Purge(ctx, p.Root, []string{held.ID}, w)
	purged.Failed = append(held.Failed, purged.Failed...)
	return purged, err
}

// Due says which batches are to be purged now, oldest first: those whose date
// has come, and, while free space is under a tenth of total, more of the oldest
// until it would not be. Both are bytes of the volume; a total of 0 means that
// it is not known. Batches with a Problem are never due.
func Due(batches []Batch, now time.Time, free, total int64) []string {
	sorted := slices.Clone(batches)
	slices.SortFunc(sorted, func(a, b Batch) int { return a.HeldAt.Compare(b.HeldAt) })
	var ids []string
	for _, b := range sorted {
		low := total > 0 && float64(free) < lowSpace*float64(total)
		if b.Problem != "" || now.Before(b.PurgeAt) && !low {
			continue
		}
		ids = append(ids, b.ID)
		free += b.Bytes()
	}
	return ids
}
