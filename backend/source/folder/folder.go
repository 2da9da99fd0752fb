package folder

import (
	"path/filepath"
	"sync"
	"sync/atomic"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/source"
)

const (
	// maxFiles bounds a scan: whoever opens / by mistake gets an answer.
	maxFiles = 100_000
	// maxDepth is deeper than any log tree and ends a file system that contains
	// itself by a bind mount.
	maxDepth = 16
)

// Options of a folder; the zero value is what a person expects.
type Options struct {
	Charsets source.Charsets
	// Limits of each opened file; nil means decode.DefaultLimits.
	Limits *decode.Limits
	// Kept is the file on a local disk that keeps what was seen of a folder on a
	// share; empty: nothing is kept. Its folder must be there.
	Kept string
}

// Folder is an opened folder, or one file in it. It implements source.Files
// and source.CompanionReader.
type Folder struct {
	root   *fsx.Root
	name   string
	only   string // the one file that was opened, empty for the whole folder
	opt    Options
	limits decode.Limits

	scanning sync.Mutex  // held for a whole scan
	again    atomic.Bool // a file could not be looked at for now
	memory   memory
	amid     func() // what happens before each file is looked at, in tests

	mu      sync.Mutex
	opened  map[event.FileID]opening // what Open can open: the last scan
	scanned *uint64                  // signature of the last scan
	unsaved bool                     // it saw something that is not kept
}

var (
	_ source.Files           = (*Folder)(nil)
	_ source.Locator         = (*Folder)(nil)
	_ source.CompanionReader = (*Folder)(nil)
)

// Open opens the folder dir.
func Open(dir string, opt Options) (*Folder, error) {
	root, err := fsx.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root: root, name: dir, opt: opt, limits: decode.DefaultLimits(), memory: newMemory()}
	if opt.Limits != nil {
		f.limits = *opt.Limits
	}
	f.recall()
	return f, nil
}

// OpenFile opens one log file as a source of its own, plain or compressed.
func OpenFile(path string, opt Options) (*Folder, error) {
	real, err := fsx.RealPath(path) // a link that a person names is theirs
	if err != nil {
		return nil, err
	}
	opt.Kept = "" // one file is looked at in no time
	f, err := Open(filepath.Dir(real), opt)
	if err != nil {
		return nil, err
	}
	f.name, f.only = path, filepath.Base(real)
	info, err := f.root.Stat(f.only)
	if err == nil && !info.Mode().IsRegular() {
		err = fault.New("open", fault.Invalid, path, "", fsx.What(info.Mode()))
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// Name is the path that was opened.
func (f *Folder) Name() string { return f.name }

// Live is true: a folder's files may grow.
func (f *Folder) Live() bool { return true }

// Close releases the folder; opened files stay open. What could not be kept costs
// time only.
func (f *Folder) Close() error {
	f.scanning.Lock()
	defer f.scanning.Unlock()
	f.keep()
	return f.root.Close()
}
