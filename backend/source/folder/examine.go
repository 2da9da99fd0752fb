package folder

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"math"
	"path"
	"time"
	"unicode/utf8"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/source"
)

func as[T error](err error, target *T) bool { return errors.As(err, target) }

// examined is what one look at a file's beginning told.
type examined struct {
	path     string
	file     fsx.ID
	size     int64
	modified time.Time
	changed  time.Time

	method  decode.Method
	charset decode.Charset
	bom     int
	problem fault.Said
	again   bool       // the problem may be over the next time
	skip    fault.Said // why it is no log at all

	heads heads
	head  []byte // first stored bytes, where they are held
	old   bool   // from an earlier session: another mount may have other numbers
}

// heads are fingerprints of one file's beginning, at several lengths.
type heads struct {
	n     int                  // decompressed bytes that were there, at most HeadBytes
	short event.FileID         // at HeadBytes
	long  event.FileID         // at LongHeadBytes
	at    map[int]event.FileID // at the lengths that memory asked for
}

// same reports that the file looks untouched since it was examined.
func (e *examined) same(f found) bool {
	id, ok := fsx.IDOf(f.info)
	return ok && !e.again && (e.old || id == e.file) && f.info.Size() == e.size &&
		f.info.ModTime().Equal(e.modified) && fsx.Changed(f.info).Equal(e.changed)
}

// examine reads the beginning of one file; lengths are further head lengths to
// take fingerprints at. What is wrong with the file is told in it; the error says
// that nothing can be told, because the share is away.
func (f *Folder) examine(at found, before examined, lengths []int) (examined, error) {
	e := examined{path: at.path, size: at.info.Size(), modified: at.info.ModTime(), changed: fsx.Changed(at.info)}
	if f.only == "" { // the one file that a person names is a log to them
		if e.skip = source.NotLog(path.Base(at.path)); !e.skip.None() {
			return e, nil
		}
	}
	in, id, err := f.open(at)
	if err != nil {
		return e, e.fails(err)
	}
	defer in.Close()
	e.file = id
	if info, err := in.Stat(); err == nil { // it may have grown, or been replaced, since
		e.size, e.modified, e.changed = info.Size(), info.ModTime(), fsx.Changed(info)
	}
	var text io.ReaderAt = in
	var far [][]byte // samples behind the head
	if f.root.Volume() == fsx.Share {
		in.Sparse()
		if far, err = e.hold(in, &before); err != nil {
			return e, e.fails(err)
		}
		text = e.headed(in)
	}
	head := decode.Sniff(io.NewSectionReader(text, 0, math.MaxInt64), at.path, f.opt.Charsets.For(at.path), decode.NewBudget(f.limits))
	e.method, e.charset, e.bom = head.Method, head.Charset, head.Charset.BOM(head.Bytes)
	e.take(head.Bytes, lengths)
	switch {
	case !head.Foreign.None():
		e.foreign(head.Foreign)
	case head.Method == decode.Zip:
		err = e.countZip(text)
	case head.Method == decode.Plain && e.size > decode.HeadSize && !told(head):
		if far == nil {
			far, err = sample(text, e.size/4, e.size/2, e.size/4*3, max(e.size/2, e.size-decode.HeadSize))
		}
		e.charset = farCharset(head, far, f.opt.Charsets.For(at.path))
	}
	if head.Err != nil {
		err = head.Err
	}
	if err != nil && (e.skip.None() || away(err) || passing(err)) {
		return e, e.fails(err)
	}
	return e, nil
}

