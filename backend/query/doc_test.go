package query

import (
	"os"
	"strings"
	"testing"

	"cordwood/backend/fault"
)

// TestManual runs every example of docs/query.md.
func TestManual(t *testing.T) {
	manual, err := os.ReadFile("../../docs/query.md")
	if err != nil {
		t.Fatal(err)
	}
	examples, says := 0, ""
	unescape := strings.NewReplacer(`\|`, `|`, `\*`, `*`, `\_`, `_`)
	for line := range strings.Lines(string(manual)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if len(cells) != 2 {
			continue
		}
		left, right := strings.TrimSpace(cells[0]), unescape.Replace(strings.TrimSpace(cells[1]))
		if left == "write" {
			says = right
			continue
		}
		examples++
		in := unescape.Replace(strings.Trim(left, "`"))
		var got string
		q, notices, err := Parse(in, desk)
		switch {
		case err != nil:
			got = err.Error()
		case says == "it means":
			got = fault.Text(q.Explain())
		case len(notices) > 0:
			got = notices[0].Msg.String()
		}
		if got != right {
			t.Errorf("%s\n  says %s\nmanual %s", in, got, right)
		}
		if says == "it means" && (err != nil || len(notices) > 0) {
			t.Errorf("%s: %v %v", in, notices, err)
		}
	}
	if examples < 50 {
		t.Errorf("only %d examples were found", examples)
	}
}
