package tail

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/search"
)

func head(n int) string { return fmt.Sprintf("2026-11-22 08:00:%02d.000 INFO  [main] a.B - n%d", n, n) }

// taken is what was handed out since the last call, as its last words.
func (y *yard) taken() string {
	var out []string
	for _, line := range y.got {
		out = append(out, line[strings.LastIndexByte(line, ' ')+1:])
	}
	y.got = nil
	return strings.Join(out, " ")
}

// An entry is handed out when the next begins, or after a silence; what comes
// later is more of it.
func TestWhenEntriesAreHandedOut(t *testing.T) {
	y := newYard(t, "-never")
	y.begin(10)
	step := func(text string, looks int, want string) {
		t.Helper()
		y.append("a.log", text)
		for range looks {
			y.look()
		}
		if got := y.taken(); got != want {
			t.Errorf("after %q: %q, want %q", text, got, want)
		}
	}
	step(head(1)+"\n", 1, "")
	step(head(2)+"\n\tat f1\n", 1, "n1")
	step("", 4, "n2 f1")
	step("\tat f2\n", 1, "f2")
	step(head(3), 4, "") // no line end
	step("\n", 1, "")
	step("", 4, "n3")
	step("\tat f3\n"+head(4), 4, "f3")
	step("", 10, "n4") // a second of silence ends a line too
	step("-and", 12, "-and")
	step("-more\n", 3, "-more")
	step(head(5)+"\r\n", 4, "n5")
	step(strings.Repeat("\x00", 200)+head(6)+"\n", 4, "bytes] n6")
	step(strings.Repeat("\x00", 150), 1, "")
	step(strings.Repeat("\x00", 150)+"\n"+head(7)+"\n", 4, "bytes] n7")
	step(head(7)+" never\n"+head(8)+"\n", 4, "n8")
}

// An entry may match by a line that comes late.
func TestLateMatch(t *testing.T) {
	y := newYard(t, "needle")
	y.begin(10)
	for _, text := range []string{head(1) + "\n", head(2) + "\n", "\tat needle\n", "\tat f\n", head(3) + " needle", "x\n"} {
		y.append("a.log", text)
		for range 12 {
			y.look()
		}
	}
	if got := y.taken(); got != "n2 needle f needlex" && got != "n2 needle f needle x" {
		t.Error(got)
	}
}

func TestBegin(t *testing.T) {
	f := func(n int, q string, files map[string]string, want string) {
		t.Helper()
		y := newYard(t, q)
		for name, text := range files {
			y.append(name, text)
		}
		y.begin(n)
		if got := y.taken(); got != want {
			t.Errorf("the last %d of %s: %q, want %q", n, q, got, want)
		}
		// What was there does not come again, and what comes, does.
		y.append("a.log", head(59)+" needle n33 n2\n")
		y.rest()
		if got := strings.Join(y.got, "|"); got != head(59)+" needle n33 n2" {
			t.Errorf("behind it: %q", got)
		}
	}
	many := func(from, to int) string {
		var b strings.Builder
		for i := from; i < to; i++ {
			b.WriteString(head(i) + "\n")
		}
		return b.String()
	}
	wide := many(0, 3) + "2026-11-22 08:00:30.000 INFO  [main] a.B - needle\n" + strings.Repeat(head(31)+" "+strings.Repeat("y", 200)+" z\n", 30_000) + many(32, 34)
	f(3, "", map[string]string{"a.log": many(0, 9)}, "n6 n7 n8")
	f(0, "", map[string]string{"a.log": many(0, 9)}, "")
	f(9, "", map[string]string{"a.log": many(4, 6), "a.log.1": many(0, 4), "a.log.2": ""}, "n0 n1 n2 n3 n4 n5")
	f(2, "", map[string]string{"a.log": many(4, 5), "a.log.1": many(3, 4), "a.log.2": many(2, 3)}, "n3 n4")
	f(3, "", map[string]string{"a.log": many(4, 5), "b.log": many(3, 4) + many(6, 7)}, "n3 n4 n6")
	f(2, "needle", map[string]string{"a.log": wide}, "needle")
	f(2, "n33", map[string]string{"a.log": wide}, "n33")
	f(5, "n2", map[string]string{"a.log": wide}, "n2")
}

// A line that is being written when following begins is handed out whole.
func TestBeginInALine(t *testing.T) {
	y := newYard(t, "")
	y.append("a.log", head(1)+"\n"+head(2))
	y.begin(5)
	y.append("a.log", "-whole\n")
	y.rest()
	if got := y.taken(); got != "n1 n2-whole" {
		t.Error(got)
	}
}

func TestNotices(t *testing.T) {
	y := newYard(t, "")
	check := func(err error) { t.Helper(); y.check(err) }
	y.append("a.log", head(1)+"\n")
	y.begin(0)
	steps := []struct {
		do   func()
		want string
	}{
		{func() {
			check(os.Rename(y.path("a.log"), y.path("a.log.1")))
			y.append("a.log", head(2)+"\n")
		}, "a.log rotated continued from a.log.1"},
		{func() { check(os.Truncate(y.path("a.log"), 0)) }, "a.log truncated the file was emptied or replaced at 08:00:01"},
		{func() { y.append("a.log", head(3)+"\n") }, ""},
		{func() { check(os.Remove(y.path("a.log.1"))) }, "a.log.1 removed the file is not there any more"},
		{func() { check(os.Remove(y.path("a.log"))) }, "a.log removed the file is not there any more"},
	}
	for _, s := range steps {
		s.do()
		y.rest()
		var told []string
		for _, n := range y.told {
			if !strings.HasPrefix(n, "   ") {
				told = append(told, n)
			}
		}
		if got := strings.Join(slices.Compact(told), "|"); got != s.want {
			t.Errorf("told %q, want %q", got, s.want)
		}
		y.told = nil
	}
}

// A file of one line without an end is not read again and again, nor held whole.
func TestLongLine(t *testing.T) {
	y := newYard(t, "")
	y.append("a.log", head(1)+"\n")
	y.begin(0)
	for range 40 {
		y.append("a.log", strings.Repeat("x", 100_000))
		y.look()
	}
	y.append("a.log", "\n"+head(2)+"\n")
	y.rest()
	sp := y.tail.strands[0].spots[0]
	if len(y.got) == 0 || y.got[len(y.got)-1] != head(2) || cap(sp.part) > 3<<20 {
		t.Error(len(y.got), cap(sp.part))
	}
}

// A file that cannot be read is told once and tried again.
func TestUnreadable(t *testing.T) {
	var told []string
	now := time.Now()
	tl := New(Options{Now: func() time.Time { return now }, Tell: func(n search.Notice) { told = append(told, n.Kind) }, Give: func(*Entry) {}})
	tl.Take(search.Chain{Family: "a", Files: []search.File{broken{}}})
	for range 50 {
		tl.Look(context.Background())
		now = now.Add(100 * time.Millisecond)
	}
	if len(told) != 1 {
		t.Error(told)
	}
}

type broken struct{ search.File }

func (broken) ID() event.FileID { return "b" }
func (broken) Name() string     { return "b.log" }
func (broken) Live() bool       { return true }
func (broken) Reader(context.Context, event.Offset) (io.ReadCloser, error) {
	return nil, fault.New("read", fault.Denied, "b.log", "", nil)
}
