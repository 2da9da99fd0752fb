package hold

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/rules"
)

// ArchiveDir is where archived copies go within a root. Scans skip it like Dir.
const ArchiveDir = ".cordwood-archive"

// Disposer does all three actions of a rule, for whoever cleans a folder: it
// deletes, holds for seven days, or moves to ArchiveDir. rules.Apply records
// each act around it, so it records nothing itself.
type Disposer struct{}

var _ rules.Disposer = Disposer{}

// Dispose looks at the copy by handle first, as Hold does.
func (Disposer) Dispose(ctx context.Context, dir string, c rules.Copy, action rules.Action) error {
	p, err := MakePlan(dir, []Candidate{{Path: c.Path, Size: c.Size, Modified: c.Modified, Live: c.Live, Info: c.Info}})
	if err != nil {
		return err
	}
	item := p.Items[0]
	if !item.Refused.None() {
		return fault.New("clean", item.Kind, c.Path, "", nil).Next(item.Refused)
	}
	root, err := fsx.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	switch action {
	case rules.Delete:
		if _, err := look(root, item); err != nil {
			return err
		}
		return unlink(root, "clean", c.Path)
	case rules.Hold:
		out, err := Hold(ctx, p, recorded{})
		if err == nil && len(out.Failed) > 0 {
			err = out.Failed[0].Err
		}
		return err
	case rules.Archive:
		return archive(root, item)
	}
	return fault.New("clean", fault.Unsupported, c.Path, "", fault.Say("action {0}", action))
}

// archive keeps the path of the copy below ArchiveDir, and never overwrites.
func archive(root *fsx.Root, item Item) error {
	name := filepath.FromSlash(item.Path)
	to := filepath.Join(ArchiveDir, name)
	if err := mkdirAll(root, filepath.Dir(to), 0o750); err != nil {
		return told("archive", to, err)
	}
	if _, err := lstatNoLinks(root, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, err := look(root, item); err != nil {
		return err
	}
	err := rename(root, "archive", name, to)
	if errors.Is(err, fs.ErrExist) {
		return fault.New("archive", fault.Conflict, item.Path, "another file of this name is archived already", err)
	}
	if err != nil {
		return told("archive", item.Path, err)
	}
	if err := syncDirs(root, filepath.Dir(to), filepath.Dir(name)); err != nil {
		return fault.New("archive", fault.KindOf(err), item.Path, "it was moved, but a power cut may undo that", err)
	}
	return nil
}

// recorded is the witness of an act that rules.Apply has recorded already.
type recorded struct{}

func (recorded) Intent(context.Context, rules.Act) (string, error) { return "", nil }
func (recorded) Outcome(context.Context, string, error) error      { return nil }
