package gram

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cordwood/backend/event"
	"cordwood/backend/query"
	"cordwood/backend/query/querytest"
)

// line is a record that is nothing but its text.
type line string

func (l line) Text() string              { return string(l) }
func (line) Field(string) (string, bool) { return "", false }
func (line) Time() (time.Time, bool)     { return time.Time{}, false }
func (line) Severity() event.Severity    { return event.None }

// genID is what is asked for most: ids of every kind, and their neighbours.
var genID = rapid.OneOf(
	rapid.Map(rapid.IntRange(1_000_000, 1_000_300), strconv.Itoa),
	rapid.StringMatching(`(orders/|jdoe|SKU-|v)[0-9]{1,7}`),
	rapid.StringMatching(`10\.[0-4]\.[0-9]{1,3}\.[0-9]{1,3}(:[0-9]{4})?`),
	rapid.StringMatching(`[0-9A-F]{8}-[0-9a-f]{4}-4[0-9a-f]{3}`),
	rapid.StringMatching(`[A-Za-z0-9@_-]{3,12}@10\.0\.0\.[0-9]`),
	rapid.StringMatching(`(\+86|0)?13[0-9]{3}[ -]?[0-9]{4}[/.-]?[0-9]{2}`),
	querytest.Text,
)

var digit = regexp.MustCompile(`[0-9]`)

// genAsked is a query about a line: a piece of it in any case, alone or with
// another, as a text or as an expression that leaves some of its digits open.
func genAsked(lines []string) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var terms []string
		for range rapid.IntRange(1, 3).Draw(t, "terms") {
			of := rapid.SampledFrom(lines).Draw(t, "line")
			from := rapid.IntRange(0, len(of)).Draw(t, "from")
			piece := strings.ToValidUTF8(of[from:rapid.IntRange(from, min(len(of), from+30)).Draw(t, "to")], "")
			if rapid.Bool().Draw(t, "upper") {
				piece = strings.ToUpper(piece)
			}
			if rapid.Bool().Draw(t, "expression") {
				piece = digit.ReplaceAllStringFunc(regexp.QuoteMeta(piece), func(d string) string {
					return rapid.SampledFrom([]string{d, d, d, `\d`, "(" + d + "|x)", d + "+"}).Draw(t, "open")
				})
				terms = append(terms, "~"+strconv.Quote(piece))
			} else {
				terms = append(terms, strconv.Quote(piece))
			}
		}
		return strings.Join(terms, rapid.SampledFrom([]string{" ", " OR "}).Draw(t, "join"))
	})
}

// Whatever is asked, and wherever its pages were cut: the file of filters rules no
// page out in which a line matches.
func TestNoPageWithAMatchIsRuledOut(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		var lines []string
		for _, ids := range rapid.SliceOfN(rapid.SliceOfN(genID, 1, 8), 1, 30).Draw(t, "lines") {
			lines = append(lines, strings.ReplaceAll(strings.Join(ids, " "), "\n", " "))
		}
		var pages [][]string
		for left := lines; len(left) > 0; {
			n := rapid.IntRange(1, len(left)).Draw(t, "page")
			pages, left = append(pages, left[:n]), left[n:]
		}
		path := filepath.Join(dir, "a.gram")
		w, err := Create(path, "me")
		if err != nil {
			t.Fatal(err)
		}
		var b Builder
		for i, p := range pages {
			addTo(&b, strings.Join(p, "\n")+"\n", rapid.IntRange(1, 300).Draw(t, "piece"))
			if err := w.Add(b.Page(), event.Offset(i+1)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
		x, err := Open(path, "me")
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		for range 5 {
			in := rapid.OneOf(genAsked(lines), genAsked(lines), querytest.Query(1)).Draw(t, "query")
			q, _, err := query.Parse(in, query.Options{OpenFields: true})
			if err != nil {
				continue
			}
			left, err := x.Ask(NewAsk(q.Literals()))
			if err != nil {
				t.Fatal(err)
			}
			for i, p := range pages {
				for _, l := range p {
					if q.Match(line(l)) && !left.Has(i) {
						t.Fatalf("%s matches %q, but page %d is ruled out", in, l, i)
					}
				}
			}
		}
	})
}

// Numbers that are not in a page rule it out, where their runs of four bytes are all
// there.
func TestLongGramsRuleOut(t *testing.T) {
	f := func(hay, needle string, may bool) {
		t.Helper()
		a := NewAsk([][]string{{query.Fold(needle)}})
		for piece := 1; piece <= len(hay); piece++ {
			if a.May(filterOf(hay, piece)) != may {
				t.Fatalf("%q in %q, in pieces of %d: %v", needle, hay, piece, !may)
			}
		}
	}
	const some = "GET /orders/1058712 of jdoe3001 from 10.4.55.60, SKU-076514, 58764 and 10587 and 5876 and 0587 and 8764"
	f(some, "1058712", true)
	f(some, "orders/1058712", true)
	f(some, "1058764", false)
	f(some, "JDOE3001", true)
	f(some+" x3002", "jdoe3002", false)
	f(some, "10.4.55.60", true)
	f(some+" x5.61", "10.4.55.61", false)
	f(strings.Repeat("x", 200)+some, "sku-076514", true)
}
