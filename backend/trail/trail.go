package trail

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"sync"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

// Files in the trail's folder.
const (
	DatabaseName    = "audit.db"
	CheckpointsName = "audit.checkpoints"
	KeyName         = "audit.key" // private, mode 0600
	PublicKeyName   = "audit.pub"
)

// maxArgs bounds the JSON of one entry; a longer list of files is split over
// several acts by the caller.
const maxArgs = 1 << 20

// Trail is an open trail. One a process; several processes may share the folder.
// Its methods may be called from any goroutine.
type Trail struct {
	dir       string
	path      string
	db        *sql.DB
	key       ed25519.PrivateKey
	anchors   []string // checkpoint files
	logID     string
	boot      string
	actor     string
	host      string
	clock     clock
	recovered []Entry
	notices   []string

	mu     sync.Mutex
	seal   sealer
	closed bool
	last   reading // of the clocks, at the last row of this process
}

// Open opens or makes the trail in dir and closes the intents of processes that
// died. Checkpoints are appended in dir and in each further folder: one on
// another disk or machine is what makes a replaced database visible.
//
// A damaged trail is not replaced by a new one: Open fails, and so does every
// act that needs a witness.
func Open(dir string, further ...string) (*Trail, error) {
	return openWith(dir, further, systemClock())
}

func openWith(dir string, further []string, c clock) (*Trail, error) {
	ctx := context.Background()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.New("open trail", fault.KindOf(err), dir, "choose a folder that can be written", err)
	}
	if err := fsx.MustBeLocal("open trail", dir); err != nil {
		return nil, err
	}
	key, err := openKey(dir)
	if err != nil {
		return nil, err
	}
	t := &Trail{dir: dir, path: filepath.Join(dir, DatabaseName), key: key, boot: bootID(), clock: c}
	t.host, _ = os.Hostname()
	if u, err := user.Current(); err == nil {
		t.actor = u.Username
	}
	for _, d := range append([]string{dir}, further...) {
		t.anchors = append(t.anchors, filepath.Join(d, CheckpointsName))
	}
	if t.db, err = connect(t.path, "_txlock=immediate"); err != nil {
		return nil, wrap("open trail", t.path, err)
	}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return checkVersion(ctx, t.db) },
		t.begin, t.recover,
	} {
		if err := step(ctx); err != nil {
			t.db.Close()
			return nil, wrap("open trail", t.path, err)
		}
	}
	return t, nil
}

// begin makes the schema and the genesis row, or reads the log id from it.
func (t *Trail) begin(ctx context.Context) error {
	if _, err := t.db.ExecContext(ctx, schema); err != nil {
		return err
	}
	var args string
	err := t.db.QueryRowContext(ctx, `SELECT target FROM audit WHERE seq = 1 AND phase = ?`, Genesis).Scan(&t.logID)
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err := t.db.QueryRowContext(ctx, `SELECT CAST(seq AS TEXT) FROM audit LIMIT 1`).Scan(&args); err == nil {
		return fault.New("open trail", fault.Damaged, t.path, "keep the file as evidence, move it aside and start again",
			fault.Say("the first row is gone"))
	}
	id := make([]byte, 16)
	rand.Read(id)
	public := t.key.Public().(ed25519.PublicKey)
	gone := lostSize(t.anchors, public)
	_, err = t.append(ctx, Entry{Phase: Genesis, Op: "begin", Target: hex.EncodeToString(id)},
		map[string]any{"public_key": hex.EncodeToString(public), "lost_rows": gone})
	if err != nil {
		return err
	}
	if gone > 0 {
		t.notices = append(t.notices, fmt.Sprintf("The trail was gone: checkpoints tell of %d entries. A new one was begun, and says so.", gone))
	}
	// Another process may have been first.
	return t.db.QueryRowContext(ctx, `SELECT target FROM audit WHERE seq = 1`).Scan(&t.logID)
}

// Intent records what is about to be done; the act may begin when it returned
// nil. args become JSON.
func (t *Trail) Intent(op, target string, args any) (ref int64, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.append(context.Background(), Entry{Phase: IntentRow, Op: op, Target: target}, args)
}

