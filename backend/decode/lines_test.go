package decode

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"cordwood/backend/event"
)

// show writes lines as number@offset+length"text", with a $ for a missing line
// end and a ~ for a cut.
func show(l *Lines) string {
	var out []string
	for l.Next() {
		n := l.Line()
		s := fmt.Sprintf("%d@%d+%d%q", n.Number, n.Offset, n.Length, n.Text)
		if n.Cut {
			s = fmt.Sprintf("%d@%d+%d~%d", n.Number, n.Offset, n.Length, len(n.Text))
		}
		if !n.Terminated {
			s += "$"
		}
		if n.Holes > 0 {
			s += fmt.Sprintf("(%d NUL)", n.Holes)
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestLines(t *testing.T) {
	f := func(text, want string) {
		t.Helper()
		if got := show(NewLines(strings.NewReader(text), 0, 1)); got != want {
			t.Errorf("%.40q:\n got %s\nwant %s", text, got, want)
		}
		if got := show(NewLines(iotest.OneByteReader(strings.NewReader(text)), 0, 1)); len(text) < 1000 && got != want {
			t.Errorf("%.40q byte by byte:\n got %s\nwant %s", text, got, want)
		}
	}
	f("", ``)
	f("a\n", `1@0+2"a"`)
	f("a\nb", `1@0+2"a" 2@2+1"b"$`)
	f("\n\n", `1@0+1"" 2@1+1""`)
	f("a\r\nb\r\n", `1@0+3"a" 2@3+3"b"`)
	f("a\rb\n", `1@0+4"a\rb"`)
	f("a\r", `1@0+2"a\r"$`)
	f("\r\n", `1@0+2""`)
	f("a\u2028b\u0085c\n", `1@0+9"a`+`\u2028`+`b`+`\u0085`+`c"`)
	f("\xff\xfe\n", `1@0+3"\xff\xfe"`)
	f("\x00\x00\x00a\nb\n", `1@0+5"a"(3 NUL) 2@5+2"b"`)
	f("a\x00b\n", `1@0+4"a\x00b"`)
	f("\x00\x00", `1@0+2""$(2 NUL)`)
	f(strings.Repeat("x", maxLine)+"\n", fmt.Sprintf(`1@0+%d%q`, maxLine+1, strings.Repeat("x", maxLine)))
	f(strings.Repeat("x", maxLine+1)+"\nb", fmt.Sprintf(`1@0+%d~%d 2@%d+1"b"$`, maxLine+2, maxLine, maxLine+2))
	f(strings.Repeat("x", 5*maxLine)+"\nb\n", fmt.Sprintf(`1@0+%d~%d 2@%d+2"b"`, 5*maxLine+1, maxLine, 5*maxLine+1))
	f(strings.Repeat("x", 3*maxLine), fmt.Sprintf(`1@0+%d~%d$`, 3*maxLine, maxLine))
	f(strings.Repeat("\x00", 3*maxLine)+"a\n", fmt.Sprintf(`1@0+%d"a"(%d NUL)`, 3*maxLine+2, 3*maxLine))
}

// Lines from any line start on are the lines of the whole.
func TestLinesAgreeWithSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([ab\r\n]|é){0,60}`).Draw(t, "text")
		chunk := rapid.IntRange(1, 7).Draw(t, "chunk")
		l := NewLines(&chunked{strings.NewReader(text), chunk}, 0, 1)
		rest := text
		for number := event.Line(1); rest != ""; number++ {
			line, after, terminated := strings.Cut(rest, "\n")
			if !l.Next() {
				t.Fatalf("no line %d", number)
			}
			want := line
			if terminated {
				want = strings.TrimSuffix(line, "\r")
			}
			got := l.Line()
			if string(got.Text) != want || got.Number != number || got.Terminated != terminated || got.Cut ||
				got.Offset != event.Offset(len(text)-len(rest)) || got.Length != int64(len(rest)-len(after)) {
				t.Fatalf("line %d: %+v, want %q", number, got, want)
			}
			rest = after
		}
		if l.Next() || l.Err() != nil || l.Offset() != event.Offset(len(text)) {
			t.Fatalf("more than there is, %v", l.Err())
		}
	})
}

type chunked struct {
	r io.Reader
	n int
}

func (c *chunked) Read(p []byte) (int, error) { return c.r.Read(p[:min(len(p), c.n)]) }

// An error comes after everything that could be read before it.
func TestLinesDeliverBeforeTheError(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(io.ErrUnexpectedEOF))
	l := NewLines(broken, 10, 5)
	if got, want := show(l), `5@10+2"a" 6@12+1"b"$`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if l.Err() != io.ErrUnexpectedEOF {
		t.Errorf("error %v", l.Err())
	}
}

// A line without end costs no memory.
func TestLinesMemory(t *testing.T) {
	l := NewLines(io.LimitReader(forever('x'), 200<<20), 0, 1)
	for l.Next() {
		if n := l.Line(); n.Length != 200<<20 || !n.Cut || n.Terminated {
			t.Errorf("length %d cut %v", n.Length, n.Cut)
		}
	}
	if len(l.buf) > maxLine+lineBuffer {
		t.Errorf("the buffer grew to %d", len(l.buf))
	}
}

type forever byte

func (f forever) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(f)
	}
	return len(p), nil
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("a\r\nb\n\x00\x00c"))
	f.Add([]byte("\n\r\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l := NewLines(bytes.NewReader(data), 0, 1)
		total := int64(0)
		for l.Next() {
			n := l.Line()
			if int64(n.Offset) != total || n.Length < int64(len(n.Text)) {
				t.Fatalf("%+v at %d", n, total)
			}
			total += n.Length
		}
		if total != int64(len(data)) || l.Err() != nil {
			t.Fatalf("%d of %d bytes, %v", total, len(data), l.Err())
		}
	})
}

func BenchmarkLines(b *testing.B) {
	line := "2026-11-22 10:11:12,345 INFO  [worker-7] c.e.queue.Dispatcher - call 8f3c2e71 was bridged after 412 ms\n"
	data := []byte(strings.Repeat(line, 100_000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		l := NewLines(bytes.NewReader(data), 0, 1)
		n := 0
		for l.Next() {
			n++
		}
		if n != 100_000 {
			b.Fatal(n)
		}
	}
}
