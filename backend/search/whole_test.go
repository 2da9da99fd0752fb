package search_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/index"
	"cordwood/backend/ingest"
	"cordwood/backend/internal/testlog"
	"cordwood/backend/query"
	"cordwood/backend/query/querytest"
	"cordwood/backend/search"
	"cordwood/backend/source"
	"cordwood/backend/source/folder"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

var (
	layouts = map[string]func(at time.Time, level, text string) string{
		"logback": func(at time.Time, level, text string) string {
			return at.Format("2006-01-02 15:04:05.000") + " [main] " + level + "  a.B - " + text
		},
		"json": func(at time.Time, level, text string) string {
			return fmt.Sprintf(`{"time":%q,"level":%q,"msg":%q,"ms":1500,"account":"1001"}`, at.Format(time.RFC3339Nano), level, text)
		},
		"syslog": func(at time.Time, level, text string) string {
			return at.Format("Jan _2 15:04:05") + " host app[7]: " + text
		},
		"logfmt": func(at time.Time, level, text string) string {
			return fmt.Sprintf("time=%s level=%s msg=%q status=503", at.Format(time.RFC3339), level, text)
		},
		"nothing": func(at time.Time, level, text string) string { return text },
	}
	charsets = map[string]encoding.Encoding{
		"utf-8": nil, "gb18030": simplifiedchinese.GB18030,
		"utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16be": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	}
)

// odd are bytes that no writer means: a letter of another charset, half of one, a NUL, a
// CR that ends no line, a mark of the byte order amid text.
var odd = []string{"\xff", "\xe9", "\xe6\x97", "\x00", "\r", "\ufeff", "\xed\xa0\x80", "\u2028", "\x1b[31m"}

// drawText is a log in one layout; odd bytes and holes lie in UTF-8 only, which has them
// as they are in the file.
func drawText(t *rapid.T, raw bool) string {
	layout := layouts[rapid.SampledFrom([]string{"logback", "logback", "json", "syslog", "logfmt", "nothing"}).Draw(t, "layout")]
	end := rapid.SampledFrom([]string{"\n", "\n", "\r\n"}).Draw(t, "line end")
	at := time.Date(2026, 11, 22, 3, 59, 0, 0, time.UTC)
	var b strings.Builder
	for range rapid.IntRange(1, 25).Draw(t, "entries") {
		at = at.Add(time.Duration(rapid.IntRange(-100, 5000).Draw(t, "later")) * time.Millisecond)
		text := strings.ReplaceAll(strings.ToValidUTF8(querytest.Text.Draw(t, "text"), "?"), "\x00", "")
		text = strings.NewReplacer("\r", " ", "\ufeff", "").Replace(text)
		if raw && rapid.IntRange(0, 3).Draw(t, "odd") == 0 {
			at := rapid.IntRange(0, len(text)).Draw(t, "odd at")
			text = text[:at] + rapid.SampledFrom(odd).Draw(t, "odd bytes") + text[at:]
		}
		if rapid.IntRange(0, 25).Draw(t, "long") == 0 {
			text += strings.Repeat(" 错 long", rapid.IntRange(100, 12_000).Draw(t, "words"))
		}
		b.WriteString(layout(at, rapid.SampledFrom([]string{"INFO", "WARN", "ERROR"}).Draw(t, "level"), text) + end)
		switch rapid.IntRange(0, 12).Draw(t, "behind") {
		case 0:
			b.WriteString("\tat deep.Frame(Bridge.java:503)" + end)
		case 1:
			b.WriteString(end)
		case 2:
			if raw {
				b.WriteString(strings.Repeat("\x00", rapid.SampledFrom([]int{1, index.HoleBytes - 1, index.HoleBytes, 300, 20_000}).Draw(t, "nul")))
				b.WriteString(rapid.SampledFrom([]string{"", "", end}).Draw(t, "behind nul"))
			}
		}
	}
	if rapid.Bool().Draw(t, "no last line end") {
		return strings.TrimSuffix(b.String(), end)
	}
	return b.String()
}

