package trail

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Code is the verdict of Verify, and the exit code of the command line.
type Code int

const (
	Complete    Code = 0 // intact, and the last row is under a checkpoint
	Broken      Code = 1 // a row was changed, added, removed or moved
	NotAnchored Code = 2 // intact, but no checkpoint vouches for the last rows or for any
	Rollback    Code = 3 // a checkpoint tells of rows that are not there
	KeyProblem  Code = 4 // the public key is missing, or is not the one that signed
	Unreadable  Code = 5 // the database cannot be read
)

// Report is what Verify found.
type Report struct {
	Code     Code
	Text     string // a sentence for people
	Rows     int64
	OK       bool  // Code == Complete
	BadSeq   int64 // the first row that does not fit; 0 when all do
	Anchored int64 // rows up to the newest checkpoint that agrees
	Torn     int   // lines of checkpoint files that are no checkpoints
}

// VerifyOptions name what lies elsewhere.
type VerifyOptions struct {
	Anchors   []string // folders with further checkpoint files
	PublicKey string   // file; "" is the one in the trail's folder
}

// Verify checks the trail in dir: every row, and every checkpoint that can be
// reached. It never says Complete without a checkpoint. The error is only for a
// context that ended; what is wrong with the trail is in the report.
func Verify(ctx context.Context, dir string, o VerifyOptions) (Report, error) {
	var r Report
	keyFile := o.PublicKey
	if keyFile == "" {
		keyFile = filepath.Join(dir, PublicKeyName)
	}
	key, err := readPublicKey(keyFile)
	if err != nil {
		return r.say(KeyProblem, "The public key cannot be read: %v.", err), nil
	}
	var points []checkpoint
	for _, d := range append([]string{dir}, o.Anchors...) {
		list, torn, err := readCheckpoints(filepath.Join(d, CheckpointsName))
		if err != nil {
			return r.say(Unreadable, "The checkpoints in %s cannot be read: %v.", d, err), nil
		}
		r.Torn += torn
		points = append(points, list...)
	}
	for _, p := range points {
		if !p.genuine(key) {
			return r.say(KeyProblem, "A checkpoint of %s over %s is not signed by this key.", p.time, entries(p.size)), nil
		}
	}
	r = r.withDatabase(ctx, dir, key, points)
	return r, ctx.Err()
}

func (r Report) say(c Code, format string, args ...any) Report {
	r.Code, r.OK, r.Text = c, c == Complete, fmt.Sprintf(format, args...)
	return r
}

func (r Report) withDatabase(ctx context.Context, dir string, key ed25519.PublicKey, points []checkpoint) Report {
	path := filepath.Join(dir, DatabaseName)
	if _, err := os.Stat(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) && len(points) > 0 {
			return r.say(Rollback, "The trail is gone; checkpoints tell of %s.", entries(largest(points)))
		}
		return r.say(Unreadable, "The trail cannot be read: %v.", err)
	}
	db, err := connect(path, "_pragma=query_only(1)")
	if err != nil {
		return r.say(Unreadable, "The trail cannot be read: %v.", err)
	}
	defer db.Close()
	return r.check(ctx, db, key, points)
}

func largest(points []checkpoint) (size int64) {
	for _, p := range points {
		size = max(size, p.size)
	}
	return size
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// check walks the chain once and holds the checkpoints against it.
func (r Report) check(ctx context.Context, db querier, key ed25519.PublicKey, points []checkpoint) Report {
	at := map[int64][]checkpoint{}
	for _, p := range points {
		at[p.size] = append(at[p.size], p)
	}
	rows, err := db.QueryContext(ctx, `SELECT `+columns+`, prev, hash FROM audit ORDER BY seq`)
	if err != nil {
		return r.say(Unreadable, "The trail cannot be read: %v.", err)
	}
	defer rows.Close()
	prev, logID := make([]byte, sha256Size), ""
	for rows.Next() {
		var storedPrev, storedHash []byte
		e, err := scanEntry(rows, &storedPrev, &storedHash)
		if err != nil {
			return r.broken(r.Rows+1, "it cannot be read")
		}
		if e.Seq != r.Rows+1 {
			return r.broken(r.Rows+1, "it is missing")
		}
		if e.Seq == 1 {
			if e.Phase != Genesis {
				return r.broken(1, "the trail does not begin with it")
			}
			logID = e.Target
			if !bytes.Contains([]byte(e.Args), []byte(hex.EncodeToString(key))) {
				return r.say(KeyProblem, "The trail was begun with another key.")
			}
		}
		if !bytes.Equal(storedPrev, prev) {
			return r.broken(e.Seq, "it does not follow the entry before it")
		}
		if prev = e.hash(prev); !bytes.Equal(storedHash, prev) {
			return r.broken(e.Seq, "it was changed")
		}
		r.Rows = e.Seq
		for _, p := range at[e.Seq] {
			if p.logID == logID && p.root != hex.EncodeToString(prev) {
				return r.broken(r.Anchored+1, fmt.Sprintf("the checkpoint of %s over %s says otherwise", p.time, entries(p.size)))
			}
			if p.logID == logID {
				r.Anchored = e.Seq
			}
		}
	}
	if err := rows.Err(); err != nil {
		return r.say(Unreadable, "The trail cannot be read behind entry %d: %v.", r.Rows, err)
	}
	return r.judge(logID, points)
}

func (r Report) broken(seq int64, why string) Report {
	r.BadSeq = seq
	return r.say(Broken, "The trail is broken at entry %d: %s.", seq, why)
}

// judge gives the verdict over an intact chain.
func (r Report) judge(logID string, points []checkpoint) Report {
	for _, p := range points {
		if p.logID != logID {
			return r.say(Rollback, "Rollback: a checkpoint of %s tells of another trail with %s, which is gone.", p.time, entries(p.size))
		}
	}
	if size := largest(points); size > r.Rows {
		return r.say(Rollback, "Rollback: checkpoint says %d, database has %d.", size, r.Rows)
	}
	if r.Rows == 0 {
		return r.say(Unreadable, "The trail is empty: not even its first entry is there.")
	}
	if r.Anchored == 0 {
		return r.say(NotAnchored, "%s intact among themselves, but NOT anchored: no checkpoint vouches for them.", entriesAre(r.Rows))
	}
	if r.Anchored < r.Rows {
		return r.say(NotAnchored, "%s intact; the last %d NOT anchored: no checkpoint vouches for what came behind entry %d yet.", entriesAre(r.Rows), r.Rows-r.Anchored, r.Anchored)
	}
	return r.say(Complete, "%s complete and anchored.", entriesAre(r.Rows))
}

func entries(n int64) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

func entriesAre(n int64) string {
	if n == 1 {
		return "1 entry is"
	}
	return entries(n) + " are"
}

const sha256Size = 32
