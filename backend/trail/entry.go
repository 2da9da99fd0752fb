package trail

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"time"
)

// Phases of an entry.
const (
	Genesis   = "genesis" // the first row: log id and public key
	IntentRow = "intent"
	OutcomeOf = "outcome"
	Remark    = "remark" // what happened without an act of ours: the clock moved
)

// Outcomes that the trail itself writes; callers write "ok" or what went wrong.
const RecoveredUnknown = "recovered: unknown"

// Entry is one row.
type Entry struct {
	Seq     int64     // 1, 2, 3 ... without a gap; the order, whatever the clock did
	Time    time.Time // the wall clock, UTC, to the millisecond
	Mono    int64     // ns since the process opened the trail; does not jump
	Boot    string    // the machine's boot, where the system tells
	Actor   string    // the system's user
	Host    string
	PID     int64
	Op      string // "delete", "rotate", "export" ...
	Target  string
	Args    string // JSON: arguments of an intent, details of an outcome
	Phase   string
	Outcome string // of an outcome: "ok", "refused", an error's text
	Ref     int64  // an outcome's intent; else 0
}

// columns in the order of hashing.
const columns = `seq, ts_wall, ts_mono, boot_id, actor, host, pid, op, target, args_json, phase, outcome, ref_seq`

const schema = `
CREATE TABLE IF NOT EXISTS audit (
  seq       INTEGER PRIMARY KEY,
  ts_wall   INTEGER NOT NULL,   -- ms since 1970, UTC
  ts_mono   INTEGER NOT NULL,   -- ns since the process opened the trail
  boot_id   TEXT NOT NULL,
  actor     TEXT NOT NULL,
  host      TEXT NOT NULL,
  pid       INTEGER NOT NULL,
  op        TEXT NOT NULL,
  target    TEXT NOT NULL,
  args_json TEXT NOT NULL,
  phase     TEXT NOT NULL,
  outcome   TEXT NOT NULL,
  ref_seq   INTEGER NOT NULL,
  prev      BLOB NOT NULL,
  hash      BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS audit_ref ON audit (ref_seq) WHERE ref_seq <> 0;
CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
`

func (e *Entry) values() []any {
	return []any{e.Seq, e.Time.UnixMilli(), e.Mono, e.Boot, e.Actor, e.Host, e.PID, e.Op, e.Target, e.Args, e.Phase, e.Outcome, e.Ref}
}

// hash chains an entry to the one before: each field goes in with its type and
// length, so that no byte can slide from one field into the next.
func (e *Entry) hash(prev []byte) []byte {
	h := sha256.New()
	h.Write([]byte("cordwood/trail/v1"))
	field := func(kind byte, b []byte) {
		var head [9]byte
		head[0] = kind
		binary.BigEndian.PutUint64(head[1:], uint64(len(b)))
		h.Write(head[:])
		h.Write(b)
	}
	for _, v := range e.values() {
		switch v := v.(type) {
		case int64:
			field('i', binary.BigEndian.AppendUint64(nil, uint64(v)))
		case string:
			field('s', []byte(v))
		}
	}
	field('b', prev)
	return h.Sum(nil)
}

// scanEntry reads columns, and prev and hash when they are asked for too.
func scanEntry(rows *sql.Rows, more ...any) (Entry, error) {
	var e Entry
	var wall int64
	err := rows.Scan(append([]any{
		&e.Seq, &wall, &e.Mono, &e.Boot, &e.Actor, &e.Host, &e.PID, &e.Op, &e.Target, &e.Args,
		&e.Phase, &e.Outcome, &e.Ref,
	}, more...)...)
	e.Time = time.UnixMilli(wall).UTC()
	return e, err
}

// asJSON writes v with the keys of maps in order; nil is {}.
func asJSON(v any) (string, error) {
	if v == nil {
		return "{}", nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimSpace(b.Bytes())), nil
}
