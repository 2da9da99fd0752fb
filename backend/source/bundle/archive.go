package bundle

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"cordwood/backend/decode"
	"cordwood/backend/fault"
)

// archive gives its entries in the order in which they are stored.
type archive interface {
	// next is the next entry, whose reader is valid until the following call. It
	// ends with io.EOF, or with a fault.
	next() (*entry, error)
	// seek is the i-th entry, counted from 0; it does not go back.
	seek(i int) (*entry, error)
	Close() error
}

// entry is one stored thing.
type entry struct {
	label    string
	size     int64
	modified time.Time
	folder   bool
	refused  fault.Said        // why it is not read: a link, a device, encrypted
	r        io.Reader         // its bytes, counted by the budget
	at       *io.SectionReader // its bytes by position, where they lie in one piece; else nil
}

// maxInner is the largest zip that is taken into memory because it lies inside
// a stream, where its directory, which is at its end, cannot be reached.
const maxInner = 32 << 20

// archive opens the bundle itself.
func (b *Bundle) archive(budget *decode.Budget) (archive, error) {
	at := io.NewSectionReader(budget.StoredAt(b.in), 0, b.size)
	return enter(&entry{label: b.name, r: at, at: at}, b.name, budget)
}

// enter opens an entry that is an archive; path names it in errors.
func enter(e *entry, path string, outer *decode.Budget) (archive, error) {
	budget, err := outer.Descend(path)
	if err != nil {
		return nil, err
	}
	r := e.r
	if e.at != nil {
		r = io.NewSectionReader(e.at, 0, e.at.Size())
	}
	in := bufio.NewReader(r)
	head, _ := in.Peek(512)
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		at, err := section(e, in, path, budget)
		if err != nil {
			return nil, err
		}
		return newZip(at, path, budget)
	case decode.DetectMethod(head) != decode.Plain:
		return enterCompressed(in, path, budget)
	case decode.Foreign(head) == decode.Tar:
		if e.at != nil {
			return newTar(io.NewSectionReader(e.at, 0, e.at.Size()), nil, path, budget), nil
		}
		return newTar(in, nil, path, budget), nil
	}
	return nil, noArchive(head, path)
}

func enterCompressed(in io.Reader, path string, budget *decode.Budget) (archive, error) {
	expanded, _, err := decode.Expand(in, path, budget)
	if err != nil {
		return nil, err
	}
	tarred := bufio.NewReader(expanded)
	head, err := tarred.Peek(512)
	if decode.Foreign(head) == decode.Tar {
		return newTar(tarred, expanded, path, budget), nil
	}
	expanded.Close()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return nil, noArchive(head, path)
}

func noArchive(head []byte, path string) error {
	what := decode.Foreign(head)
	if what.None() {
		what = fault.Say("not an archive")
	}
	return fault.New("open", fault.Unsupported, path, "zip and tar are read, plain or compressed", what)
}

// section is the entry by position; one inside a stream is taken into memory.
func section(e *entry, in io.Reader, path string, budget *decode.Budget) (*io.SectionReader, error) {
	if e.at != nil {
		return e.at, nil
	}
	data, err := io.ReadAll(io.LimitReader(in, maxInner+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxInner {
		return nil, fault.New("open", fault.Limit, path, "take this zip out and open it by itself",
			&decode.Exceeded{What: "a zip inside a compressed archive", Limit: maxInner, Seen: int64(len(data))})
	}
	return io.NewSectionReader(budget.StoredAt(bytes.NewReader(data)), 0, int64(len(data))), nil
}

// label makes a stored name showable: its charset is guessed where it is not
// UTF-8, as old Windows zips have it, and \ divides folders as / does.
func label(name string) string {
	if !utf8.ValidString(name) {
		c := decode.DetectCharset([]byte(name), "")
		if text, err := io.ReadAll(c.Text(strings.NewReader(name))); err == nil {
			name = string(text)
		}
	}
	if !strings.Contains(name, "/") {
		name = strings.ReplaceAll(name, `\`, "/")
	}
	return name
}

// named gives the errors of the archive libraries their place.
type named struct {
	r    io.Reader
	path string
}

func (n *named) Read(p []byte) (int, error) {
	c, err := n.r.Read(p)
	if err != nil && err != io.EOF {
		err = damaged(n.path, err)
	}
	return c, err
}

func damaged(path string, err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fault.Say("it ends early")
	}
	return fault.New("read", fault.Damaged, path, "everything before the break is shown", err)
}
