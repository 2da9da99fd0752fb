package decode

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"cordwood/backend/fault"
	"cordwood/backend/inflate"
)

// A damaged file that is read on from a mark says the same of the break as one
// that is read from its start.
func TestResumeNamesTheBreak(t *testing.T) {
	stored := compress(t, Gzip, sample(3_000_000))
	stored = stored[:len(stored)-1000]
	var marks []*inflate.Mark
	r, ok, err := Marked(bytes.NewReader(stored), "a.log.gz", UTF8, NewBudget(DefaultLimits()), func(m *inflate.Mark) { marks = append(marks, m) })
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	want, broken := io.ReadAll(r)
	if fault.KindOf(broken) != fault.Damaged || len(marks) == 0 {
		t.Fatal(len(marks), broken)
	}
	for _, m := range marks {
		got, err := io.ReadAll(Resume(bytes.NewReader(stored[m.Byte():]), "a.log.gz", m))
		if err == nil || err.Error() != broken.Error() || !bytes.Equal(got, want[m.Text:]) {
			t.Errorf("from %d: %d bytes, %v\nwant %v", m.Text, len(got), err, broken)
		}
	}
}

// Limits hold while marks are told.
func TestMarkedKeepsLimits(t *testing.T) {
	l := DefaultLimits()
	l.Entry = 1 << 20
	r, _, err := Marked(bytes.NewReader(compress(t, Gzip, strings.Repeat("x", 2<<20))), "a.log.gz", UTF8, NewBudget(l), func(*inflate.Mark) {})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(r); fault.KindOf(err) != fault.Limit {
		t.Error(err)
	}
}
