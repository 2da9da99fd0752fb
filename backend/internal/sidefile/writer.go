package sidefile

import (
	"bufio"
	"encoding/binary"
	"hash/crc32"

	"github.com/klauspost/compress/zstd"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
)

// Kind is one sort of side file.
type Kind struct {
	Magic    string // 8 bytes
	Version  uint32
	MaxTable int64 // bytes; a longer table is not read, and not written
	Level    zstd.EncoderLevel
}

const (
	footerSize = 36
	// maxIdentity holds a file id and a few numbers many times over.
	maxIdentity = 1 << 10
	// writeBuffer gathers pieces of a few KiB into calls that are worth one.
	writeBuffer = 128 << 10
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Sum is the sum of all side files, CRC-32C.
func Sum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// Writer writes one side file. Its Write appends to the body.
type Writer struct {
	kind     Kind
	path     string
	identity string
	part     *atomicfile.Part
	buf      *bufio.Writer
	body     int64
	enc      *zstd.Encoder
	packed   []byte
}

// Create begins a side file that Commit will put at path; its folder must exist.
func (k Kind) Create(path, identity string) (*Writer, error) {
	if len(identity) > maxIdentity {
		return nil, fault.New("write", fault.Invalid, path, "", errIdentity)
	}
	part, err := atomicfile.Create(path, 0o600)
	if err != nil {
		return nil, err
	}
	return &Writer{kind: k, path: path, identity: identity, part: part, buf: bufio.NewWriterSize(part, writeBuffer)}, nil
}

func (w *Writer) Write(b []byte) (int, error) {
	n, err := w.buf.Write(b)
	w.body += int64(n)
	return n, err
}

// Commit writes the table and puts the file in place. After an error nothing
// of it is there.
func (w *Writer) Commit(table []byte) error {
	if int64(len(table)) > w.kind.MaxTable {
		w.Abort()
		return fault.New("write", fault.Limit, w.path, "", errTable)
	}
	end := append(table[:len(table):len(table)], w.identity...)
	end = binary.LittleEndian.AppendUint64(end, uint64(w.body))
	end = binary.LittleEndian.AppendUint64(end, uint64(len(table)))
	end = binary.LittleEndian.AppendUint32(end, uint32(len(w.identity)))
	end = binary.LittleEndian.AppendUint32(end, w.kind.Version)
	end = binary.LittleEndian.AppendUint32(end, Sum(end))
	end = append(end, w.kind.Magic...)
	_, err := w.buf.Write(end)
	if err == nil {
		err = w.buf.Flush()
	}
	if err != nil {
		w.Abort()
		return err
	}
	return w.part.Commit()
}

// Abort gives the file up; after a Commit it does nothing.
func (w *Writer) Abort() { w.part.Abort() }
