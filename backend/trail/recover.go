package trail

import (
	"context"
	"os"
)

// recover gives an outcome to the intents of processes that are gone. What the
// act did by then nobody knows from here: the outcome says so, and Recovered
// hands the intents to those who can look at the files.
func (t *Trail) recover(ctx context.Context) error {
	rows, err := t.db.QueryContext(ctx, `SELECT `+columns+` FROM audit a WHERE phase = ?
		AND NOT EXISTS (SELECT 1 FROM audit o WHERE o.ref_seq = a.seq) ORDER BY seq`, IntentRow)
	if err != nil {
		return err
	}
	defer rows.Close()
	var open []Entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return err
		}
		if !t.atWork(e) {
			open = append(open, e)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close() // there is one connection
	for _, e := range open {
		if err := t.outcome(ctx, e.Seq, RecoveredUnknown, nil); err != nil {
			return err
		}
	}
	t.recovered = open
	return nil
}

// atWork reports whether the process that wrote the intent may still be at it:
// another process of this boot that is alive. A process has one trail, so an
// intent of our own number was left by a process before us.
func (t *Trail) atWork(e Entry) bool {
	return e.Host == t.host && e.Boot == t.boot && e.PID != int64(os.Getpid()) && alive(int(e.PID))
}
