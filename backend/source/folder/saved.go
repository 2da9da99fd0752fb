package folder

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"github.com/klauspost/compress/zstd"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/source"
)

// What was seen of a folder on a share is kept for the next start of the program:
// a file that has the size and the times it had is not opened to tell what it is.
// docs/formats.md describes the bytes.

const (
	savedVersion = 1
	// maxSaved bounds what is taken in: the looks at a full folder and all heads.
	maxSaved = 128 << 20
	maxBOM   = 3 // UTF-8's
)

// savedLook is one file as it was seen.
type savedLook struct {
	Path     string         `json:"path"`
	Size     int64          `json:"size"`
	Modified int64          `json:"modified"` // nanoseconds since 1970
	Changed  int64          `json:"changed"`
	Method   decode.Method  `json:"method,omitempty"`
	Charset  decode.Charset `json:"charset,omitempty"`
	Set      string         `json:"set,omitempty"` // what somebody set it to be read as
	BOM      int            `json:"bom,omitempty"`

	N     int                  `json:"n,omitempty"` // see heads
	Short event.FileID         `json:"short,omitempty"`
	Long  event.FileID         `json:"long,omitempty"`
	At    map[int]event.FileID `json:"at,omitempty"`
	Head  int                  `json:"head,omitempty"` // bytes of it that are held

	ID     event.FileID `json:"id,omitempty"`
	IDN    int          `json:"id_n,omitempty"`    // decompressed bytes that the id stands for
	IDHead event.FileID `json:"id_head,omitempty"` // their fingerprint
}

func (s *savedLook) fingerprints() heads {
	return heads{n: s.N, short: s.Short, long: s.Long, at: s.At}
}

type savedFolder struct {
	Version int         `json:"version"`
	Dir     string      `json:"dir"`
	Looks   []savedLook `json:"looks"`
}

// kept reports whether anything is kept of this folder: a local one is looked at
// again in no time.
func (f *Folder) kept() bool { return f.opt.Kept != "" && f.root.Volume() == fsx.Share }

// recall takes up what an earlier session saw; what does not add up is as if it
// were not there.
func (f *Folder) recall() {
	if !f.kept() {
		return
	}
	if m, ok := f.recalled(); ok {
		f.memory = m
	}
}

func (f *Folder) recalled() (m memory, ok bool) {
	table, heads, err := readSaved(f.opt.Kept)
	if err != nil || table.Version != savedVersion || table.Dir != f.name {
		return m, false
	}
	m = newMemory()
	for _, s := range table.Looks {
		if !s.canBe() || s.Head > len(heads) {
			return m, false
		}
		e := examined{
			path: s.Path, size: s.Size, modified: time.Unix(0, s.Modified), changed: time.Unix(0, s.Changed),
			method: s.Method, charset: s.Charset, bom: s.BOM,
			heads: s.fingerprints(), head: bytes.Clone(heads[:s.Head]), old: true,
		}
		heads = heads[s.Head:]
		if s.Set != f.opt.Charsets.For(s.Path) {
			continue // it was seen in another
		}
		m.byPath[s.Path] = e
		if s.ID != "" {
			m.wasAt[s.Path] = s.ID
			m.byID[s.ID] = &remembered{id: s.ID, n: s.IDN, head: s.IDHead, charset: s.Charset}
		}
	}
	return m, true
}

// canBe reports whether a scan can have seen this: its lengths are those of reads.
func (s *savedLook) canBe() bool {
	within := func(n, most int) bool { return 0 <= n && n <= most }
	return within(s.N, source.HeadBytes) && within(s.IDN, source.LongHeadBytes) && within(s.Head, headBytes) && within(s.BOM, maxBOM) && s.Size >= 0
}

// stays says that a file is the one that lay at its path in an earlier session.
func (m *memory) stays(e *examined) {
	if r := m.byID[m.wasAt[e.path]]; r != nil {
		r.file = e.file
		m.byFile[e.file] = r
	}
}

// keep saves what the last scan saw, if that is new.
func (f *Folder) keep() {
	f.mu.Lock()
	unsaved, opened := f.unsaved, f.opened
	f.unsaved = false
	f.mu.Unlock()
	if unsaved && f.kept() {
		_ = f.save(f.memory.byPath, opened) // it costs time only
	}
}

func (f *Folder) save(looks map[string]examined, opened map[event.FileID]opening) error {
	ids := map[string]event.FileID{}
	for id, o := range opened {
		ids[o.at.path] = id
	}
	table := savedFolder{Version: savedVersion, Dir: f.name}
	var heads [][]byte
	for _, e := range looks {
		if !e.problem.None() || !e.skip.None() { // the next start says again what is wrong
			continue
		}
		s := savedLook{
			Path: e.path, Size: e.size, Modified: e.modified.UnixNano(), Changed: e.changed.UnixNano(),
			Method: e.method, Charset: e.charset, Set: f.opt.Charsets.For(e.path), BOM: e.bom,
			N: e.heads.n, Short: e.heads.short, Long: e.heads.long, At: e.heads.at, Head: len(e.head),
		}
		if o, ok := opened[ids[e.path]]; ok && o.n > 0 {
			s.ID, s.IDN, s.IDHead = ids[e.path], o.n, o.head
		}
		table.Looks = append(table.Looks, s)
		heads = append(heads, e.head)
	}
	return writeSaved(f.opt.Kept, &table, heads)
}

// writeSaved writes one zstd frame: the length of the table, the table, the heads.
func writeSaved(path string, table *savedFolder, heads [][]byte) error {
	text, err := json.Marshal(table)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	z, err := zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	pieces := append([][]byte{binary.LittleEndian.AppendUint32(nil, uint32(len(text))), text}, heads...)
	for _, p := range pieces {
		if _, err := z.Write(p); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return atomicfile.Write(path, out.Bytes(), 0o600)
}

func readSaved(path string) (table savedFolder, heads []byte, err error) {
	in, err := os.Open(path)
	if err != nil {
		return table, nil, err
	}
	defer in.Close()
	z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
	if err != nil {
		return table, nil, err
	}
	defer z.Close()
	all, err := io.ReadAll(io.LimitReader(z, maxSaved))
	if err != nil {
		return table, nil, err
	}
	if len(all) < 4 {
		return table, nil, io.ErrUnexpectedEOF
	}
	n := int64(binary.LittleEndian.Uint32(all))
	if all = all[4:]; n > int64(len(all)) {
		return table, nil, errors.New("its table is cut")
	}
	err = json.Unmarshal(all[:n], &table)
	return table, all[n:], err
}
