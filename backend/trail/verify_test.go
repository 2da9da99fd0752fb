package trail

import (
	"database/sql"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sealed is a closed trail with 41 rows.
func sealed(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	tr := openTest(t, dir)
	act(t, tr, 20)
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, verdict(t, dir, VerifyOptions{}), Complete, 41)
	return dir
}

// tamper opens a trail as an attacker would, without the triggers.
func tamper(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := connect(filepath.Join(dir, DatabaseName), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(`DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete`); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestEveryMutationIsFound(t *testing.T) {
	dir := sealed(t)
	db := tamper(t, dir)
	key, _ := readPublicKey(filepath.Join(dir, PublicKeyName))
	points, _, _ := readCheckpoints(filepath.Join(dir, CheckpointsName))
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 1))
	texts := []string{"boot_id", "actor", "host", "op", "target", "args_json", "phase", "outcome"}
	numbers := []string{"ts_wall", "ts_mono", "pid", "ref_seq"}
	k := func() int64 { return 1 + rnd.Int64N(41) }
	// Each gives its statement and the first row that can be blamed for it; 0:
	// the tail, which only the checkpoint sees.
	kinds := map[string]func() (string, int64){
		"edit text": func() (string, int64) {
			at := k()
			return fmt.Sprintf(`UPDATE audit SET %s = %[1]s || 'x' WHERE seq = %d`, texts[rnd.IntN(len(texts))], at), at
		},
		"edit number": func() (string, int64) {
			at := k()
			return fmt.Sprintf(`UPDATE audit SET %s = %[1]s + 1 WHERE seq = %d`, numbers[rnd.IntN(len(numbers))], at), at
		},
		"edit hash": func() (string, int64) {
			at := k()
			return fmt.Sprintf(`UPDATE audit SET hash = randomblob(32) WHERE seq = %d`, at), at
		},
		"slide": func() (string, int64) { // a byte from one field into the next
			at := 1 + 2*(1+rnd.Int64N(20)) - 1 // an intent
			return fmt.Sprintf(`UPDATE audit SET op = op || substr(target, 1, 1), target = substr(target, 2) WHERE seq = %d`, at), at
		},
		"delete": func() (string, int64) {
			at := 1 + rnd.Int64N(40)
			return fmt.Sprintf(`DELETE FROM audit WHERE seq = %d`, at), at
		},
		"delete and close up": func() (string, int64) {
			at := 1 + rnd.Int64N(40)
			return fmt.Sprintf(`DELETE FROM audit WHERE seq = %d; UPDATE audit SET seq = -seq WHERE seq > %[1]d; UPDATE audit SET seq = -seq - 1 WHERE seq < 0`, at), at
		},
		"insert": func() (string, int64) {
			at := 2 + rnd.Int64N(40)
			return fmt.Sprintf(`UPDATE audit SET seq = -seq WHERE seq >= %d; UPDATE audit SET seq = 1 - seq WHERE seq < 0;
				INSERT INTO audit SELECT %[1]d, ts_wall, ts_mono, boot_id, actor, host, pid, op, target, args_json, phase, outcome, ref_seq, hash, randomblob(32)
				FROM audit WHERE seq = %[1]d - 1`, at), at
		},
		"reorder": func() (string, int64) {
			a, b := k(), k()
			for a == b {
				b = k()
			}
			return fmt.Sprintf(`UPDATE audit SET seq = -1 WHERE seq = %d; UPDATE audit SET seq = %[1]d WHERE seq = %d; UPDATE audit SET seq = %[2]d WHERE seq = -1`, a, b), min(a, b)
		},
		"cut tail": func() (string, int64) { return fmt.Sprintf(`DELETE FROM audit WHERE seq > %d`, rnd.Int64N(41)), 0 },
	}
	for kind, mutation := range kinds {
		for range 125 { // 9 kinds: 1,125 in all
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			statement, blamed := mutation()
			if _, err := tx.Exec(statement); err != nil {
				t.Fatal(kind, err)
			}
			r := Report{}.check(ctx, tx, key, points)
			switch {
			case blamed == 0 && r.Code != Rollback:
				t.Errorf("seed %d: %s: code %d, want a rollback: %s", seed, statement, r.Code, r.Text)
			case blamed == 1 && r.Code == KeyProblem: // the genesis row names the key
			case blamed > 0 && (r.Code != Broken || r.BadSeq != blamed):
				t.Errorf("seed %d: %s: code %d at %d, want 1 at %d: %s", seed, statement, r.Code, r.BadSeq, blamed, r.Text)
			}
			tx.Rollback()
		}
	}
}