// hold reads the head of a file on a share, and in the same round trip a sample of
// its end. Of one that begins like the file that was held and only grew, the head is
// that one's, and the sample what is new.
func (e *examined) hold(in io.ReaderAt, before *examined) (far [][]byte, err error) {
	end := max(headBytes, e.size-headBytes)
	if len(before.head) == headBytes && e.size >= before.size && before.problem.None() {
		got, err := sample(in, 0, max(before.size, end))
		if err != nil {
			return nil, err
		}
		if bytes.Equal(got[0][:source.HeadBytes], before.head[:source.HeadBytes]) {
			e.head = before.head
			return got[1:], nil
		}
	}
	got, err := sample(in, 0, end)
	if err != nil {
		return nil, err
	}
	if e.head = got[0]; len(e.head) < headBytes {
		e.size = int64(len(e.head)) // it may be shorter than it was said to be
	}
	return got[1:], nil
}

// sample reads decode.HeadSize bytes at some places at once.
func sample(in io.ReaderAt, places ...int64) ([][]byte, error) {
	got := make([][]byte, len(places))
	var reads []func() error
	for i, at := range places {
		reads = append(reads, func() error {
			buf := make([]byte, decode.HeadSize)
			n, err := in.ReadAt(buf, at)
			got[i] = buf[:n]
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return err
		})
	}
	return got, together(reads...)
}

// fails notes why a file cannot be looked at.
func (e *examined) fails(err error) error {
	if away(err) {
		return err
	}
	e.problem, e.again = fault.Why(err), passing(err)
	if e.again {
		e.heads = heads{} // the half of a head is another file's
	}
	return nil
}

func (e *examined) take(head []byte, lengths []int) {
	e.heads = heads{
		n:     min(len(head), source.HeadBytes),
		short: source.Fingerprint(head, source.HeadBytes),
		long:  source.Fingerprint(head, source.LongHeadBytes),
	}
	for _, n := range lengths {
		if n <= len(head) {
			if e.heads.at == nil {
				e.heads.at = map[int]event.FileID{}
			}
			e.heads.at[n] = source.Fingerprint(head, n)
		}
	}
}

// foreign lists binary content under a log's name as a problem, all else as no log.
func (e *examined) foreign(what fault.Said) {
	if what == decode.Binary && source.NamedLikeLog(e.path) {
		e.problem = what
		return
	}
	e.skip = what
	if what == decode.Tar {
		e.skip = fault.Say("tar archive: open it as a bundle")
	}
}

// countZip tells a log that its writer zipped from an archive of several files.
func (e *examined) countZip(in io.ReaderAt) error {
	z, err := zip.NewReader(in, e.size)
	var unread *fault.Error
	switch {
	case as(err, &unread):
		return unread
	case err != nil:
		e.problem = fault.Say("damaged: {0}", err)
	case len(z.File) != 1:
		e.skip = fault.Say("zip archive of {0} files: open it as a bundle", len(z.File))
	}
	return nil
}

// told reports that the head says in which charset the file is: a mark, or letters of
// UTF-8 and nothing else.
func told(head decode.Head) bool {
	switch head.Charset {
	case decode.UTF16LE, decode.UTF16BE:
		return true
	case decode.UTF8:
		return head.Charset.BOM(head.Bytes) > 0 || utf8.Valid(wholeLines(head.Bytes, 0))
	}
	return false
}

// farCharset looks further into a file whose head does not tell: it may be ASCII, or
// have one word in another charset, and the first name with an umlaut may come
// late. Half characters at the cuts are left out.
func farCharset(head decode.Head, far [][]byte, set string) decode.Charset {
	var text []byte
	if head.Charset != decode.ASCII {
		text = bytes.Clone(wholeLines(head.Bytes, 0))
	}
	for _, buf := range far {
		text = append(text, wholeLines(buf, bytes.IndexByte(buf, '\n')+1)...)
	}
	c := decode.DetectCharset(text, set)
	if c == decode.UTF16LE || c == decode.UTF16BE || c == decode.ASCII {
		return head.Charset // not after such a beginning
	}
	return c
}

// wholeLines are those from a line's begin on.
func wholeLines(b []byte, from int) []byte {
	return b[from:max(from, bytes.LastIndexByte(b, '\n')+1)]
}