// Outcome records how the act of an intent ended: "ok", "refused", or what went
// wrong. An intent has one outcome.
func (t *Trail) Outcome(ref int64, outcome string, detail any) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.outcome(context.Background(), ref, outcome, detail); err != nil {
		return err
	}
	return t.sealSoon()
}

func (t *Trail) outcome(ctx context.Context, ref int64, outcome string, detail any) error {
	var e Entry
	err := t.db.QueryRowContext(ctx, `SELECT op, target FROM audit a WHERE seq = ? AND phase = ?
		AND NOT EXISTS (SELECT 1 FROM audit o WHERE o.ref_seq = a.seq)`, ref, IntentRow).Scan(&e.Op, &e.Target)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New("record outcome", fault.Invalid, fmt.Sprint(ref), "", fault.Say("there is no open intent with this number"))
	}
	if err != nil {
		return wrap("record outcome", t.path, err)
	}
	e.Phase, e.Outcome, e.Ref = OutcomeOf, outcome, ref
	_, err = t.append(ctx, e, detail)
	return err
}

// append writes one row at the end of the chain, behind a remark when the clock
// moved since this process's last row.
func (t *Trail) append(ctx context.Context, e Entry, args any) (int64, error) {
	if t.closed {
		return 0, fault.New("record "+e.Op, fault.Stopped, t.path, "", fault.Say("the trail is closed"))
	}
	var err error
	if e.Args, err = asJSON(args); err != nil {
		return 0, fault.New("record "+e.Op, fault.Invalid, e.Target, "", err)
	}
	if len(e.Args) > maxArgs {
		return 0, fault.New("record "+e.Op, fault.Limit, e.Target, "do it in several parts", fault.Say("{0} bytes of arguments", len(e.Args)))
	}
	tx, err := t.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, wrap("record "+e.Op, t.path, err)
	}
	defer tx.Rollback()
	seq, prev := int64(0), make([]byte, 32)
	err = tx.QueryRowContext(ctx, `SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1`).Scan(&seq, &prev)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, wrap("record "+e.Op, t.path, err)
	}
	if e.Phase == Genesis && seq > 0 { // another process was first
		return 1, nil
	}
	now := t.clock()
	chain := []Entry{e}
	if text := t.last.moved(now); text != "" {
		chain = []Entry{{Phase: Remark, Op: "clock", Target: text, Args: "{}"}, e}
	}
	for _, e := range chain {
		seq++
		e.Seq, e.Time, e.Mono, e.Boot = seq, now.wall.UTC().Truncate(time.Millisecond), int64(now.mono), t.boot
		e.Actor, e.Host, e.PID = t.actor, t.host, int64(os.Getpid())
		hash := e.hash(prev)
		if _, err := tx.ExecContext(ctx, `INSERT INTO audit (`+columns+`, prev, hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
			append(e.values(), prev, hash)...); err != nil {
			return 0, wrap("record "+e.Op, t.path, err)
		}
		prev = hash
	}
	if err := tx.Commit(); err != nil {
		return 0, wrap("record "+e.Op, t.path, err)
	}
	t.last = now
	return seq, nil
}

// List returns up to n entries from seq on, in order.
func (t *Trail) List(from int64, n int) ([]Entry, error) {
	rows, err := t.db.Query(`SELECT `+columns+` FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?`, from, n)
	if err != nil {
		return nil, wrap("read trail", t.path, err)
	}
	defer rows.Close()
	var out []Entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, wrap("read trail", t.path, err)
		}
		out = append(out, e)
	}
	return out, wrap("read trail", t.path, rows.Err())
}

// Size is the number of entries, which is the seq of the last one.
func (t *Trail) Size() (n int64, err error) {
	err = t.db.QueryRow(`SELECT ifnull(max(seq), 0) FROM audit`).Scan(&n)
	return n, wrap("read trail", t.path, err)
}

// Recovered lists the intents that Open had to close.
func (t *Trail) Recovered() []Entry { return t.recovered }

// Notices tells what Open found that the user should know.
func (t *Trail) Notices() []string { return t.notices }

// Close writes a last checkpoint and ends the connection.
func (t *Trail) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return nil
	}
	err := t.sealNow()
	t.closed = true
	return errors.Join(err, t.db.Close())
}
