package search

import (
	"fmt"
	"io"
	"os"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/gram"
	"cordwood/backend/index"
)

// Options of an engine. The zero Options learn everything anew.
type Options struct {
	Keep Keep // nil: nothing is kept
	// Write says that what is learnt is kept, and that filters, marks and side copies
	// are made; without it, what is there is used.
	Write bool
	Build string // the program's version: what another one kept is not used
}

// Kinds are the kinds of files that are kept.
var Kinds = []string{"gram", "mark", "zst", "idx"}

// Keep names the files in which the engine keeps what it learnt of log files.
type Keep interface {
	// Path is where what is kept of this kind (one of Kinds) belongs; the
	// folder is there.
	Path(file event.FileID, kind string) (string, error)
	// Used notes that the file at a path was of use.
	Used(path string)
	// Kept is told, from the background, that something new is kept.
	Kept()
}

// Stamped is a File that knows what its copy looked like; a copy that cannot
// grow and has the stamp that was kept is not read again. It is "" for a copy
// that may grow.
type Stamped interface{ Stamp() string }

// Keyed is a Fielder that names what its answers depend on beside the text.
type Keyed interface{ Key() string }

// kept is what an engine holds of one file beside its blocks.
type kept struct {
	looked bool // for what an earlier engine left
	bytes  int64
	stamp  string       // of the copy whose blocks are known whole
	filter *gram.File   // nil: none
	side   *beside      // nil: none
	end    event.Offset // of what filter knows
	epoch  int          // of the blocks that filter belongs to
}

func (f *file) identity(fields Fielder) string {
	key := fields.Format()
	if k, ok := fields.(Keyed); ok {
		key = k.Key()
	}
	return fmt.Sprintf("%s %s %s", f.id, key, f.eng.opt.Build)
}

// stampOf is the stamp of a copy that cannot grow.
func stampOf(src File) string {
	if src.Live() {
		return ""
	}
	return looksLike(src)
}

// looksLike is the stamp of any copy. A live one that has the size and the time it
// had when it was read to its end has nothing new.
func looksLike(src File) string {
	if s, ok := src.(Stamped); ok {
		return s.Stamp()
	}
	return ""
}

// recall takes up what an earlier engine left, once. It reports whether the
// copy is the one that was indexed to its end.
func (f *file) recall(fields Fielder) bool {
	if f.eng.opt.Keep == nil || f.kept.looked {
		return false
	}
	f.mu.Lock()
	f.kept.looked = true
	f.mu.Unlock()
	stamp := stampOf(f.copy())
	known := f.recallBlocks(fields, looksLike(f.copy()))
	f.reopen(stamp, f.x.Snapshot().Epoch)
	return known
}

// recallBlocks takes up the blocks; true when they are of a copy that is what it
// was.
func (f *file) recallBlocks(fields Fielder, stamp string) (known bool) {
	f.open("idx", func(path string) error {
		s, was, err := index.Load(path, f.identity(fields))
		if err == nil {
			f.x.Restore(s)
			f.mu.Lock()
			f.kept.bytes, f.kept.stamp = s.Totals.Bytes, was
			f.mu.Unlock()
			known = stamp != "" && was == stamp
		}
		return err
	})
	return known
}

// reopen takes up the filter, and the marks or the side copy, that are there, for
// the blocks of an epoch.
func (f *file) reopen(stamp string, epoch int) {
	f.open("gram", func(path string) error {
		g, err := gram.Open(path, string(f.id))
		if err == nil {
			f.mu.Lock()
			f.kept.filter, f.kept.end, f.kept.epoch = g, endOf(g), epoch
			f.mu.Unlock()
			f.eng.closeAtEnd(g)
		}
		return err
	})
	for i := 0; i < len(sides) && stamp != "" && f.sequential(); i++ {
		f.open(sides[i].kind, func(path string) error {
			src := f.copy()
			s, err := sides[i].open(path, sideIdentity(src, stamp), src)
			if err == nil {
				f.mu.Lock()
				f.kept.side = &beside{src, s}
				f.mu.Unlock()
				f.eng.closeAtEnd(s)
			}
			return err
		})
	}
}

func endOf(g *gram.File) (end event.Offset) {
	if n := g.Pages(); n > 0 {
		_, end = g.Page(n - 1)
	}
	return end
}

// open tries what is kept of a kind, and removes what is of no use.
func (f *file) open(kind string, try func(path string) error) {
	path, err := f.eng.opt.Keep.Path(f.id, kind)
	if err != nil {
		return
	}
	switch err := try(path); {
	case err == nil:
		f.eng.opt.Keep.Used(path)
	case fault.KindOf(err) == fault.Damaged && f.eng.opt.Write:
		_ = os.Remove(path) // it will be made again
	}
}

// keep saves the blocks when the file was read to its end and enough is new.
func (f *file) keep(fields Fielder) {
	s, stamp, live := f.x.Snapshot(), looksLike(f.copy()), f.copy().Live()
	f.mu.Lock()
	enough := s.Totals.Bytes >= keptBytes && (f.kept.bytes == 0 || s.Totals.Bytes-f.kept.bytes >= saveBytes || !live && stamp != f.kept.stamp)
	f.mu.Unlock()
	if f.eng.opt.Keep == nil || !f.eng.opt.Write || !enough {
		return
	}
	path, err := f.eng.opt.Keep.Path(f.id, "idx")
	if err == nil {
		err = s.Save(path, f.identity(fields), stamp)
	}
	if err != nil {
		return // a cache that cannot be written costs time only
	}
	f.mu.Lock()
	f.kept.bytes, f.kept.stamp = s.Totals.Bytes, stamp
	f.mu.Unlock()
	f.eng.opt.Keep.Kept()
}

// closeAtEnd closes what results may still use when the engine ends.
func (e *Local) closeAtEnd(c io.Closer) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closers = append(e.closers, c)
}

// filter is the skip filter of the blocks of an epoch, and how far it knows the
// file. Another epoch's is of another file: the first pass may be over that one
// before what was kept of the last is forgotten.
func (f *file) filter(epoch int) (*gram.File, event.Offset) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.kept.epoch != epoch {
		return nil, 0
	}
	return f.kept.filter, f.kept.end
}

// forget drops what is kept of a file that is another one now, before anything
// of that one is kept.
func (f *file) forget() {
	f.mu.Lock()
	f.kept = kept{looked: true}
	f.mu.Unlock()
	if f.eng.opt.Keep == nil || !f.eng.opt.Write {
		return
	}
	for _, kind := range Kinds {
		if path, err := f.eng.opt.Keep.Path(f.id, kind); err == nil {
			_ = os.Remove(path)
		}
	}
}
