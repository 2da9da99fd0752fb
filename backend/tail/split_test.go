package tail

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/parse"
	"cordwood/backend/query"
	"cordwood/backend/search"
)

// memory is a file as it was written so far; each look sees another one.
type memory struct{ text []byte }

func (*memory) ID() event.FileID { return "m" }
func (*memory) Name() string     { return "m.log" }
func (*memory) Live() bool       { return true }

func (*memory) Fielder(context.Context) (search.Fielder, error) { return aParser(), nil }

func aParser() search.Fielder {
	return parse.Detect([]byte(head(1)+"\n"), parse.Options{Zone: time.UTC})
}

func (m *memory) Reader(_ context.Context, at event.Offset) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(m.text[min(int(at), len(m.text)):])), nil
}

func (m *memory) At(context.Context) (index.ReaderAtCloser, int64, error) {
	return readerAt{bytes.NewReader(m.text), io.NopCloser(nil)}, int64(len(m.text)), nil
}

// writer is a file in memory that is followed from its start.
type writer struct {
	tail *Tail
	now  time.Time
	got  []string
	more bool // something was handed out as more of an entry
}

func newWriter(q *query.Query) *writer {
	w := &writer{now: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)}
	w.tail = New(Options{
		Query: q, Hold: 200 * time.Millisecond, Now: func() time.Time { return w.now }, Tell: func(search.Notice) {},
		Give: func(e *Entry) {
			w.got, w.more = append(w.got, said(&e.Found)), w.more || e.More
		},
	})
	return w
}

func said(f *search.Found) string {
	return fmt.Sprintf("line %d of %d at %d+%d: %q", f.Line, f.Lines, f.Offset, f.Length, f.Text)
}

// written is the text so far, looked at after so long.
func (w *writer) written(text []byte, after time.Duration) {
	w.now = w.now.Add(after)
	w.tail.Take(search.Chain{Family: "m", Files: []search.File{&memory{text}}})
	w.tail.Look(context.Background())
}

// sifted is what a search finds in the whole text.
func siftedOf(t interface{ Fatal(...any) }, text []byte, q *query.Query) []string {
	e := search.New(search.Options{})
	defer e.Close()
	var out []string
	_, notices, err := e.Sift(context.Background(), []search.Chain{{Family: "m", Files: []search.File{&memory{text}}}}, search.Sieve{Query: q}, func(f *search.Found) bool {
		out = append(out, said(f))
		return true
	})
	if err != nil || len(notices) > 0 {
		t.Fatal(err, notices)
	}
	return out
}

// hardText is lines of every kind, of about n bytes, that begins with an entry.
func hardText(rnd *rand.Rand, n int) []byte {
	b := []byte(head(0) + " begin\n")
	for i := 1; len(b) < n; i++ {
		line := head(i%60) + strings.Repeat(" needle", rnd.IntN(2))
		switch rnd.IntN(9) {
		case 0:
			line = "\tat frame " + fmt.Sprint(i)
		case 1:
			line = ""
		case 2:
			line = strings.Repeat("\x00", rnd.IntN(3*index.HoleBytes)) + line
		case 3:
			line = strings.Repeat("\x00", rnd.IntN(3*index.HoleBytes))
		case 4:
			line += "\x00\xff\xfe é \u2028 \r inside" + strings.Repeat("\x00", 20)
		case 5:
			line += " 试 " + strings.Repeat("z", rnd.IntN(400))
		case 6:
			line = "  needle below"
		}
		b = append(b, line+[]string{"\n", "\n", "\r\n"}[rnd.IntN(3)]...)
	}
	if rnd.IntN(2) == 0 { // the last line has no end
		b = bytes.TrimRight(b, "\r\n\x00")
	}
	return b
}

func parsed(t *testing.T, q string) *query.Query {
	t.Helper()
	asked, _, err := query.Parse(q, query.Options{OpenFields: true})
	if err != nil {
		t.Fatal(err)
	}
	return asked
}

// Wherever a text is broken while it is written, what is handed out is what a search
// finds in the whole: the same entries, lines and places. When the writer is silent at
// that point, the same bytes come. 1,000 places, 10,000 with CORDWOOD_SOAK.
func TestEverySplit(t *testing.T) {
	seed, size := uint64(time.Now().UnixNano()), 1000
	if os.Getenv("CORDWOOD_SOAK") != "" {
		size = 10_000
	}
	defer func(n int) { manyBytes = n }(manyBytes)
	for _, q := range []string{"", "needle"} {
		rnd := rand.New(rand.NewPCG(seed, 1))
		asked, text := parsed(t, q), hardText(rnd, size)
		want := siftedOf(t, text, asked)
		for at := range len(text) + 1 {
			manyBytes = []int{1, 100, 16 << 10}[rnd.IntN(3)]
			w := newWriter(asked)
			w.written(text[:at], 0)
			w.written(text, 0)
			w.written(text, 2*time.Second)
			if w.written(text, 2*time.Second); !slices.Equal(w.got, want) {
				t.Fatalf("seed %d, query %q, split at %d of %q:\n%s\nwant\n%s", seed, q, at, text, strings.Join(w.got, "\n"), strings.Join(want, "\n"))
			}
			if q != "" {
				continue
			}
			w = newWriter(asked)
			var got bytes.Buffer
			w.tail.opt.Give = func(e *Entry) { got.WriteString(e.Text) }
			for _, part := range [][]byte{text[:at], text} {
				for range 3 {
					w.written(part, 600*time.Millisecond)
				}
			}
			if got, want := bare(got.String()), bare(textOf(t, text)); got != want {
				t.Fatalf("seed %d, silent at %d of %q:\n%q\nwant\n%q", seed, at, text, got, want)
			}
		}
	}
}

