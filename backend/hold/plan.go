package hold

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/internal/fsx"
)

// Dir is the folder of held files within a root.
const Dir = ".cordwood-held"

// Candidate is a file that a person chose, as it was shown.
type Candidate struct {
	Path     string // within the root, with slashes
	Size     int64
	Modified time.Time
	Live     bool        // the server writes it
	Info     fs.FileInfo // identity when it was shown; may be nil
}

// Item is one file of a Plan.
type Item struct {
	Path     string
	Size     int64
	Modified time.Time
	Refused  fault.Said // why it stays; nothing when it can be held
	Kind     fault.Kind // of the refusal
	info     fs.FileInfo
}

// Plan is what a hold would do; nothing has happened yet.
type Plan struct {
	Root  string // absolute
	Items []Item // in the order of the candidates
}

// Bytes is the size of the files that can be held.
func (p Plan) Bytes() int64 {
	var sum int64
	for _, item := range p.Items {
		if item.Refused.None() {
			sum += item.Size
		}
	}
	return sum
}

// Files is how many files can be held.
func (p Plan) Files() int {
	n := 0
	for _, item := range p.Items {
		if item.Refused.None() {
			n++
		}
	}
	return n
}

// MakePlan looks at every candidate now and says which of them can be held. Not
// held are: the live file, a file that another process has open for writing, one
// that changed since it was shown, one with a second name, links, folders, what
// lies outside the root or among the held files.
func MakePlan(root string, candidates []Candidate) (Plan, error) {
	dir, err := filepath.Abs(root)
	if err != nil {
		return Plan{}, fault.New("plan hold", fault.Invalid, root, "", err)
	}
	r, err := fsx.OpenRoot(dir)
	if err != nil {
		return Plan{}, err
	}
	defer r.Close()
	p := Plan{Root: dir}
	seen := map[string]bool{}
	for _, c := range candidates {
		item := Item{Path: c.Path, Size: c.Size, Modified: c.Modified, info: c.Info}
		info, err := look(r, item)
		switch {
		case err != nil:
			item.refuse(err)
		case c.Live:
			item.refuse(fault.New("hold", fault.InUse, c.Path, "the server writes it: choose a rotated copy", nil))
		case seen[c.Path]:
			item.refuse(fault.New("hold", fault.Invalid, c.Path, "it is in the list twice", nil))
		default:
			item.info = info
		}
		seen[c.Path] = true
		p.Items = append(p.Items, item)
	}
	return p, p.refuseWritten()
}

// refuseWritten refuses what other processes have open for writing.
func (p *Plan) refuseWritten() error {
	byInfo := map[int]fs.FileInfo{}
	for i, item := range p.Items {
		if item.Refused.None() {
			byInfo[i] = item.info
		}
	}
	found, err := fsx.Within(p.Root, "look at", func() (map[int]string, error) { return writers(byInfo), nil })
	for i, who := range found {
		p.Items[i].refuse(fault.New("hold", fault.InUse, p.Items[i].Path, "", nil).Next(fault.Say("{0} has it open for writing", who)))
	}
	return err
}

func (i *Item) refuse(err error) {
	i.Refused, i.Kind = fault.Why(err), fault.KindOf(err)
}

// look opens the file of an item and compares it with what was shown. The path
// must not go through a link, and the name must lead to the opened file.
func look(root *fsx.Root, item Item) (fs.FileInfo, error) {
	name := filepath.FromSlash(item.Path)
	refuse := func(kind fault.Kind, hint fault.Said) (fs.FileInfo, error) {
		return nil, fault.New("hold", kind, item.Path, "", nil).Next(hint)
	}
	if !filepath.IsLocal(name) || name == "." {
		return refuse(fault.Invalid, fault.Say("it lies outside the folder"))
	}
	first, _, _ := strings.Cut(filepath.ToSlash(filepath.Clean(name)), "/")
	if strings.EqualFold(first, Dir) {
		return refuse(fault.Invalid, fault.Say("it is held already"))
	}
	at, err := lstatNoLinks(root, name)
	if err != nil {
		return nil, err
	}
	if !at.Mode().IsRegular() {
		return refuse(fault.Unreadable, fault.Say("it is a link, a folder or no regular file"))
	}
	f, err := root.Open(item.Path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	switch {
	case !os.SameFile(at, info), item.info != nil && !os.SameFile(item.info, info):
		return refuse(fault.Changed, fault.Say("another file took its name since it was shown"))
	case info.Size() != item.Size, !info.ModTime().Equal(item.Modified):
		return refuse(fault.Changed, fault.Say("it changed since it was shown"))
	case atomicfile.Links(info) > 1:
		return refuse(fault.Invalid, fault.Say("the file has {0} names (hard links); holding one frees nothing", atomicfile.Links(info)))
	}
	return info, nil
}

// lstatNoLinks is Lstat of a name none of whose folders is a link.
func lstatNoLinks(root *fsx.Root, name string) (fs.FileInfo, error) {
	slashed := filepath.ToSlash(filepath.Clean(name))
	for at, c := range slashed {
		if c != '/' {
			continue
		}
		dir, err := root.Lstat(slashed[:at])
		if err != nil {
			return nil, err
		}
		if !dir.IsDir() {
			return nil, fault.New("hold", fault.Invalid, name, "the way to it goes through a link", nil)
		}
	}
	return root.Lstat(slashed)
}
