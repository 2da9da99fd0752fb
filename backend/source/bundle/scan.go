package bundle

import (
	"bytes"
	"context"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/source"
)

// located is how to come back to an entry: its number in each archive on the
// way, and how it is to be read.
type located struct {
	way     []int
	label   string
	size    int64
	method  decode.Method
	charset decode.Charset
	bom     int
	whole   bool // it lies in one piece, plain and UTF-8: offsets are positions
	problem fault.Said
}

// scan is one pass over all entries.
type scan struct {
	b      *Bundle
	ctx    context.Context
	inv    *source.Inventory
	copies []source.Copy
	heads  map[string]heads
	found  map[string]located
	beside map[string][]int
}

// heads are the two fingerprints of an entry's beginning.
type heads struct{ short, long event.FileID }

// Scan lists the bundle in one pass; the result is kept. An archive that is
// damaged, or stopped by the budget, lists what came before, and why in Skipped.
func (b *Bundle) Scan(ctx context.Context) (*source.Inventory, error) {
	b.scanning.Lock()
	defer b.scanning.Unlock()
	b.mu.Lock()
	done := b.inventory
	b.mu.Unlock()
	if done != nil {
		return done, nil
	}
	budget := decode.NewBudget(b.limits)
	a, err := b.archive(budget)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	s := &scan{
		b: b, ctx: ctx, inv: &source.Inventory{},
		heads: map[string]heads{}, found: map[string]located{}, beside: map[string][]int{},
	}
	inner, err := budget.Descend(b.name)
	if err == nil {
		err = s.archive(a, "", nil, inner)
	}
	if err != nil {
		return nil, err
	}
	files := s.families()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.files, b.beside, b.inventory = files, s.beside, s.inv
	return s.inv, nil
}

// archive lists all entries of a; the error is for a cancelled scan only.
func (s *scan) archive(a archive, prefix string, way []int, budget *decode.Budget) error {
	for i := 0; ; i++ {
		if err := s.ctx.Err(); err != nil {
			return fault.New("scan", fault.Stopped, s.b.name, "", err)
		}
		e, err := a.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			s.skip(cmpName(prefix, s.b.name), fault.Why(err))
			return nil
		}
		if e.folder {
			continue
		}
		s.inv.Entries++
		if err := s.entry(e, prefix+e.label, append(slices.Clone(way), i), budget); err != nil {
			return err
		}
	}
}

func cmpName(prefix, bundle string) string {
	if prefix == "" {
		return path.Base(strings.ReplaceAll(bundle, `\`, "/"))
	}
	return strings.TrimSuffix(prefix, "/")
}

func (s *scan) skip(label string, why fault.Said) {
	s.inv.Skipped = append(s.inv.Skipped, source.Skipped{Path: label, Reason: why})
}

func (s *scan) entry(e *entry, label string, way []int, budget *decode.Budget) error {
	base := path.Base(label)
	label = s.unique(label)
	switch {
	case !e.refused.None():
		s.skip(label, e.refused)
		return nil
	case source.Ignored(base):
		return nil
	case source.IsCompanion(base):
		s.inv.Companions = append(s.inv.Companions, source.Companion{Name: base, Path: label, Size: e.size})
		s.beside[label] = way
		return nil
	case !source.NotLog(base).None():
		s.skip(label, source.NotLog(base))
		return nil
	}
	var seen bytes.Buffer // to read the beginning twice where there is no going back
	head := decode.Sniff(io.TeeReader(e.r, &seen), label, s.b.opt.Charsets.For(label), budget)
	if head.Foreign == decode.Tar || s.innerZip(e, &seen, head, label, budget) {
		return s.nested(e, &seen, label, way, budget)
	}
	s.file(e, head, label, way)
	return nil
}

// innerZip reports that an entry is a zip of several files, not one zipped log.
func (s *scan) innerZip(e *entry, seen *bytes.Buffer, head decode.Head, label string, budget *decode.Budget) bool {
	if head.Foreign == decode.EmptyZip {
		return true
	}
	if head.Method != decode.Zip {
		return false
	}
	rest := io.MultiReader(bytes.NewReader(bytes.Clone(seen.Bytes())), e.r)
	at, err := section(e, rest, label, budget)
	if err != nil {
		return false // too large to look inside: it is read as one log
	}
	e.at = at
	n, err := entriesOf(at)
	return err == nil && n != 1
}

func (s *scan) nested(e *entry, seen *bytes.Buffer, label string, way []int, budget *decode.Budget) error {
	if e.at == nil {
		e.r = io.MultiReader(seen, e.r)
	}
	a, err := enter(e, label, budget)
	if err != nil {
		s.skip(label, fault.Why(err))
		return nil
	}
	defer a.Close()
	inner, err := budget.Descend(label)
	if err != nil {
		s.skip(label, fault.Why(err))
		return nil
	}
	return s.archive(a, label+"/", way, inner)
}

// file lists one log.
func (s *scan) file(e *entry, head decode.Head, label string, way []int) {
	var problem fault.Said
	switch {
	case head.Foreign == decode.Binary && source.NamedLikeLog(label):
		problem = head.Foreign
	case !head.Foreign.None():
		s.skip(label, head.Foreign)
		return
	case head.Err != nil:
		problem = fault.Why(head.Err)
	}
	s.copies = append(s.copies, source.Copy{
		Path: label, Stored: e.size, Modified: e.modified,
		Compression: source.Compression(head.Method), Charset: string(head.Charset), Problem: problem,
	})
	s.inv.Bytes += e.size
	if len(head.Bytes) > 0 {
		s.heads[label] = heads{source.Fingerprint(head.Bytes, source.HeadBytes), source.Fingerprint(head.Bytes, source.LongHeadBytes)}
	}
	s.found[label] = located{
		way: way, label: label, size: e.size, method: head.Method, charset: head.Charset,
		bom: head.Charset.BOM(head.Bytes), problem: problem,
		whole: e.at != nil && head.Method == decode.Plain && head.Charset.PassThrough(),
	}
}

// unique keeps two entries of the same name apart.
func (s *scan) unique(label string) string {
	name := label
	for i := 2; ; i++ {
		if _, ok := s.found[name]; !ok && s.beside[name] == nil {
			return name
		}
		name = label + " (" + strconv.Itoa(i) + ")"
	}
}

// families groups what was found and gives each copy its id: the usual head,
// the long one where files begin alike, and the path for twins.
func (s *scan) families() map[event.FileID]located {
	s.inv.Families = source.Families(s.copies, source.CommonFolder(s.copies))
	files := map[event.FileID]located{}
	for i := range s.inv.Families {
		for j := range s.inv.Families[i].Copies {
			c := &s.inv.Families[i].Copies[j]
			h := s.heads[c.Path]
			for _, id := range []event.FileID{h.short, h.long, source.PathID("twin", c.Path)} {
				if _, taken := files[id]; id != "" && !taken {
					c.ID = id
					break
				}
			}
			files[c.ID] = s.found[c.Path]
		}
	}
	slices.SortStableFunc(s.inv.Skipped, func(a, b source.Skipped) int { return strings.Compare(a.Path, b.Path) })
	return files
}
