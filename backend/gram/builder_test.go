package gram

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cordwood/backend/query"
)

// filterOf adds the text in pieces of the given size.
func filterOf(text string, piece int) *Filter {
	var b Builder
	addTo(&b, text, piece)
	return b.Page()
}

func addTo(b *Builder, text string, piece int) {
	for len(text) > piece {
		b.Add([]byte(text[:piece]))
		text = text[piece:]
	}
	b.Add([]byte(text))
}

// plainFilter is the filter as docs/formats.md says it.
func plainFilter(text string) *Filter {
	text = strings.NewReplacer("\u212A", "k", "\u017F", "s").Replace(text)
	b := []byte(text)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] += 32
		}
	}
	f := new(Filter)
	for ; len(b) >= 4; b = b[1:] {
		four := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24
		s := uint32(four) * 0x9E3779B1 >> 16
		f[s/64] |= 1 << (s % 64)
		if len(b) > 4 && strings.Trim(string(b[1:5]), "0123456789-./") == "" {
			s := 65536 + (four|0x20|uint64(b[4])<<32)*0x9E3779B97F4A7C15>>48
			f[s/64] |= 1 << (s % 64)
		}
	}
	return f
}

// parts are what texts of the tests are made of: short, awkward, of several cases.
var parts = []string{
	"", "a", "K", "k", "s", "S", "\u212A", "\u017F", "\xe2", "\x84", "\xaa", "\xc5", "\xbf", "kiosk", "KIOSK", "\u212AIO\u017FK", "straße", "STRASSE", "Σίσυφος", "σίσυφοσ",
	"错误", "超时 timeout", "İstanbul", "ıs", "ﬁ", "\uFFFD", "\xff\xfe", "@[`{", "Zz", "job-7f3a9c21", "10.4.55.60", "ERROR [main-3] ", "\n", "\x00", "１２３４", "2f-4", "e3001", "058764", "-b", "ẞ", "ǅ", "é", "É",
}

var genText = rapid.OneOf(
	rapid.Map(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 50), func(p []string) string { return strings.Join(p, "") }),
	rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 40), func(b []byte) string { return string(b) }),
	rapid.StringN(0, 20, 60))

func TestBuilder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b Builder
		for range 2 { // the second page knows nothing of the first
			text, piece := genText.Draw(t, "text"), rapid.IntRange(1, 300).Draw(t, "piece")
			addTo(&b, text, piece)
			if got, want := b.Page(), plainFilter(text); *got != *want {
				t.Fatalf("%q in pieces of %d", text, piece)
			}
		}
	})
}

func TestLower(t *testing.T) {
	for c := range uint64(256) {
		want := c
		if 'A' <= c && c <= 'Z' {
			want += 32
		}
		if got := lower(c * 0x0101010101010101); got != want*0x0101010101010101 {
			t.Errorf("%x becomes %x", c, got)
		}
	}
}

// A page with a match is never ruled out, whatever the case.
func TestNothingIsMissed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hay := genText.Draw(t, "hay") + genText.Draw(t, "more")
		needle := genText.Draw(t, "needle")
		if rapid.Bool().Draw(t, "inside") && hay != "" {
			from := rapid.IntRange(0, len(hay)-1).Draw(t, "from")
			needle = hay[from:rapid.IntRange(from, len(hay)).Draw(t, "to")]
		}
		if rapid.Bool().Draw(t, "other case") {
			needle = strings.ToUpper(needle)
		}
		missed(t, hay, needle, rapid.IntRange(1, 70).Draw(t, "piece"))
	})
}

func missed(t interface{ Fatalf(string, ...any) }, hay, needle string, piece int) {
	folded := query.Fold(needle)
	if !query.ContainsFold(hay, folded) && !strings.Contains(hay, needle) {
		return
	}
	for _, groups := range [][][]string{{{folded}}, {{"not there", folded}}, {{folded}, {folded, "xxxxx"}}} {
		if !NewAsk(groups).May(filterOf(hay, piece)) {
			t.Fatalf("%q is in %q, but %q rules it out", needle, hay, groups)
		}
	}
}

func FuzzNothingIsMissed(f *testing.F) {
	f.Add("a \u212AIO\u017FK is closed", "kiosk", 3)
	f.Add("Das ist die STRAẞE dort", "straße", 1)
	f.Add("错误: 连接超时", "连接超时", 2)
	f.Add("at \xe2\x84 xxxx\xaa end", "xxxx\xaa", 5)
	f.Add("GET /api/v2/orders/1058764 HTTP/1.1\" 200 from 10.4.55.60, of jdoe3001; the id 8f3c2e71-0b4d-4c1e", "orders/1058764", 64)
	f.Add("+86 138-0013-8000 called 5060/udp \u212A12345", "k12345", 70)
	f.Fuzz(func(t *testing.T, hay, needle string, piece int) { missed(t, hay, needle, max(piece, 1)) })
}
