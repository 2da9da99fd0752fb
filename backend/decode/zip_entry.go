package decode

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"

	"cordwood/backend/fault"

	"github.com/klauspost/compress/flate"
)

// zipEntry streams the only entry of a zip, by its local header (APPNOTE.TXT
// 4.3.7): so a log zipped by its writer reads like a gzip, even inside another
// archive, where there is no central directory to seek to.
type zipEntry struct {
	in     *bufio.Reader
	r      io.Reader
	crc    uint32
	want   uint32
	stream bool // sizes and CRC follow the data
	done   error
}

var errSeveralEntries = fault.Say("the zip holds several files: open it as a bundle")

func newZipEntry(r io.Reader) (*zipEntry, error) {
	in := bufio.NewReader(r)
	var h [30]byte
	if _, err := io.ReadFull(in, h[:]); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	le := binary.LittleEndian
	flags, method := le.Uint16(h[6:]), le.Uint16(h[8:])
	size := int64(le.Uint32(h[18:]))
	extra := make([]byte, le.Uint16(h[28:]))
	if _, err := in.Discard(int(le.Uint16(h[26:]))); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	if _, err := io.ReadFull(in, extra); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	if flags&1 != 0 {
		return nil, fault.Say("it is encrypted")
	}
	if size == 0xffffffff {
		size = zip64Size(extra)
	}
	e := &zipEntry{in: in, want: le.Uint32(h[14:]), stream: flags&8 != 0}
	switch {
	case method == 8:
		e.r = flate.NewReader(in)
	case method == 0 && !e.stream:
		e.r = io.LimitReader(in, size)
	case method == 0:
		return nil, fault.Say("a stored entry without its size cannot be streamed")
	default:
		return nil, fault.Say("compression method {0} is not supported", method)
	}
	return e, nil
}

// zip64Size finds the compressed size in the zip64 extra field (tag 1: the
// decompressed size, then the compressed one).
func zip64Size(extra []byte) int64 {
	for len(extra) >= 4 {
		tag, n := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		extra = extra[4:]
		if n > len(extra) {
			return 0
		}
		if tag == 1 && n >= 16 {
			return int64(binary.LittleEndian.Uint64(extra[8:]) & (1<<63 - 1))
		}
		extra = extra[n:]
	}
	return 0
}

func (e *zipEntry) Read(p []byte) (int, error) {
	if e.done != nil {
		return 0, e.done
	}
	n, err := e.r.Read(p)
	e.crc = crc32.Update(e.crc, crc32.IEEETable, p[:n])
	if err == io.EOF {
		err = e.finish()
	}
	if err != nil {
		e.done = err
	}
	return n, err
}

// finish checks the sum and that no second entry follows.
func (e *zipEntry) finish() error {
	if e.stream {
		if err := e.descriptor(); err != nil {
			return err
		}
	}
	if e.crc != e.want {
		return fault.Say("the checksum does not match")
	}
	if next, _ := e.in.Peek(4); bytes.Equal(next, []byte("PK\x03\x04")) {
		return errSeveralEntries
	}
	return io.EOF
}

// descriptor reads the CRC behind the data: with or without a signature, with
// sizes of 4 or of 8 bytes; what fits before the next record's "PK" is taken.
func (e *zipEntry) descriptor() error {
	head, _ := e.in.Peek(28)
	for _, n := range []int{16, 24, 12, 20} {
		signed := n == 16 || n == 24
		if len(head) < n+2 || string(head[n:n+2]) != "PK" || signed && string(head[:4]) != "PK\x07\x08" {
			continue
		}
		at := 0
		if signed {
			at = 4
		}
		e.want = binary.LittleEndian.Uint32(head[at:])
		_, err := e.in.Discard(n)
		return err
	}
	return io.ErrUnexpectedEOF
}
