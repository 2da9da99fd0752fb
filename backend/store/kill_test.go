package store

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"cordwood/backend/event"
)

// TestChildIngests is the process that TestKillWhileIngesting kills: it goes on
// from the stored position and prints what was acknowledged.
func TestChildIngests(t *testing.T) {
	path := os.Getenv("CORDWOOD_KILL_STORE")
	if path == "" {
		t.Skip("runs only as the child of TestKillWhileIngesting")
	}
	s, err := Open(ctx, path)
	if err != nil {
		fmt.Println("error", err)
		return
	}
	at, err := s.Position(ctx, "s1", "f1")
	for pos := at.Offset; err == nil; pos += 700 {
		from := int(pos / 100)
		b := visits(from, from+7)
		b.Audit = []AuditEvent{{At: At{Offset: pos, Line: event.Line(from + 1)}, Time: noon, Action: "modify", Module: "queue", Raw: "x"}}
		if err = s.Ingest(ctx, b); err == nil {
			fmt.Println("ack", int64(pos)+700)
		}
	}
	fmt.Println("error", err)
}

// Whatever was acknowledged is there once, and nothing is there twice, however
// often the process is killed. 20 kills; 200 with CORDWOOD_SOAK=1.
func TestKillWhileIngesting(t *testing.T) {
	kills := 20
	if os.Getenv("CORDWOOD_SOAK") == "1" {
		kills = 200
	}
	if testing.Short() {
		kills = 3
	}
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 2))
	path := filepath.Join(t.TempDir(), "killed.db")
	acked, unacked := int64(0), 0
	for range kills {
		last := childUntilKilled(t, path, time.Duration(5+rnd.IntN(60))*time.Millisecond)
		acked = max(acked, last)
		s, err := Open(ctx, path)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if n := s.Notices(); len(n) > 0 {
			t.Fatalf("seed %d: %v", seed, n)
		}
		if err := s.Check(ctx); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		pos := must(s.Position(ctx, "s1", "f1"))(t).Offset
		if int64(pos) < acked {
			t.Fatalf("seed %d: %d was acknowledged, the position is %d", seed, acked, pos)
		}
		if int64(pos) > acked {
			unacked++
		}
		var rows, distinct, audits int64
		err = s.readers.QueryRow(`SELECT count(*), count(DISTINCT "offset"), (SELECT count(*) FROM audit_event) FROM access_event`).Scan(&rows, &distinct, &audits)
		if err != nil || rows != int64(pos)/100 || rows != distinct || audits != int64(pos)/700 {
			t.Fatalf("seed %d: position %d with %d rows, %d different, %d audit rows (%v)", seed, pos, rows, distinct, audits, err)
		}
		s.Close()
	}
	t.Logf("seed %d: %d kills, %d rows acknowledged, 0 lost, 0 doubled; %d times one batch more was there than acknowledged", seed, kills, acked/100, unacked)
}

// childUntilKilled gives what the child acknowledged last before it was killed,
// some time after its first acknowledgement.
func childUntilKilled(t *testing.T, path string, after time.Duration) (acked int64) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestChildIngests$")
	cmd.Env = append(os.Environ(), "CORDWOOD_KILL_STORE="+path)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	read := func() bool {
		line, err := lines.ReadBytes('\n')
		if rest, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("error ")); ok {
			t.Errorf("the child: %s", rest)
		}
		if rest, ok := bytes.CutPrefix(line, []byte("ack ")); ok && err == nil {
			acked, _ = strconv.ParseInt(string(bytes.TrimSpace(rest)), 10, 64)
		}
		return err == nil
	}
	read()
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	for read() {
	}
	io.Copy(io.Discard, out)
	cmd.Wait()
	return acked
}
