package search

import (
	"context"
	"errors"
	"io"

	"cordwood/backend/fault"
	"cordwood/backend/index"
)

// Digested is a File that may tell what text it holds without decompressing it:
// its length modulo 2^32 and its CRC-32, if ok.
type Digested interface {
	Digest(ctx context.Context) (sum, length uint32, ok bool, err error)
}

var errOtherText = errors.New("it holds another text than was indexed")

// recognized reports that a copy holds the text whose blocks are known, by its stamp or
// its container, or that it holds another. Where it is neither, the tail tells.
func (f *file) recognized(ctx context.Context, fields Fielder, src File) (same, another bool) {
	if f.recall(fields) {
		return true, false
	}
	return f.repacked(ctx, src)
}

// repacked reports that a compressed copy holds the text whose blocks are known, or,
// under the same length, another, as far as its container tells: what was read plain is
// not read again, and what was changed since in its middle is not taken for it. The
// second pass, which makes marks, decompresses all of the copy and is the proof.
func (f *file) repacked(ctx context.Context, src File) (same, another bool) {
	d, can := src.(Digested)
	s := f.x.Snapshot()
	f.mu.Lock()
	doubted := f.doubted == src
	f.mu.Unlock()
	if !can || doubted || stampOf(src) == "" || !compressed(src) || s.Tail == nil || !s.Summed || s.Problem != nil || s.Totals.Bytes < keptBytes {
		return false, false
	}
	return holds(ctx, d, &s)
}

// holds reports that the copy holds the text of the blocks, or another as long.
func holds(ctx context.Context, d Digested, s *index.Snapshot) (same, another bool) {
	sum, length, ok, err := d.Digest(ctx)
	long := err == nil && ok && length == uint32(s.Totals.Bytes)
	return long && sum == s.Sum, long && sum != s.Sum
}

// other reports an error that says that a copy does not hold the text that is known;
// any other one may pass.
func other(err error) bool {
	kind := fault.KindOf(err)
	return errors.Is(err, errOtherText) || errors.Is(err, io.ErrUnexpectedEOF) || err == io.EOF || kind == fault.Damaged || kind == fault.Limit
}

// doubt has a copy read that was taken for a known text.
func (f *file) doubt(src File, epoch int) {
	f.x.Restart(epoch)
	f.forget()
	f.mu.Lock()
	f.doubted = src
	f.mu.Unlock()
	f.update()
}
