package cache

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cordwood/backend/fault"
)

// Folder is the opened cache folder. Safe for use by several goroutines.
type Folder struct {
	root  *os.Root
	dir   string
	limit int64
	now   func() time.Time
}

// Open opens the cache folder and makes it when it is missing, readable by the
// user only. The limit is in bytes and more than 0; Trim keeps to it.
func Open(dir string, limit int64) (*Folder, error) {
	if limit <= 0 {
		return nil, fault.New("open cache", fault.Invalid, dir, "", fault.Say("a limit of no bytes"))
	}
	dir, err := filepath.Abs(dir)
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return nil, fault.New("open cache", fault.KindOf(err), dir, "", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.New("open cache", fault.KindOf(err), dir, "", err)
	}
	return &Folder{root: root, dir: dir, limit: limit, now: time.Now}, nil
}

// Close releases the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Limit is how many bytes Trim leaves: what is longer need not be made.
func (f *Folder) Limit() int64 { return f.limit }

// Path is where the entry of this kind ("idx", "gram", "mark", "zst" or "look") of a file
// belongs, whether it is there or not. The source's folder is made. Ids are of
// A-Z a-z 0-9 - and _; others are a fault of kind Invalid.
//
// The folder of a source that another process forgets may be gone again when the
// entry is written; that write then fails as NotFound and may be tried again
// with a new Path.
func (f *Folder) Path(source, file, kind string) (string, error) {
	name := file + "." + kind
	if _, _, ok := parse(name); !ok || !validID(source) {
		return "", fault.New("use cache", fault.Invalid, source+"/"+name, "", fault.Say("not a name of the cache"))
	}
	err := f.root.Mkdir(source, 0o700)
	if errors.Is(err, fs.ErrExist) {
		var info fs.FileInfo
		if info, err = f.root.Lstat(source); err == nil && !info.IsDir() {
			return "", fault.New("use cache", fault.Unreadable, filepath.Join(f.dir, source), "remove it", fault.Say("it is a link or no folder"))
		}
	}
	if err != nil {
		return "", fault.New("use cache", fault.KindOf(err), filepath.Join(f.dir, source), "", err)
	}
	return filepath.Join(f.dir, source, name), nil
}

// Used notes that the entry at a path that Path gave is in use, at most once an
// hour. An entry that is gone is no error.
func (f *Folder) Used(path string) error {
	source, name, ok := strings.Cut(strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(f.dir)+"/"), "/")
	if _, _, good := parse(name); !ok || !good || !validID(source) {
		return fault.New("use cache", fault.Invalid, path, "", fault.Say("not a path in the cache"))
	}
	err := f.touch(source, name)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fault.New("use cache", fault.KindOf(err), path, "", err)
}

func (f *Folder) touch(source, name string) error {
	sub, err := f.source(source)
	if err != nil {
		return err
	}
	defer sub.Close()
	info, err := sub.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	now := f.now()
	if d := now.Sub(info.ModTime()); -touchEvery < d && d < touchEvery {
		return nil
	}
	return sub.Chtimes(name, time.Time{}, now)
}

// errNoFolder is what a source's name leads to that is a link or a file.
var errNoFolder = errors.New("it is a link or no folder")

// source opens the folder of a source, never by way of a link.
func (f *Folder) source(source string) (*os.Root, error) {
	seen, err := f.root.Lstat(source)
	if err != nil {
		return nil, err
	}
	if !seen.IsDir() {
		return nil, errNoFolder
	}
	sub, err := f.root.OpenRoot(source)
	if err != nil {
		return nil, err
	}
	// Between the look and the opening a link may have taken the name, or the folder
	// of another process that forgot the source: the one that was seen is gone.
	if got, err := sub.Stat("."); err != nil || !os.SameFile(seen, got) {
		sub.Close()
		return nil, fs.ErrNotExist
	}
	return sub, nil
}
