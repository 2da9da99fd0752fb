package decode

import (
	"bufio"
	"io"

	"cordwood/backend/inflate"
)

// Marked is Open; mark hears on the way of places from which Resume reads on.
// ok is false where no place is told: the text is not in one layer of gzip, or not
// UTF-8 as it stands.
func Marked(r io.Reader, path string, c Charset, b *Budget, mark func(*inflate.Mark)) (text io.ReadCloser, ok bool, err error) {
	in, m, err := unpack(r, path, b, mark)
	if err != nil {
		return nil, false, err
	}
	head, _ := in.Peek(10)
	ok = m == Gzip && len(in.closeAll) == 1 && c.PassThrough() && c.BOM(head) == 0
	return &opened{c.Text(in), in}, ok, nil
}

// Resume reads the text of a stored file on from a mark; r begins with the mark's
// Byte. Errors are those of Marked, but for limits: they held when the marks were
// told.
func Resume(r io.Reader, path string, m *inflate.Mark) io.ReadCloser {
	l := &layer{path: path, method: Gzip, in: &counted{r: bufio.NewReader(r), n: m.Byte()}, out: m.Text}
	l.start = func(r io.Reader) (io.Reader, error) { return inflate.Resume(r, m), nil }
	return l
}
