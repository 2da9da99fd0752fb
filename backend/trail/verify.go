package trail

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"cordwood/backend/fault"
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
	Text     fault.Said
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
		return r.say(KeyProblem, fault.Say("The public key cannot be read: {0}.", err)), nil
	}
	var points []checkpoint
	for _, d := range append([]string{dir}, o.Anchors...) {
		list, torn, err := readCheckpoints(filepath.Join(d, CheckpointsName))
		if err != nil {
			return r.say(Unreadable, fault.Say("The checkpoints in {0} cannot be read: {1}.", d, err)), nil
		}
		r.Torn += torn
		points = append(points, list...)
	}
	for _, p := range points {
		if !p.genuine(key) {
			return r.say(KeyProblem, fault.Say("A checkpoint of {0} over entries 1 to {1} is not signed by this key.", p.time, p.size)), nil
		}
	}
	r = r.withDatabase(ctx, dir, key, points)
	return r, ctx.Err()
}

func (r Report) say(c Code, text fault.Said) Report {
	r.Code, r.OK, r.Text = c, c == Complete, text
	return r
}

func (r Report) withDatabase(ctx context.Context, dir string, key ed25519.PublicKey, points []checkpoint) Report {
	path := filepath.Join(dir, DatabaseName)
	if _, err := os.Stat(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) && len(points) > 0 {
			return r.say(Rollback, fault.Say("The trail is gone; checkpoints tell of entries 1 to {0}.", largest(points)))
		}
		return r.say(Unreadable, fault.Say("The trail cannot be read: {0}.", err))
	}
	db, err := connect(path, "_pragma=query_only(1)")
	if err != nil {
		return r.say(Unreadable, fault.Say("The trail cannot be read: {0}.", err))
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
		return r.say(Unreadable, fault.Say("The trail cannot be read: {0}.", err))
	}
	defer rows.Close()
	prev, logID := make([]byte, sha256Size), ""
	for rows.Next() {
		var storedPrev, storedHash []byte
		e, err := scanEntry(rows, &storedPrev, &storedHash)
		if err != nil {
			return r.broken(r.Rows+1, fault.Say("The trail is broken at entry {0}: it cannot be read.", r.Rows+1))
		}
		if e.Seq != r.Rows+1 {
			return r.broken(r.Rows+1, fault.Say("The trail is broken at entry {0}: it is missing.", r.Rows+1))
		}
		if e.Seq == 1 {
			if e.Phase != Genesis {
				return r.broken(1, fault.Say("The trail is broken at entry 1: the trail does not begin with it."))
			}
			logID = e.Target
			if !bytes.Contains([]byte(e.Args), []byte(hex.EncodeToString(key))) {
				return r.say(KeyProblem, fault.Say("The trail was begun with another key."))
			}
		}
		if !bytes.Equal(storedPrev, prev) {
			return r.broken(e.Seq, fault.Say("The trail is broken at entry {0}: it does not follow the entry before it.", e.Seq))
		}
		if prev = e.hash(prev); !bytes.Equal(storedHash, prev) {
			return r.broken(e.Seq, fault.Say("The trail is broken at entry {0}: it was changed.", e.Seq))
		}
		r.Rows = e.Seq
		for _, p := range at[e.Seq] {
			if p.logID == logID && p.root != hex.EncodeToString(prev) {
				return r.broken(r.Anchored+1, fault.Say("The trail is broken at entry {0}: the checkpoint of {1} over entries 1 to {2} says otherwise.", r.Anchored+1, p.time, p.size))
			}
			if p.logID == logID {
				r.Anchored = e.Seq
			}
		}
	}
	if err := rows.Err(); err != nil {
		return r.say(Unreadable, fault.Say("The trail cannot be read behind entry {0}: {1}.", r.Rows, err))
	}
	return r.judge(logID, points)
}

func (r Report) broken(seq int64, text fault.Said) Report {
	r.BadSeq = seq
	return r.say(Broken, text)
}

// judge gives the verdict over an intact chain.
func (r Report) judge(logID string, points []checkpoint) Report {
	for _, p := range points {
		if p.logID != logID {
			return r.say(Rollback, fault.Say("Rollback: a checkpoint of {0} tells of another trail with entries 1 to {1}, which is gone.", p.time, p.size))
		}
	}
	if size := largest(points); size > r.Rows {
		return r.say(Rollback, fault.Say("Rollback: checkpoint says {0}, database has {1}.", size, r.Rows))
	}
	if r.Rows == 0 {
		return r.say(Unreadable, fault.Say("The trail is empty: not even its first entry is there."))
	}
	switch {
	case r.Anchored == 0 && r.Rows == 1:
		return r.say(NotAnchored, fault.Say("1 entry is intact, but NOT anchored: no checkpoint vouches for it."))
	case r.Anchored == 0:
		return r.say(NotAnchored, fault.Say("{0} entries are intact among themselves, but NOT anchored: no checkpoint vouches for them.", r.Rows))
	case r.Anchored < r.Rows:
		return r.say(NotAnchored, fault.Say("{0} entries are intact; the last {1} NOT anchored: no checkpoint vouches for what came behind entry {2} yet.", r.Rows, r.Rows-r.Anchored, r.Anchored))
	case r.Rows == 1:
		return r.say(Complete, fault.Say("1 entry is complete and anchored."))
	}
	return r.say(Complete, fault.Say("{0} entries are complete and anchored.", r.Rows))
}

const sha256Size = 32
