package hold

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/oklog/ulid/v2"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/rules"
)

// Result is what Hold, Undo or Purge did.
type Result struct {
	ID     string // of the batch; of Purge the last
	Done   []Moved
	Failed []Failure
}

// Moved is one file that was held, restored or purged.
type Moved struct {
	Path string // within the root, where it was before a hold
	To   string // within the root; empty when it was purged
	Size int64
}

// Failure is one file that stayed where it was, and why.
type Failure struct {
	Path string
	Err  error
}

// Hold moves the files of a plan that are not refused into a new batch. Every
// file is looked at again, by handle, right before it moves; one that is not
// what was shown is skipped and listed in Failed. Cancelling ctx stops between
// two files: what is held stays held. The error is for the batch as a whole;
// without a durable record of the intent nothing is moved. Where a share does not
// answer, the batch ends: of the file whose move had no answer the Failure has a
// *fault.Unanswered in it, and its record ends when that is known.
func Hold(ctx context.Context, p Plan, w rules.Witness) (Result, error) {
	return holdAt(ctx, p, w, time.Now())
}

func holdAt(ctx context.Context, p Plan, w rules.Witness, now time.Time) (Result, error) {
	var out Result
	r, err := fsx.OpenRoot(p.Root)
	if err != nil {
		return out, err
	}
	defer r.Close()
	p.Items = append([]Item(nil), p.Items...)
	if err := p.refuseWritten(); err != nil {
		return out, err
	}
	b := Batch{Version: infoVersion, ID: ulid.Make().String(), Root: p.Root, HeldAt: now.UTC(), PurgeAt: now.Add(keepFor).UTC()}
	var items []Item
	for _, item := range p.Items {
		if !item.Refused.None() {
			out.fail(item.Path, fault.New("hold", item.Kind, item.Path, "", nil).Next(item.Refused))
			continue
		}
		f, err := examine(ctx, r, item)
		if ctx.Err() != nil {
			return out, stopped(ctx, p.Root)
		}
		if err != nil {
			out.fail(item.Path, err)
			continue
		}
		f.Stored = storedName(len(b.Files), item.Path)
		b.Files, items = append(b.Files, f), append(items, item)
	}
	if len(items) == 0 {
		return out, nil
	}
	out.ID = b.ID
	return out, b.take(ctx, r, items, w, &out)
}

// take records the intents, writes info.json and moves the files.
func (b *Batch) take(ctx context.Context, r *fsx.Root, items []Item, w rules.Witness, out *Result) error {
	for i := range b.Files {
		f := &b.Files[i]
		ref, err := w.Intent(ctx, b.act(*f))
		if err != nil {
			b.close(ctx, w, b.Files[:i], err)
			return fault.New("hold", fault.KindOf(err), b.Root, "nothing is deleted that cannot be recorded", err)
		}
		f.Ref = ref
	}
	if err := b.make(r); err != nil {
		removeParts(r, b.ID)
		_ = remove(r, filepath.Join(Dir, b.ID)) // empty, if it was made at all
		b.close(ctx, w, b.Files, err)
		return err
	}
	var held []File
	var failed error
	for i, f := range b.Files {
		if ctx.Err() != nil || failed != nil {
			b.close(ctx, w, b.Files[i:], errors.Join(ctx.Err(), failed))
			break
		}
		err := b.move(r, items[i], f)
		if u := fault.IsUnanswered(err); u != nil {
			// info.json lists them all: what is not in the batch was not moved.
			out.fail(f.Path, err)
			rest := b.Files[i+1:]
			b.close(ctx, w, rest, u.Err)
			for _, f := range rest {
				out.fail(f.Path, u.Err)
			}
			rules.Settle(ctx, w, f.Ref, b.act(f), err)
			return nil
		}
		if err != nil {
			out.fail(f.Path, err)
		} else {
			held = append(held, f)
			out.Done = append(out.Done, Moved{f.Path, filepath.ToSlash(b.stored(f)), f.Size})
			failed = b.sync(r, f)
		}
		if e := w.Outcome(context.WithoutCancel(ctx), f.Ref, err); e != nil && failed == nil {
			failed = fault.New("hold", fault.KindOf(e), b.Root, "nothing more is deleted that cannot be recorded", e)
		}
	}
	if failed == nil && ctx.Err() != nil {
		failed = stopped(ctx, b.Root)
	}
	all := len(held) == len(b.Files)
	b.Files = held
	if !all {
		failed = errors.Join(failed, b.finish(r))
	}
	return failed
}

// act is the move of a file into the batch, for the record.
func (b *Batch) act(f File) rules.Act {
	return rules.Act{
		Op: "hold", Action: rules.Hold, Root: b.Root, Path: f.Path, To: filepath.ToSlash(b.stored(f)),
		Size: f.Size, Modified: f.Modified, Reason: "deleted by hand",
	}
}

