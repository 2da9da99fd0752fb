package inflate

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// digestBytes is what Digest reads at once.
const digestBytes = 128 << 10

// Digest is what the trailer of a stream of one member says of its text: the CRC-32,
// and the length modulo 2^32 (RFC 1952, section 2.3.1). Nothing is decompressed. All
// of the stream is gone over: where a further member may begin, as three bytes by chance
// look like it once in some 10 GB, ok is false, because the last trailer speaks of
// the last member only.
func Digest(r io.Reader) (sum, length uint32, ok bool, err error) {
	buf := make([]byte, digestBytes)
	kept, start := 0, true
	for {
		n, err := io.ReadFull(r, buf[kept:])
		text := buf[:kept+n]
		ended := err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !ended {
			return 0, 0, false, err
		}
		if start {
			if len(text) < headerBytes+trailerBytes || !opens(text) {
				return 0, 0, false, nil
			}
		}
		from := 0
		if start {
			from = 1
		}
		if another(text[from:]) {
			return 0, 0, false, nil
		}
		if ended {
			t := text[len(text)-trailerBytes:]
			return binary.LittleEndian.Uint32(t), binary.LittleEndian.Uint32(t[4:]), true, nil
		}
		start = false
		kept = copy(buf, text[len(text)-headerBytes+1:]) // a header across the edge
	}
}

const (
	headerBytes  = 10
	trailerBytes = 8
)

var magic = []byte{0x1f, 0x8b, 8}

// another reports a place at which a member may begin.
func another(text []byte) bool {
	for {
		i := bytes.Index(text, magic)
		if i < 0 || len(text)-i < headerBytes {
			return false
		}
		if text = text[i:]; opens(text) {
			return true
		}
		text = text[1:]
	}
}

// opens reports that text begins as a member does: the magic, no reserved flag, and
// one of the extra flags that writers set.
func opens(text []byte) bool {
	return bytes.HasPrefix(text, magic) && text[3]&0xe0 == 0 && (text[8] == 0 || text[8] == 2 || text[8] == 4)
}