// textOf is the text of all entries.
func textOf(t *testing.T, text []byte) string {
	var b strings.Builder
	e := search.New(search.Options{})
	defer e.Close()
	_, _, err := e.Sift(context.Background(), []search.Chain{{Family: "m", Files: []search.File{&memory{text}}}}, search.Sieve{}, func(f *search.Found) bool {
		b.WriteString(f.Text)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// bare is a text without line ends: where a line was broken by a silence is not told.
func bare(s string) string { return strings.NewReplacer("\n", "", "\r", "").Replace(s) }

// The same of texts that are written in many parts, with other queries.
func TestWrittenInParts(t *testing.T) {
	seed, runs := uint64(time.Now().UnixNano()), 100
	if os.Getenv("CORDWOOD_SOAK") != "" {
		runs = 5000
	}
	defer func(n int) { manyBytes = n }(manyBytes)
	var queries []*query.Query
	for _, q := range []string{"", "needle", "NEEDLE -below", "level:info", `~"need.e$"`, "begin OR frame", "zz", "-needle"} {
		queries = append(queries, parsed(t, q))
	}
	for run := range runs {
		rnd := rand.New(rand.NewPCG(seed, uint64(run)))
		manyBytes = []int{1, 300, 16 << 10}[rnd.IntN(3)]
		asked, text := queries[rnd.IntN(len(queries))], hardText(rnd, 1+rnd.IntN(60_000))
		want := siftedOf(t, text, asked)
		w, most := newWriter(asked), 1+rnd.IntN(len(text))
		for at := 0; at < len(text); {
			at = min(len(text), at+1+rnd.IntN(most))
			w.written(text[:at], time.Millisecond)
		}
		w.written(text, 2*time.Second)
		if w.written(text, 2*time.Second); !slices.Equal(w.got, want) || w.more {
			for i := range max(len(w.got), len(want)) {
				if i >= len(w.got) || i >= len(want) || w.got[i] != want[i] {
					t.Fatalf("seed %d, run %d, query %v, many %d: %d of %d, first other\n%s\nwant\n%s", seed, run, asked, manyBytes, len(w.got), len(want), at(w.got, i), at(want, i))
				}
			}
			t.Fatalf("seed %d, run %d: more of an entry came", seed, run)
		}
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "nothing"
}

// Of an entry longer than 1 MiB the begin is handed out, with the length of the whole;
// who asks for something is told that only the begin was looked at, once a file.
func TestLongerThanIsKept(t *testing.T) {
	long := head(1) + strings.Repeat(" x", 2<<20) + " needle"
	text := []byte(long + "\n" + head(2) + " needle\n" + head(3) + "\n\tat" + strings.Repeat(" y", 2<<20) + "\n" + head(4) + "\n")
	for q, want := range map[string]string{
		"":       "1+4194357 beyond 3145781, 2+53 beyond 0, 3+4194354 beyond 3145778, 4+46 beyond 0, ",
		"a.B":    "1+4194357 beyond 3145781, 2+53 beyond 0, 3+4194354 beyond 3145778, 4+46 beyond 0, cut",
		"needle": "2+53 beyond 0, cut",
	} {
		var got, told string
		w := newWriter(parsed(t, q))
		w.tail.opt.Give = func(e *Entry) {
			if len(e.Text) > index.MaxText || e.More {
				t.Errorf("%d bytes, more %v", len(e.Text), e.More)
			}
			got += fmt.Sprintf("%s+%d beyond %d, ", e.Text[44:45], e.Length, e.Beyond())
		}
		w.tail.opt.Tell = func(n search.Notice) { told += n.Kind }
		w.written(text[:3<<20], 0)
		w.written(text, 0)
		w.written(text, 2*time.Second)
		if got += told; got != want {
			t.Errorf("%q: %s\nwant %s", q, got, want)
		}
	}
}

// What a look leaves for the next is told.
func TestHowFarBehind(t *testing.T) {
	text := bytes.Repeat([]byte(head(1)+"\n"), (turnBytes+8<<20)/len(head(1)+"\n"))
	w := newWriter(parsed(t, "needle"))
	w.written(text, 0)
	if got, want := w.tail.Behind(), int64(len(text)-turnBytes); got != want {
		t.Errorf("%d behind, want %d", got, want)
	}
	w.written(text, 0)
	if got := w.tail.Behind(); got != 0 || len(w.got) > 0 {
		t.Errorf("%d behind, %q", got, w.got)
	}
}