// Of files in any layout, charset and compression, what is kept, what is not, rows
// and single lines answer queries as the query does of each entry of the text.
func TestFilesAnswerAsTheirText(t *testing.T) {
	dirs, example := t.TempDir(), 0
	defer few()()
	rapid.Check(t, func(rt *rapid.T) {
		defer search.Small(int64(rapid.IntRange(200, 4000).Draw(rt, "range")), int64(rapid.IntRange(500, 8000).Draw(rt, "stride")))()
		example++
		dir := filepath.Join(dirs, fmt.Sprint(example))
		charset := rapid.SampledFrom([]string{"utf-8", "utf-8", "gb18030", "utf-16le", "utf-16be"}).Draw(rt, "charset")
		text := drawText(rt, charset == "utf-8")
		if strings.HasPrefix(charset, "utf-16") && strings.Trim(text, "\r\n") == "" {
			rt.Skip("line ends alone do not tell UTF-16")
		}
		text = put(t, rt, dir, text, charset, rapid.SampledFrom(testlog.Methods()).Draw(rt, "method"), rapid.Bool().Draw(rt, "mark"))
		files, err := folder.Open(filepath.Join(dir, "logs"), folder.Options{Charsets: source.Charsets{All: charset}})
		if err != nil {
			rt.Fatal(err)
		}
		defer files.Close()
		s, err := ingest.Open(context.Background(), files, ingest.Options{ID: "01JD0000000000000000000000", Zone: time.UTC})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		if len(s.Chains()) != 1 {
			rt.Skip("no text")
		}
		f := s.Chains()[0].Files[0]
		c := search.Chain{Family: s.Chains()[0].Family, Files: []search.File{f}}
		fielder, err := f.Fielder(context.Background())
		if err != nil {
			rt.Fatal(err)
		}
		entries, lines := items(text, fielder), items(text, nil)
		keep := search.Options{Keep: shelf(filepath.Join(dir, "kept")), Write: true}
		engines := []*search.Local{search.New(search.Options{}), search.New(keep), search.New(keep)}
		for i, e := range engines {
			defer e.Close()
			if i == 1 {
				if _, err := e.Index(context.Background(), []search.Chain{c}); err != nil {
					rt.Fatal(err)
				}
			}
			for range 2 {
				in := querytest.Query(1).Draw(rt, "query")
				q, _, err := query.Parse(in, query.Options{OpenFields: true, Clock: func() time.Time { return time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC) }, Case: rapid.Bool().Draw(rt, "case")})
				if err != nil {
					continue
				}
				say := fmt.Sprintf("%s, %s, %s, engine %d: %q", f.Name(), fielder.Format(), charset, i, in)
				same(rt, say, sifted(rt, e, c, search.Sieve{Query: q}), matching(q, entries, c.Family, fielder))
				same(rt, say+" rows", rows(rt, e, search.Spec{Chains: []search.Chain{c}, Query: q}), matching(q, entries, c.Family, fielder))
				same(rt, say+" lines", sifted(rt, e, c, search.Sieve{Query: q, Lines: true}), matching(q, lines, c.Family, nil))
			}
		}
	})
	for _, kind := range search.Kinds {
		if example < 20 {
			break // so few may all be short
		}
		if left, _ := filepath.Glob(filepath.Join(dirs, "*", "kept", "*."+kind)); len(left) == 0 && kind != "zst" {
			t.Errorf("no %s was kept", kind)
		}
	}
}

// few lets a property be tried thirty times, watched for races six times, unless told
// otherwise, until the function it returns is called: it makes files.
func few() (back func()) {
	f := flag.Lookup("rapid.checks")
	was, fewer := f.Value.String(), map[string]string{"100": "30", "20": "6"}
	n, ok := fewer[was]
	if !ok {
		return func() {}
	}
	_ = f.Value.Set(n)
	return func() { _ = f.Value.Set(was) }
}

// marks are how files begin that say how they are written.
var marks = map[string]string{"utf-8": "\ufeff", "utf-16le": "\xff\xfe", "utf-16be": "\xfe\xff"}

var endings = map[string]string{"gzip": ".gz", "zstd": ".zst", "xz": ".xz", "bzip2": ".bz2"}

