package hold

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/internal/fsx"
)

const (
	infoName    = "info.json"
	infoVersion = 1
	// maxInfo bounds what is read of one info.json: a hundred thousand files.
	maxInfo = 64 << 20
	// maxNames bounds a listing of held files.
	maxNames = 1 << 20
)

// File is one held file.
type File struct {
	Path     string      `json:"path"`   // where it was, within the root
	Stored   string      `json:"stored"` // its name in the batch
	Size     int64       `json:"size"`
	Mode     fs.FileMode `json:"mode"`
	Modified time.Time   `json:"modified"`
	SHA256   string      `json:"sha256"`
	Ref      string      `json:"ref"` // of the intent in the trail
}

// Batch is what one deletion holds.
type Batch struct {
	Version int       `json:"version"`
	ID      string    `json:"id"`
	Root    string    `json:"root"`
	HeldAt  time.Time `json:"held_at"`
	PurgeAt time.Time `json:"purge_at"`
	Files   []File    `json:"files"`
	// Problem says why the batch cannot be read; it is then neither undone nor
	// purged, and a person must look.
	Problem fault.Said `json:"-"`

	// away are files that info.json lists and that were not there when it was read: never
	// moved, back, or of a move that a share answers late. Their lines stay.
	away []File
}

// Bytes is the space that a purge of the batch frees.
func (b Batch) Bytes() int64 {
	var sum int64
	for _, f := range b.Files {
		sum += f.Size
	}
	return sum
}

// List is what is held under the root, oldest first. Files that are listed but
// were never moved, or are back, are left out. A root without held files has an
// empty list.
func List(root string) ([]Batch, error) {
	r, err := fsx.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	names, err := batchNames(r)
	if err != nil {
		return nil, err
	}
	var all []Batch
	for _, id := range names {
		b, err := readBatch(r, id)
		if fault.KindOf(err) == fault.NotFound && unborn(r, id) {
			continue
		}
		if fault.KindOf(err) == fault.Away {
			return nil, err
		}
		if err != nil {
			b = Batch{ID: id, Problem: fault.Why(err)}
		}
		all = append(all, b)
	}
	return all, nil
}

// batchNames are the ULIDs in the held folder; they sort by time.
func batchNames(r *fsx.Root) ([]string, error) {
	info, err := r.Lstat(Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fault.New("list held files", fault.Invalid, Dir, "a link or a file takes the name of the folder", nil)
	}
	names, err := namesIn(r, ".")
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !validID(name) })
	slices.Sort(names)
	return names, nil
}

func validID(id string) bool {
	_, err := ulid.ParseStrict(id)
	return err == nil
}

// readBatch reads a batch and drops the files that are not in it.
func readBatch(r *fsx.Root, id string) (Batch, error) {
	fail := func(kind fault.Kind, err error) (Batch, error) {
		return Batch{}, fault.New("read held files", kind, filepath.Join(Dir, id), "", err)
	}
	if !validID(id) {
		return fail(fault.Invalid, fault.Say("this names no batch"))
	}
	name := path.Join(Dir, id, infoName)
	if _, err := lstatNoLinks(r, name); err != nil {
		return Batch{}, err
	}
	f, err := r.Open(name)
	if err != nil {
		return Batch{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.NewSectionReader(f, 0, maxInfo))
	if err != nil {
		return Batch{}, err
	}
	var b Batch
	if err := json.Unmarshal(data, &b); err != nil {
		return fail(fault.Damaged, err)
	}
	if b.Version != infoVersion || b.ID != id {
		return fail(fault.Unsupported, fault.Say("version {0} of batch {1}", b.Version, b.ID))
	}
	for _, file := range b.Files {
		if !filepath.IsLocal(filepath.FromSlash(file.Path)) || file.Stored != filepath.Base(file.Stored) || !filepath.IsLocal(file.Stored) || file.Stored == infoName {
			return fail(fault.Damaged, fault.Say("file {0} as {1}", file.Path, file.Stored))
		}
	}
	entries, _, err := r.ReadDir(path.Join(Dir, id), maxNames)
	if err != nil {
		return Batch{}, err
	}
	here := map[string]bool{}
	for _, e := range entries {
		here[e.Name()] = e.Type().IsRegular()
	}
	listed := b.Files
	b.Files = nil
	for _, f := range listed {
		if here[f.Stored] {
			b.Files = append(b.Files, f)
		} else {
			b.away = append(b.away, f)
		}
	}
	return b, nil
}

func (b Batch) stored(f File) string { return filepath.Join(Dir, b.ID, f.Stored) }

// write puts info.json on disk, durably.
func (b Batch) write(r *fsx.Root) error {
	b.Files = slices.Concat(b.Files, b.away)
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return fault.New("hold", fault.Internal, b.ID, "", err)
	}
	name := filepath.Join(Dir, b.ID, infoName)
	return r.Do("write", name, func(*os.Root) error { return atomicfile.Write(filepath.Join(b.Root, name), append(data, '\n'), 0o600) })
}

// finish writes what is left of a batch, or removes one that is empty. Files in
// it that nobody listed keep the folder.
func (b Batch) finish(r *fsx.Root) error {
	if len(b.Files) > 0 || b.came(r) {
		return b.write(r)
	}
	removeParts(r, b.ID)
	if err := remove(r, filepath.Join(Dir, b.ID, infoName)); err != nil {
		return fault.New("hold", fault.KindOf(err), filepath.Join(Dir, b.ID), "", err)
	}
	if err := remove(r, filepath.Join(Dir, b.ID)); err != nil {
		return fault.New("hold", fault.KindOf(err), filepath.Join(Dir, b.ID), "there are files in it that Cordwood did not put there", err)
	}
	_ = remove(r, Dir) // only the last batch's end empties it
	return nil
}

// came reports whether a file that was away has come into the batch.
func (b Batch) came(r *fsx.Root) bool {
	return slices.ContainsFunc(b.away, func(f File) bool {
		_, err := r.Lstat(path.Join(Dir, b.ID, f.Stored))
		return err == nil
	})
}

// storedName keeps the file's own name for a person who looks into the folder,
// and a number because two files of a batch may have the same.
func storedName(i int, path string) string {
	base := filepath.Base(filepath.FromSlash(path))
	const longest = 200 // bytes; file systems allow 255
	if len(base) > longest {
		base = strings.ToValidUTF8(base[len(base)-longest:], "")
	}
	return fmt.Sprintf("%04d-%s", i+1, base)
}
