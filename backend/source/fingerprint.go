package source

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"cordwood/backend/event"
)

const (
	// HeadBytes is how much of a file's beginning its id is made from: a log's
	// first lines carry times, and a file is rarely looked at before it has them.
	HeadBytes = 1024
	// LongHeadBytes tells files apart that begin with the same banner.
	LongHeadBytes = 64 << 10
)

// Fingerprint is the id of a file by its first min(n, len(head)) decompressed
// bytes: the hex SHA-256 of those bytes followed by their number as eight bytes,
// big endian. A rename or a compression does not change it.
func Fingerprint(head []byte, n int) event.FileID {
	n = min(n, len(head))
	h := sha256.New()
	h.Write(head[:n])
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
	return event.FileID(hex.EncodeToString(h.Sum(nil)))
}

// PathID is the id of what has no content to be known by: an empty or an
// unreadable file, or a byte for byte twin of another. qualifier says which.
func PathID(qualifier, path string) event.FileID {
	sum := sha256.Sum256([]byte(qualifier + "\x00" + path))
	return event.FileID(hex.EncodeToString(sum[:]))
}
