package directory

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// revision is a digest of all that a directory is made of, in its order. In which
// line of its file a row stands does not count.
func revision(notes []Note, tables [][]Row) string {
	sum := sha256.New()
	w := bufio.NewWriter(sum)
	say := func(texts ...string) {
		for _, s := range texts { // with their lengths, so that none runs into the next
			_, _ = w.WriteString(strconv.Itoa(len(s)) + ":" + s)
		}
	}
	for _, rows := range tables {
		say("table", strconv.Itoa(len(rows)))
		for _, r := range rows {
			say(r.Company, r.Memo, r.Name, r.Scope, r.Account, r.Host, r.Path, r.Network)
		}
	}
	for _, n := range notes {
		if noteOrder[n.Kind] > 0 {
			say("note", n.Kind, n.Key, n.Company, n.Memo)
		}
	}
	_ = w.Flush() // a digest takes all
	return hex.EncodeToString(sum.Sum(nil)[:12])
}
