package folder

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"sync"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/inflate"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/source"
)

// opening is what Open needs of the last scan: how the file looked, and the
// head that its id stands for.
type opening struct {
	at   examined
	n    int
	head event.FileID // fingerprint at n
}

// Open opens one file of the last scan.
func (f *Folder) Open(_ context.Context, id event.FileID) (source.File, error) {
	f.mu.Lock()
	listed, ok := f.opened[id]
	f.mu.Unlock()
	if !ok {
		return nil, fault.New("open", fault.NotFound, string(id), "scan again: the file is gone or was replaced", nil)
	}
	if listed.n == 0 && !listed.at.problem.None() {
		return nil, fault.New("open", fault.Unreadable, listed.at.path, "", listed.at.problem)
	}
	o := &file{opening: listed, place: f, id: id}
	if len(listed.at.head) > 0 {
		o.in = &later{o: o}
		return o, nil
	}
	in, err := o.enter()
	if err != nil {
		return nil, err
	}
	o.in = in
	return o, nil
}

// Where is the path of a file in the last scan, empty when it is not there.
func (f *Folder) Where(id event.FileID) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.opened[id].at.path
}

// enter opens the file and makes sure that it is the one of the scan.
func (o *file) enter() (*fsx.File, error) {
	in, err := o.place.root.Open(o.at.path)
	if err != nil {
		return nil, err
	}
	info, err := in.Stat()
	var disk fsx.ID
	if err == nil {
		disk, err = in.ID()
	}
	if err != nil {
		in.Close()
		return nil, err
	}
	var same bool
	var tail []byte
	err = together(
		func() (err error) { same, err = o.headIs(in); return err },
		func() (err error) { tail, err = o.probe(in, info.Size()); return err },
	)
	if err == nil && (!same || o.n == 0 && (disk != o.at.file || info.Size() != o.at.size)) {
		err = fault.New("open", fault.Changed, o.at.path, "scan again: another file has this name now", nil)
	}
	if err != nil {
		in.Close()
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	_, o.fresh = o.in.(*later) // opened because somebody asked just now
	o.disk, o.size, o.tail = disk, info.Size(), tail
	return in, nil
}

// file is one opened copy. Its handle follows the file, not the name.
type file struct {
	opening
	place *Folder
	in    input
	id    event.FileID

	mu    sync.Mutex
	disk  fsx.ID
	size  int64  // stored bytes at the last look
	fresh bool   // size is that of the opening, and nobody asked yet
	tail  []byte // the bytes before size
}

// tailBytes before the known end tell a file that was rewritten in place from
// one that grew.
const tailBytes = 64

func (o *file) direct() bool { return o.at.method == decode.Plain && o.at.charset.PassThrough() }

// Size is known for plain UTF-8 files, else -1.
func (o *file) Size() (int64, error) {
	if !o.direct() {
		return -1, nil
	}
	if l, ok := o.in.(*later); ok {
		if _, err := l.file(); err != nil {
			return -1, err
		}
	}
	o.mu.Lock()
	size, fresh := o.size, o.fresh
	o.fresh = false
	o.mu.Unlock()
	if !fresh {
		info, err := o.in.Stat()
		if err != nil {
			return -1, err
		}
		size = info.Size()
	}
	return max(0, size-int64(o.at.bom)), nil
}

// Reader streams decoded bytes from offset to the present end.
func (o *file) Reader(ctx context.Context, offset event.Offset) (io.ReadCloser, error) {
	if offset < 0 {
		return nil, fault.New("read", fault.Invalid, o.at.path, "", nil)
	}
	if o.direct() {
		r := io.NewSectionReader(o.in, int64(offset)+int64(o.at.bom), math.MaxInt64-int64(offset)-int64(o.at.bom))
		return decode.From(ctx, io.NopCloser(r), o.at.path, 0), nil
	}
	r, err := decode.Open(io.NewSectionReader(o.in, 0, math.MaxInt64), o.at.path, o.at.charset, decode.NewBudget(o.place.limits))
	if err != nil {
		return nil, err
	}
	return decode.From(ctx, r, o.at.path, offset), nil
}

// Marked is Reader from the start, and tells places to read on from of a gzip file.
func (o *file) Marked(ctx context.Context, mark func(*inflate.Mark)) (io.ReadCloser, bool, error) {
	r, ok, err := decode.Marked(io.NewSectionReader(o.in, 0, math.MaxInt64), o.at.path, o.at.charset, decode.NewBudget(o.place.limits), mark)
	if err != nil {
		return nil, false, err
	}
	return decode.From(ctx, r, o.at.path, 0), ok, nil
}

// Resume reads on from such a place.
func (o *file) Resume(ctx context.Context, m *inflate.Mark) (io.ReadCloser, error) {
	from := m.Byte()
	return decode.From(ctx, decode.Resume(io.NewSectionReader(o.in, from, math.MaxInt64-from), o.at.path, m), o.at.path, 0), nil
}

// Digest is what a gzip file of one member says of its text.
func (o *file) Digest(ctx context.Context) (sum, length uint32, ok bool, err error) {
	if o.at.method != decode.Gzip || !o.at.charset.PassThrough() || o.at.bom > 0 {
		return 0, 0, false, nil
	}
	r := decode.From(ctx, io.NopCloser(io.NewSectionReader(o.in, 0, math.MaxInt64)), o.at.path, 0)
	return inflate.Digest(r)
}

// At reads decoded bytes anywhere, of a plain UTF-8 file; false of any other.
func (o *file) At() (io.ReaderAt, bool) {
	return io.NewSectionReader(o.in, int64(o.at.bom), math.MaxInt64-int64(o.at.bom)), o.direct()
}

// Identity is the file's id while its path holds it and it has only grown; it
// is empty when the path holds another file, or the file was truncated or
// rewritten. An error of kind NotFound says that the name is free now.
func (o *file) Identity() (event.FileID, error) {
	if _, err := o.in.ID(); err != nil { // it is open from here on
		return "", err
	}
	now, err := o.place.root.Open(o.at.path)
	if err != nil {
		return "", err
	}
	defer now.Close()
	disk, err := now.ID()
	if err != nil {
		return "", err
	}
	info, err := now.Stat()
	if err != nil {
		return "", err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if disk != o.disk || info.Size() < o.size {
		return "", nil
	}
	same, err := o.headIs(now)
	if err != nil || !same {
		return "", err
	}
	tail, err := o.probe(now, o.size)
	if err != nil || !bytes.Equal(o.tail, tail) {
		return "", err
	}
	if tail, err = o.probe(now, info.Size()); err != nil {
		return "", err
	}
	o.size, o.tail = info.Size(), tail
	return o.id, nil
}

// headIs reports that in begins like the file that was opened. The error says that
// it could not be read; a damaged head is another one.
func (o *file) headIs(in *fsx.File) (bool, error) {
	if o.n == 0 {
		return true, nil
	}
	head := make([]byte, o.n)
	n, err := o.begin(in, head)
	if away(err) || passing(err) {
		return false, err
	}
	return source.Fingerprint(head[:n], o.n) == o.head, nil
}

func (o *file) begin(in *fsx.File, head []byte) (int, error) {
	r, _, err := decode.Expand(io.NewSectionReader(in, 0, math.MaxInt64), o.at.path, decode.NewBudget(o.place.limits))
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return io.ReadFull(r, head)
}

// probe reads the last bytes before size.
func (o *file) probe(in *fsx.File, size int64) ([]byte, error) {
	from := max(0, size-tailBytes)
	buf := make([]byte, size-from)
	n, err := in.ReadAt(buf, from)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return buf[:n], nil
}

// Close closes the file.
func (o *file) Close() error { return o.in.Close() }