// An attacker who recomputes all hashes has a chain that fits, and checkpoints
// that do not.
func TestRecomputedChainMeetsTheCheckpoint(t *testing.T) {
	dir := sealed(t)
	key, _ := readPublicKey(filepath.Join(dir, PublicKeyName))
	points, _, _ := readCheckpoints(filepath.Join(dir, CheckpointsName))
	db := tamper(t, dir)
	rows, err := db.Query(`SELECT ` + columns + ` FROM audit ORDER BY seq`)
	if err != nil {
		t.Fatal(err)
	}
	var all []Entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	rows.Close()
	all[17].Target = "another.log"
	prev := make([]byte, 32)
	for _, e := range all {
		h := e.hash(prev)
		if _, err := db.Exec(`UPDATE audit SET target = ?, prev = ?, hash = ? WHERE seq = ?`, e.Target, prev, h, e.Seq); err != nil {
			t.Fatal(err)
		}
		prev = h
	}
	r := Report{}.check(ctx, db, key, points)
	if r.Code != Broken || r.BadSeq > 18 {
		t.Errorf("code %d at %d: %s", r.Code, r.BadSeq, r.Text)
	}
	if r := (Report{}).check(ctx, db, key, nil); r.Code != NotAnchored {
		t.Errorf("without checkpoints: code %d, want not anchored", r.Code)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestOldCopyIsARollback(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	open := func() *Trail { return openTest(t, dir, outside) }
	tr := open()
	act(t, tr, 5)
	tr.Close()
	old := filepath.Join(t.TempDir(), "old.db")
	copyFile(t, filepath.Join(dir, DatabaseName), old)
	oldPoints := filepath.Join(t.TempDir(), "old.checkpoints")
	copyFile(t, filepath.Join(dir, CheckpointsName), oldPoints)
	tr = open()
	act(t, tr, 5)
	tr.Close()
	copyFile(t, old, filepath.Join(dir, DatabaseName))
	want(t, verdict(t, dir, VerifyOptions{}), Rollback, 11)
	// The checkpoints beside the database go back too; those outside remain.
	copyFile(t, oldPoints, filepath.Join(dir, CheckpointsName))
	want(t, verdict(t, dir, VerifyOptions{Anchors: []string{outside}}), Rollback, 11)
	if r := verdict(t, dir, VerifyOptions{Anchors: []string{outside}}); !strings.Contains(r.Text.String(), "checkpoint says 21, database has 11") {
		t.Error(r.Text)
	}
}

func TestLostDatabase(t *testing.T) {
	dir := sealed(t)
	if err := os.Remove(filepath.Join(dir, DatabaseName)); err != nil {
		t.Fatal(err)
	}
	want(t, verdict(t, dir, VerifyOptions{}), Rollback, 0)
	tr := openTest(t, dir)
	if len(tr.Notices()) != 1 || !strings.Contains(tr.Notices()[0], "41 entries") {
		t.Errorf("notices %q", tr.Notices())
	}
	tr.Close()
	want(t, verdict(t, dir, VerifyOptions{}), Rollback, 1)
}

func TestNeverCompleteWithoutCheckpoint(t *testing.T) {
	dir := sealed(t)
	points := filepath.Join(dir, CheckpointsName)
	text, _ := os.ReadFile(points)
	lines := strings.SplitAfter(string(text), "\n")
	f := func(content string, code Code) {
		t.Helper()
		if err := os.WriteFile(points, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		want(t, verdict(t, dir, VerifyOptions{}), code, 41)
	}
	f("", NotAnchored)
	f("a torn li", NotAnchored)
	f(lines[0], NotAnchored) // only the first rows are under a checkpoint
	f(lines[0]+"a torn li\n"+lines[len(lines)-2], Complete)
	if err := os.Remove(points); err != nil {
		t.Fatal(err)
	}
	want(t, verdict(t, dir, VerifyOptions{}), NotAnchored, 41)
}

func TestKeyProblems(t *testing.T) {
	dir, other := sealed(t), sealed(t)
	f := func(what string, code Code) {
		t.Helper()
		if r := verdict(t, dir, VerifyOptions{}); r.Code != code {
			t.Errorf("%s: code %d (%s), want %d", what, r.Code, r.Text, code)
		}
	}
	if r := verdict(t, dir, VerifyOptions{PublicKey: filepath.Join(other, PublicKeyName)}); r.Code != KeyProblem {
		t.Errorf("another key: code %d", r.Code)
	}
	public, points := filepath.Join(dir, PublicKeyName), filepath.Join(dir, CheckpointsName)
	mine, _ := os.ReadFile(public)
	seals, _ := os.ReadFile(points)
	copyFile(t, filepath.Join(other, CheckpointsName), points)
	f("checkpoints of another trail", KeyProblem)
	os.Remove(points)
	copyFile(t, filepath.Join(other, PublicKeyName), public)
	f("another key and no checkpoints", KeyProblem)
	os.Remove(public)
	f("no key", KeyProblem)
	os.WriteFile(public, []byte("nonsense"), 0o600)
	f("a key that is none", KeyProblem)
	os.WriteFile(public, mine, 0o600)
	os.WriteFile(points, []byte(strings.Replace(string(seals), " 41 ", " 40 ", 1)), 0o600)
	f("an edited checkpoint", KeyProblem)
	os.WriteFile(points, seals, 0o600)
	f("all back in place", Complete)
	if info, err := os.Stat(filepath.Join(dir, KeyName)); err != nil || os.PathSeparator == '/' && info.Mode().Perm() != 0o600 {
		t.Errorf("the key's mode: %v %v", info.Mode(), err)
	}
}

func FuzzParseCheckpoint(f *testing.F) {
	f.Add("cordwood-trail/v1 00ff 41 " + hex.EncodeToString(make([]byte, 32)) + " 2026-11-22T12:00:00Z AAAA")
	f.Add("cordwood-trail/v1 - - - - -")
	f.Add("")
	f.Fuzz(func(t *testing.T, line string) {
		if c, ok := parseCheckpoint(line); ok && !strings.HasPrefix(line, c.signed+" ") {
			t.Errorf("%q: signed part %q", line, c.signed)
		}
	})
}
