package rules

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
)

// loadSmall reads one of the JSON files in which windows and servers talk to each
// other beside the logs. Unlike the rule file it deletes nothing, so what a newer
// program adds to it is passed over.
func loadSmall[T any](dir, name string) (T, error) {
	var v, none T
	data, err := readSmall(dir, name)
	if err != nil {
		return none, err
	}
	if len(data) > maxFileBytes {
		return none, fault.New("read status", fault.Limit, filepath.Join(dir, name), "", nil)
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return none, fault.New("read status", fault.Damaged, filepath.Join(dir, name), "the server writes it anew at its next change", err)
	}
	return v, nil
}

// updateSmall reads such a file, lets change alter it, and writes it back, all
// under the lock of the folder; when change does not keep it, it is removed. One
// that is damaged or missing starts empty.
func updateSmall[T any](ctx context.Context, dir, name string, change func(*T) (keep bool)) error {
	unlock, err := lock(ctx, dir)
	if err != nil {
		return err
	}
	defer unlock()
	v, err := loadSmall[T](dir, name)
	switch fault.KindOf(err) {
	case "", fault.NotFound, fault.Damaged, fault.Limit:
	default:
		return err
	}
	keep := change(&v)
	data, err := json.MarshalIndent(v, "", "  ")
	path := filepath.Join(dir, name)
	if err != nil {
		return fault.New("write status", fault.Internal, path, "", err)
	}
	return within(dir, "write status", func() error {
		if keep {
			return atomicfile.Write(path, append(data, '\n'), filePerm)
		}
		if err := os.Remove(path); fault.KindOf(err) != fault.NotFound {
			return err
		}
		return nil
	})
}
