package hold

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/oklog/ulid/v2"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
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
// without a durable record of the intent nothing is moved.
func Hold(ctx context.Context, p Plan, w rules.Witness) (Result, error) {
	return holdAt(ctx, p, w, time.Now())
}

func holdAt(ctx context.Context, p Plan, w rules.Witness, now time.Time) (Result, error) {
	var out Result
	r, err := os.OpenRoot(p.Root)
	if err != nil {
		return out, fault.New("hold", fault.KindOf(err), p.Root, "", err)
	}
	defer r.Close()
	p.Items = append([]Item(nil), p.Items...)
	p.refuseWritten()
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
func (b *Batch) take(ctx context.Context, r *os.Root, items []Item, w rules.Witness, out *Result) error {
	for i := range b.Files {
		f := &b.Files[i]
		ref, err := w.Intent(ctx, rules.Act{
			Op: "hold", Action: rules.Hold, Root: b.Root, Path: f.Path, To: filepath.ToSlash(b.stored(*f)),
			Size: f.Size, Modified: f.Modified, Reason: "deleted by hand",
		})
		if err != nil {
			b.close(ctx, w, b.Files[:i], err)
			return fault.New("hold", fault.KindOf(err), b.Root, "nothing is deleted that cannot be recorded", err)
		}
		f.Ref = ref
	}
	if err := b.make(r); err != nil {
		removeParts(r, b.ID)
		_ = r.Remove(filepath.Join(Dir, b.ID)) // empty, if it was made at all
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

// make creates the folders of the batch and its info.json, all durable.
func (b *Batch) make(r *os.Root) error {
	dir := filepath.Join(Dir, b.ID)
	if err := r.Mkdir(Dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fault.New("hold", fault.KindOf(err), filepath.Join(b.Root, Dir), "held files need a folder beside the logs", err)
	}
	if info, err := r.Lstat(Dir); err != nil || !info.IsDir() {
		return fault.New("hold", fault.Invalid, filepath.Join(b.Root, Dir), "a link or a file takes the name of the folder", err)
	}
	removeUnborn(r, b.HeldAt)
	err := r.Mkdir(dir, 0o700)
	if err == nil {
		err = errors.Join(atomicfile.SyncDir(r, "."), atomicfile.SyncDir(r, Dir))
	}
	if err != nil {
		return fault.New("hold", fault.KindOf(err), filepath.Join(b.Root, dir), "", err)
	}
	return b.write()
}

func (b *Batch) move(r *os.Root, item Item, f File) error {
	shown, err := look(r, item)
	if err != nil {
		return err
	}
	return b.rename(r, shown, f)
}

// rename moves the file that shown describes into the batch. A rename goes by
// name: when somebody swapped the file in the last microseconds, the wrong one
// goes back at once.
func (b *Batch) rename(r *os.Root, shown fs.FileInfo, f File) error {
	err := atomicfile.RenameNoReplace(r, filepath.FromSlash(f.Path), b.stored(f))
	if errors.Is(err, syscall.EXDEV) {
		return fault.New("hold", fault.Unsupported, f.Path, "it lies on another file system than the folder", err)
	}
	if err != nil {
		return fault.New("hold", fault.KindOf(err), f.Path, "", err)
	}
	moved, err := r.Lstat(b.stored(f))
	if err == nil && os.SameFile(moved, shown) {
		return nil
	}
	to, back := restore(r, *b, f)
	return fault.New("hold", fault.Changed, f.Path, "", errors.Join(err, back)).Next(fault.Say("another file took its name since it was shown; it is back as {0}", to))
}

// sync makes the move of a file durable in both folders. When it fails the file
// has moved all the same, so it is no failure of the file but ends the batch.
func (b *Batch) sync(r *os.Root, f File) error {
	err := errors.Join(atomicfile.SyncDir(r, filepath.Join(Dir, b.ID)), atomicfile.SyncDir(r, filepath.Dir(filepath.FromSlash(f.Path))))
	if err != nil {
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
func examine(ctx context.Context, r *os.Root, item Item) (File, error) {
	info, err := look(r, item)
	if err != nil {
		return File{}, err
	}
	f, err := r.Open(filepath.FromSlash(item.Path))
	if err != nil {
		return File{}, fault.New("hold", fault.KindOf(err), item.Path, "", err)
	}
	defer f.Close()
	if opened, err := f.Stat(); err != nil || !os.SameFile(opened, info) {
		return File{}, fault.New("hold", fault.Changed, item.Path, "another file took its name since it was shown", err)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, untilDone{ctx, f}); err != nil {
		return File{}, fault.New("hold", fault.Unreadable, item.Path, "", err)
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