// make creates the folders of the batch and its info.json, all durable.
func (b *Batch) make(r *fsx.Root) error {
	dir := filepath.Join(Dir, b.ID)
	if err := mkdir(r, Dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return fault.New("hold", fault.KindOf(err), filepath.Join(b.Root, Dir), "held files need a folder beside the logs", err)
	}
	if info, err := r.Lstat(Dir); err != nil || !info.IsDir() {
		return fault.New("hold", fault.Invalid, filepath.Join(b.Root, Dir), "a link or a file takes the name of the folder", err)
	}
	removeUnborn(r, b.HeldAt)
	err := mkdir(r, dir)
	if err == nil {
		err = syncDirs(r, ".", Dir)
	}
	if err != nil {
		return fault.New("hold", fault.KindOf(err), filepath.Join(b.Root, dir), "", err)
	}
	return b.write(r)
}

func mkdir(r *fsx.Root, name string) error {
	return r.Do("make folder", name, func(root *os.Root) error { return root.Mkdir(name, 0o700) })
}

// syncDirs makes the names in the folders durable.
func syncDirs(r *fsx.Root, dirs ...string) error {
	var all error
	for _, dir := range dirs {
		all = errors.Join(all, r.Do("sync", dir, func(root *os.Root) error { return atomicfile.SyncDir(root, dir) }))
	}
	return all
}

func (b *Batch) move(r *fsx.Root, item Item, f File) error {
	shown, err := look(r, item)
	if err != nil {
		return err
	}
	return b.rename(r, shown, f)
}

// rename moves the file that shown describes into the batch. A rename goes by
// name: when somebody swapped the file in the last microseconds, the wrong one
// goes back at once.
func (b *Batch) rename(r *fsx.Root, shown fs.FileInfo, f File) error {
	err := rename(r, "hold", filepath.FromSlash(f.Path), b.stored(f))
	if errors.Is(err, syscall.EXDEV) {
		return fault.New("hold", fault.Unsupported, f.Path, "it lies on another file system than the folder", err)
	}
	if err != nil {
		return told("hold", f.Path, err)
	}
	moved, err := r.Lstat(b.stored(f))
	if err == nil && os.SameFile(moved, shown) {
		return nil
	}
	if fault.KindOf(err) == fault.Away { // it was moved, and which it was nobody saw
		return fault.New("hold", fault.Away, f.Path, "", &fault.Unanswered{Err: err})
	}
	to, back := restore(r, *b, f)
	return fault.New("hold", fault.Changed, f.Path, "", errors.Join(err, back)).Next(fault.Say("another file took its name since it was shown; it is back as {0}", to))
}

// rename moves a file within the root, never over another.
func rename(r *fsx.Root, op, from, to string) error {
	return r.Change(op, from, func(root *os.Root) error { return atomicfile.RenameNoReplace(root, from, to) })
}

// told makes a fault of what the system says; what is one already stays.
func told(op, name string, err error) error {
	if f := (*fault.Error)(nil); err == nil || errors.As(err, &f) {
		return err
	}
	return fault.New(op, fault.KindOf(err), name, "", err)
}

// sync makes the move of a file durable in both folders. When it fails the file
// has moved all the same, so it is no failure of the file but ends the batch.
func (b *Batch) sync(r *fsx.Root, f File) error {
	if err := syncDirs(r, filepath.Join(Dir, b.ID), filepath.Dir(filepath.FromSlash(f.Path))); err != nil {
		return fault.New("hold", fault.KindOf(err), f.Path, "it was moved, but a power cut may undo that", err)
	}
	return nil
}

// close ends the intents of files that were not touched.
func (b *Batch) close(ctx context.Context, w rules.Witness, files []File, why error) {
	for _, f := range files {
		// When the witness cannot write this either, its own start finds the
		// open intent and looks at the file.
		_ = w.Outcome(context.WithoutCancel(ctx), f.Ref, why)
	}
}

// examine looks at the file and hashes what it holds.
func examine(ctx context.Context, r *fsx.Root, item Item) (File, error) {
	info, err := look(r, item)
	if err != nil {
		return File{}, err
	}
	f, err := r.Open(item.Path)
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	if opened, err := f.Stat(); err != nil || !os.SameFile(opened, info) {
		return File{}, fault.New("hold", fault.Changed, item.Path, "another file took its name since it was shown", err)
	}
	sum := sha256.New()
	if _, err := io.CopyBuffer(sum, untilDone{ctx, io.NewSectionReader(f, 0, math.MaxInt64)}, make([]byte, hashBytes)); err != nil {
		return File{}, err
	}
	return File{
		Path: item.Path, Size: info.Size(), Mode: info.Mode(), Modified: info.ModTime(),
		SHA256: hex.EncodeToString(sum.Sum(nil)),
	}, nil
}

// untilDone is a reader that ends with its context.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

func (r *Result) add(other Result) {
	r.ID = other.ID
	r.Done = append(r.Done, other.Done...)
	r.Failed = append(r.Failed, other.Failed...)
}

func (r *Result) fail(path string, err error) {
	r.Failed = append(r.Failed, Failure{path, err})
}

func stopped(ctx context.Context, root string) error {
	return fault.New("hold", fault.Stopped, root, "", ctx.Err())
}
