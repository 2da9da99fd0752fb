package rules

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

// Act is what a Witness is told: one file, before it is touched.
type Act struct {
	Op       string // "clean", "hold", "undo", "purge"
	Action   Action // of "clean"
	Root     string
	Path     string // within Root
	To       string // where it is moved within Root; empty when it is removed
	Size     int64
	Modified time.Time
	Reason   string // the rule that chose it: "5 over 30"
}

// Witness records what is done to files. No record, no act: when Intent fails
// the file stays. Its methods are called one after the other, but for the Outcome
// of an act that a share did not answer: it comes when it is known, from another
// goroutine, and until then the record is open.
type Witness interface {
	// Intent is durable when it returns; ref names the record.
	Intent(ctx context.Context, act Act) (ref string, err error)
	// Outcome ends the record: err is nil when the act was done, and has a
	// *fault.Unanswered in it when nobody will know.
	Outcome(ctx context.Context, ref string, err error) error
}

// Disposer does the act in the folder dir. It must refuse a file that is not the
// one of c any more with fault.Changed, never follow a link, and never leave dir.
type Disposer interface {
	Dispose(ctx context.Context, dir string, c Copy, action Action) error
}

// Report is what Apply did.
type Report struct {
	Done   []Item
	Failed []Failure
	Bytes  int64 // of Done
}

// Failure is one item that stayed, and why.
type Failure struct {
	Item Item
	Err  error
}

// Apply carries out what may go without a person; after Accept that is all. It
// checks every file again first: one that is gone, or of another size, time or
// identity, is not touched and reported as Failed. It stops with an error when
// ctx ends, between two files, when the witness fails, and when a share does not
// answer: whether the last of Failed is gone is then not known; see Settle.
func Apply(ctx context.Context, p Plan, w Witness, d Disposer) (Report, error) {
	var report Report
	items := p.Automatic()
	if len(items) == 0 {
		return report, nil
	}
	root, err := fsx.OpenRoot(p.Root)
	if err != nil {
		return report, err
	}
	defer root.Close()
	for _, item := range items {
		if err := ctx.Err(); err != nil {
			return report, fault.New("clean", fault.Stopped, p.Root, "", err)
		}
		err, stop := applyOne(ctx, root, p.Root, item, w, d)
		if err == nil {
			report.Done = append(report.Done, item)
			report.Bytes += item.Copy.Size
		} else {
			report.Failed = append(report.Failed, Failure{item, err})
		}
		if stop != nil {
			return report, stop
		}
	}
	return report, nil
}

// applyOne returns why the item stayed, and why the run must end.
func applyOne(ctx context.Context, root *fsx.Root, dir string, item Item, w Witness, d Disposer) (stayed, stop error) {
	c := item.Copy
	if err := recheck(root, dir, c); err != nil {
		return err, nil
	}
	act := Act{
		Op: "clean", Action: item.Action, Root: dir, Path: c.Path,
		Size: c.Size, Modified: c.Modified, Reason: item.Reason.String(),
	}
	ref, err := w.Intent(ctx, act)
	if err != nil {
		return err, fault.New("clean", fault.KindOf(err), dir, "nothing is cleaned that cannot be recorded", err)
	}
	stayed = d.Dispose(ctx, dir, c, item.Action)
	if fault.IsUnanswered(stayed) != nil {
		Settle(ctx, w, ref, act, stayed)
		return stayed, stayed
	}
	// The outcome is recorded even when the run was cancelled meanwhile.
	if err := w.Outcome(context.WithoutCancel(ctx), ref, stayed); err != nil {
		stop = fault.New("clean", fault.KindOf(err), dir, "nothing is cleaned that cannot be recorded", err)
	}
	return stayed, stop
}

// recheck compares the file with what the plan was made from.
func recheck(root *fsx.Root, dir string, c Copy) error {
	name := filepath.FromSlash(c.Path)
	path := filepath.Join(dir, name)
	if c.Live || !filepath.IsLocal(name) {
		return fault.New("clean", fault.Invalid, path, "live files and files outside the folder stay", nil)
	}
	info, err := root.Lstat(c.Path)
	if err != nil {
		return err
	}
	var why fault.Said
	switch {
	case !info.Mode().IsRegular():
		why = fault.Say("it is no regular file")
	case info.Size() != c.Size:
		why = fault.Say("its size changed")
	case !info.ModTime().Equal(c.Modified):
		why = fault.Say("it was written")
	case c.Info != nil && !os.SameFile(info, c.Info):
		why = fault.Say("another file took its name")
	default:
		return nil
	}
	return fault.New("clean", fault.Changed, path, "look at the plan again", why)
}
