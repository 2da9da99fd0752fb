package trail

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"cordwood/backend/fault"
)

// A checkpoint is one line of an append-only text file:
//
//	cordwood-trail/v1 <log id> <size> <root> <RFC 3339 time> <signature>
//
// size is the number of rows, root the hash of the last of them in hex (it
// commits to all before), the signature Ed25519 over the line up to the blank
// before it, in base64.
type checkpoint struct {
	logID  string
	size   int64
	root   string
	time   string
	signed string // the part under the signature
	sig    []byte
}

const checkpointMark = "cordwood-trail/v1"

func (c checkpoint) genuine(key ed25519.PublicKey) bool {
	return ed25519.Verify(key, []byte(c.signed), c.sig)
}

func parseCheckpoint(line string) (c checkpoint, ok bool) {
	f := strings.Split(line, " ")
	if len(f) != 6 || f[0] != checkpointMark {
		return c, false
	}
	size, err := strconv.ParseInt(f[2], 10, 64)
	sig, serr := base64.StdEncoding.DecodeString(f[5])
	if err != nil || serr != nil {
		return c, false
	}
	return checkpoint{f[1], size, f[3], f[4], line[:len(line)-len(f[5])-1], sig}, true
}

// readCheckpoints reads a file whole; torn counts lines that are no checkpoint,
// such as the one that a power cut left behind. A missing file has none.
func readCheckpoints(path string) (list []checkpoint, torn int, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if c, ok := parseCheckpoint(lines.Text()); ok {
			list = append(list, c)
		} else if lines.Text() != "" {
			torn++
		}
	}
	return list, torn, lines.Err()
}

// lostSize is the largest size that genuine checkpoints tell of, for a database
// that is gone.
func lostSize(anchors []string, key ed25519.PublicKey) (size int64) {
	for _, path := range anchors {
		list, _, _ := readCheckpoints(path)
		for _, c := range list {
			if c.genuine(key) {
				size = max(size, c.size)
			}
		}
	}
	return size
}

// sealer decides when a checkpoint is due.
type sealer struct {
	size  int64 // of the last checkpoint of this process
	at    time.Time
	timer *time.Timer
}

// A checkpoint costs one synced append a file. It is written at the first
// outcome, then after sealRows rows or sealAfter, whichever comes first, so that
// ten thousand deletions in a row do not pay for it each.
const (
	sealRows  = 256
	sealAfter = time.Second
)

// sealSoon writes a checkpoint now or a moment later. t.mu is held.
func (t *Trail) sealSoon() error {
	size, err := t.Size()
	if err != nil {
		return err
	}
	if size-t.seal.size >= sealRows || time.Since(t.seal.at) >= sealAfter {
		return t.sealNow()
	}
	if t.seal.timer == nil {
		t.seal.timer = time.AfterFunc(sealAfter, func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			if !t.closed {
				// A failure shows at the next outcome or at Close, which try again.
				_ = t.sealNow()
			}
		})
	}
	return nil
}

// sealNow writes a checkpoint of all rows to every anchor. t.mu is held.
func (t *Trail) sealNow() error {
	if t.seal.timer != nil {
		t.seal.timer.Stop()
		t.seal.timer = nil
	}
	var size int64
	var root []byte
	err := t.db.QueryRowContext(context.Background(), `SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1`).Scan(&size, &root)
	if err != nil {
		return wrap("write checkpoint", t.path, err)
	}
	if size == t.seal.size || t.sealed(size, hex.EncodeToString(root)) {
		return nil
	}
	signed := fmt.Sprintf("%s %s %d %s %s", checkpointMark, t.logID, size, hex.EncodeToString(root), t.clock().wall.UTC().Format(time.RFC3339))
	line := signed + " " + base64.StdEncoding.EncodeToString(ed25519.Sign(t.key, []byte(signed)))
	var failed error
	for _, path := range t.anchors {
		if err := appendLine(path, line); err != nil {
			failed = errors.Join(failed, fault.New("write checkpoint", fault.KindOf(err), path, "the entries themselves are safe; make the folder writable", err))
		}
	}
	if failed == nil {
		t.seal.size, t.seal.at = size, time.Now()
	}
	return failed
}

// sealed reports that every anchor ends with a checkpoint of just these rows, by
// us or by another process: most commands add nothing.
func (t *Trail) sealed(size int64, root string) bool {
	for _, path := range t.anchors {
		c, ok := lastCheckpoint(path)
		if !ok || c.logID != t.logID || c.size != size || c.root != root || !c.genuine(t.key.Public().(ed25519.PublicKey)) {
			return false
		}
	}
	return true
}

// lastCheckpoint reads the last line of a file, which must be whole.
func lastCheckpoint(path string) (checkpoint, bool) {
	f, err := os.Open(path)
	if err != nil {
		return checkpoint{}, false
	}
	defer f.Close()
	const longest = 1 << 10
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return checkpoint{}, false
	}
	tail := make([]byte, min(end, longest))
	if _, err := f.ReadAt(tail, end-int64(len(tail))); err != nil {
		return checkpoint{}, false
	}
	line, whole := strings.CutSuffix(string(tail), "\n")
	if !whole {
		return checkpoint{}, false
	}
	return parseCheckpoint(line[strings.LastIndexByte(line, '\n')+1:])
}

// appendLine adds a line and syncs it. It begins with a line end when the last
// write was torn.
func appendLine(path, line string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if end, err := f.Seek(0, io.SeekEnd); err == nil && end > 0 {
		last := make([]byte, 1)
		if _, err := f.ReadAt(last, end-1); err == nil && last[0] != '\n' {
			line = "\n" + line
		}
	}
	_, werr := f.WriteString(line + "\n")
	return errors.Join(werr, f.Sync(), f.Close())
}
