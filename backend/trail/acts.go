package trail

import (
	"bytes"

	"cordwood/backend/fault"
)

// Acts returns up to n acts of one operation on one target, newest first: each
// intent with the Outcome that followed, empty while there is none. An intent that
// does not fit its hash any more is fault.Damaged, for somebody changed what was
// done; whether rows are missing, Verify tells.
func (t *Trail) Acts(op, target string, n int) ([]Entry, error) {
	rows, err := t.db.Query(`SELECT `+columns+`, prev, hash,
		ifnull((SELECT o.outcome FROM audit o WHERE o.ref_seq = a.seq AND o.ref_seq <> 0 ORDER BY o.seq LIMIT 1), '')
		FROM audit a WHERE phase = ? AND op = ? AND target = ? ORDER BY seq DESC LIMIT ?`, IntentRow, op, target, n)
	if err != nil {
		return nil, wrap("read trail", t.path, err)
	}
	defer rows.Close()
	var acts []Entry
	for rows.Next() {
		var prev, hash []byte
		var outcome string
		e, err := scanEntry(rows, &prev, &hash, &outcome)
		if err != nil {
			return nil, wrap("read trail", t.path, err)
		}
		if !bytes.Equal(e.hash(prev), hash) {
			return nil, fault.New("read trail", fault.Damaged, t.path, "cordwood trail verify tells more; keep the file as evidence",
				fault.Say("the trail is broken at entry {0}: it was changed", e.Seq))
		}
		e.Outcome = outcome
		acts = append(acts, e)
	}
	return acts, wrap("read trail", t.path, rows.Err())
}
