package decode

import (
	"errors"
	"io"

	"cordwood/backend/fault"
)

// Head is what the beginning of a stored file tells.
type Head struct {
	Method  Method
	Charset Charset
	Bytes   []byte     // the first decompressed bytes, at most HeadSize
	Whole   bool       // Bytes is all there is
	Foreign fault.Said // what it is when it is no text: Binary, Tar
	Err     error      // why it ended early: Damaged, Limit, or a read error
}

// Sniff reads the beginning of r. setting is the charset setting of the
// source, see DetectCharset. A damaged file keeps what came before the break.
func Sniff(r io.Reader, path, setting string, b *Budget) Head {
	var h Head
	in, m, err := Expand(r, path, b)
	h.Method = m
	if err != nil {
		h.Err = err
		return h
	}
	defer in.Close()
	buf := make([]byte, HeadSize)
	n, err := io.ReadFull(in, buf)
	h.Bytes = buf[:n:n]
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		h.Whole = true
	case err != nil:
		h.Err = err
	}
	h.Foreign = Foreign(h.Bytes)
	h.Charset = DetectCharset(h.Bytes, setting)
	return h
}

// Open reads r, a stored file written in c, as UTF-8 text. The caller closes it.
func Open(r io.Reader, path string, c Charset, b *Budget) (io.ReadCloser, error) {
	in, _, err := Expand(r, path, b)
	if err != nil {
		return nil, err
	}
	return &opened{c.Text(in), in}, nil
}

type opened struct {
	io.Reader
	io.Closer
}
