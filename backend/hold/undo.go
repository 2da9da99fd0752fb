package hold

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/rules"
)

// maxRestored bounds the search for a free name.
const maxRestored = 10_000

// Undo moves the files of a batch back to where they were. A name that is taken
// meanwhile is never overwritten: the file comes back as <name>.restored-1, or
// the next free number. Bytes, mode and times are as they were. Files that could
// not be moved stay held.
func Undo(ctx context.Context, root, id string, w rules.Witness) (Result, error) {
	return emptying{op: "undo", act: restore}.run(ctx, root, id, w)
}

// emptying is one way in which the files of a batch leave it.
type emptying struct {
	op     string // as the trail calls it
	reason string // for the trail, where no person asked
	act    func(*fsx.Root, Batch, File) (to string, err error)
}

// run does the act with each file of a batch, recorded before and after, and
// then writes what is left of the batch. It ends where a share does not answer, as
// Hold does; info.json then lists more than lies there, which every look drops.
func (e emptying) run(ctx context.Context, root, id string, w rules.Witness) (Result, error) {
	out := Result{ID: id}
	root, err := filepath.Abs(root)
	if err != nil {
		return out, fault.New(e.op, fault.Invalid, root, "", err)
	}
	r, err := fsx.OpenRoot(root)
	if err != nil {
		return out, err
	}
	defer r.Close()
	b, err := readBatch(r, id)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(e.op, fault.NotFound, id, "look at the held files again; it was restored or purged already", fs.ErrNotExist)
	}
	if err != nil {
		return out, err
	}
	b.Root = root // the folder may have moved since
	var left []File
	var stop error
	for i, f := range b.Files {
		if stop == nil && ctx.Err() != nil {
			stop = fault.New(e.op, fault.Stopped, root, "", ctx.Err())
		}
		if stop != nil {
			left = append(left, f)
			continue
		}
		var stayed error
		if stayed, stop = e.one(ctx, r, b, f, w, &out); stayed != nil {
			left = append(left, f)
			out.fail(f.Path, stayed)
		}
		if u := fault.IsUnanswered(stayed); u != nil {
			for _, f := range b.Files[i+1:] {
				out.fail(f.Path, u.Err)
			}
			return out, nil
		}
	}
	b.Files = left
	return out, errors.Join(stop, b.finish(r))
}

func (e emptying) one(ctx context.Context, r *fsx.Root, b Batch, f File, w rules.Witness, out *Result) (stayed, stop error) {
	act := rules.Act{
		Op: e.op, Root: b.Root, Path: filepath.ToSlash(b.stored(f)), To: f.Path, Size: f.Size, Modified: f.Modified, Reason: e.reason,
	}
	ref, err := w.Intent(ctx, act)
	if err != nil {
		stop = fault.New(e.op, fault.KindOf(err), b.Root, "nothing is touched that cannot be recorded", err)
		return stop, stop
	}
	to, stayed := e.act(r, b, f)
	if fault.IsUnanswered(stayed) != nil {
		act.To = "" // it may come back under another name: that it is gone from here tells
		rules.Settle(ctx, w, ref, act, stayed)
		return stayed, nil
	}
	if stayed == nil {
		out.Done = append(out.Done, Moved{f.Path, to, f.Size})
		stop = b.sync(r, File{Path: to, Stored: f.Stored})
	}
	if err := w.Outcome(context.WithoutCancel(ctx), ref, stayed); err != nil && stop == nil {
		stop = fault.New(e.op, fault.KindOf(err), b.Root, "nothing more is touched that cannot be recorded", err)
	}
	return stayed, stop
}

func restore(r *fsx.Root, b Batch, f File) (string, error) {
	name := filepath.FromSlash(f.Path)
	if err := mkdirAll(r, filepath.Dir(name), 0o755); err != nil {
		return "", told("undo", f.Path, err)
	}
	to := name
	for i := 1; i <= maxRestored; i++ {
		if _, err := lstatNoLinks(r, to); fault.KindOf(err) == fault.Invalid {
			return "", err
		}
		err := rename(r, "undo", b.stored(f), to)
		if err == nil {
			return filepath.ToSlash(to), nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", told("undo", f.Path, err)
		}
		to = fmt.Sprintf("%s.restored-%d", name, i)
	}
	return "", fault.New("undo", fault.Limit, f.Path, "too many restored files of this name", nil)
}

func mkdirAll(r *fsx.Root, dir string, perm fs.FileMode) error {
	return r.Do("make folder", dir, func(root *os.Root) error { return root.MkdirAll(dir, perm) })
}