// put writes a log, and a folder for what is kept of it. It returns the text as
// the charset can say it.
func put(tb testing.TB, t *rapid.T, dir, text, charset, method string, mark bool) string {
	data, name := []byte(text), "app.log"
	if e := charsets[charset]; e != nil {
		var err error
		if data, err = e.NewEncoder().Bytes(data); err != nil {
			t.Skip(err)
		}
		again, err := e.NewDecoder().Bytes(data)
		if err != nil {
			t.Fatal(err)
		}
		text = string(again)
	}
	if mark {
		data = append([]byte(marks[charset]), data...)
	}
	if method != "" {
		data, name = []byte(testlog.Compress(tb, method, string(data))), "app-2026-11-22.log"+endings[method]
	}
	old := time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)
	for _, err := range []error{os.MkdirAll(filepath.Join(dir, "kept"), 0o700), os.MkdirAll(filepath.Join(dir, "logs"), 0o700), os.WriteFile(filepath.Join(dir, "logs", name), data, 0o600), os.Chtimes(filepath.Join(dir, "logs", name), old, old)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return text
}

func same(t *rapid.T, say string, got, want []string) {
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("%s: %d, want %d; from %d on\n got %.400q\nwant %.400q", say, len(got), len(want), i, got[min(i, len(got)):], want[min(i, len(want)):])
		}
	}
}

func sifted(t *rapid.T, e *search.Local, c search.Chain, s search.Sieve) (all []string) {
	_, notices, err := e.Sift(context.Background(), []search.Chain{c}, s, func(f *search.Found) bool {
		all = append(all, fmt.Sprintf("%d:%d %q", f.Line, f.Lines, f.Text))
		return true
	})
	if err != nil || len(notices) > 0 {
		t.Fatal(err, notices)
	}
	s.Count = true
	if n, _, _ := e.Sift(context.Background(), []search.Chain{c}, s, nil); n != int64(len(all)) {
		t.Fatalf("%d are counted, %d found", n, len(all))
	}
	return all
}

func rows(t *rapid.T, e *search.Local, s search.Spec) (all []string) {
	r, err := e.Open(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	<-r.Done()
	rows, err := r.Rows(context.Background(), r.State().Start, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		all = append(all, fmt.Sprintf("%d:%d %q", row.Line, row.Lines, row.Text))
	}
	return all
}

// item is an entry, or a physical line, of a text.
type item struct {
	text     string
	at, many int
}

// items splits a whole text into its entries; without a fielder, into its lines. A
// hole belongs to what stands before it.
func items(text string, f index.Fielder) (all []item) {
	at := 1
	add := func(line string, head bool, many int) {
		if head || len(all) == 0 {
			all = append(all, item{line, at, many})
		} else {
			all[len(all)-1].text += "\n" + line
			all[len(all)-1].many += many
		}
		at += many
	}
	for l := range strings.Lines(text) {
		rest := strings.TrimLeft(l, "\x00")
		if hole := len(l) - len(rest); hole >= index.HoleBytes {
			l = rest
			ended := 0
			if l == "\n" {
				l, ended = "", 1
			}
			switch {
			case f != nil:
				add(fmt.Sprintf("[%d NUL bytes]", hole), false, ended)
			case len(all) == 0:
				add("", true, ended)
			default: // of physical lines a hole is none, and no text
				all[len(all)-1].many += ended
				at += ended
			}
			if l == "" {
				continue
			}
		}
		l = strings.TrimSuffix(l, "\n")
		if f == nil {
			add(l, true, 1)
			continue
		}
		l = strings.TrimSuffix(l, "\r")
		add(l, f.Head([]byte(l)), 1)
	}
	for i := range all {
		all[i].many = max(all[i].many, 1)
	}
	return all
}

// record is an item as a query sees it.
type record struct {
	event.Event
	text, family string
	fields       index.Fielder // nil of a physical line, which has no fields
}

func (r *record) Text() string             { return r.text }
func (r *record) Time() (time.Time, bool)  { return r.Event.Time, !r.Event.Time.IsZero() }
func (r *record) Severity() event.Severity { return r.Event.Severity }
func (r *record) Field(name string) (string, bool) {
	if r.fields == nil {
		return "", false
	}
	return index.Field(r.fields, &r.Event, name, r.family)
}

func matching(q *query.Query, items []item, family string, f index.Fielder) (all []string) {
	for _, it := range items {
		r := &record{text: it.text, fields: f}
		if f != nil {
			r.Event, r.family = f.Event([]byte(it.text)), family
		}
		if q.Match(r) {
			all = append(all, fmt.Sprintf("%d:%d %q", it.at, it.many, it.text))
		}
	}
	return all
}
