package match

import (
	"math/rand/v2"
	"strings"
	"testing"

	"cordwood/backend/internal/fold"
	"cordwood/backend/query"
)

func TestFold(t *testing.T) {
	for _, c := range []struct {
		needle, text string
		start, end   int
	}{
		{"error", "an ERROR", 3, 8},
		{"error", "an ErroR!", 3, 8},
		{"k", "\u212a", 0, 3},
		{"kx", "a\u212aX", 1, 5},
		{"ss", "aſS", 1, 4},
		{"mask.", "ma\u017fK.MASK.", 0, 6},
		{"É", "é", 0, 2},
		{"é", "é", -1, -1},
		{"straße", "STRASSE Straße", 8, 15},
		{"日本", "a日本", 1, 7},
		{"ЖУК-7", "жук-7", 0, 8},
		{"Error", "Error", -1, -1},
		{"\xff", "a\xff", 1, 2},
		{"a\xff", "aA\xff", 1, 3},
		{"\xa9", "é", -1, -1},
		{"\ufffd", "\xff\ufffd", 1, 4},
		{"", "a", 0, 0},
	} {
		if s, e := Fold(c.needle).Find([]byte(c.text), 0); s != c.start || e != c.end {
			t.Errorf("Fold(%q).Find(%q) = %d, %d, not %d, %d", c.needle, c.text, s, e, c.start, c.end)
		}
	}
}

var foldPieces = strings.Split("a|A|k|K|\u212a|s|S|ſ|e|E|é|É|ß|ẞ|σ|ς|Σ|日|\xff|\xc3|\xe2\x84|\ufffd|7|-| |\n|İ|i|ı|ǅ|ǆ|Ǆ", "|")

func randomOf(r *rand.Rand, pieces []string, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

func TestFoldIsContainsFold(t *testing.T) {
	r := dice(t)
	for range draws(6000) {
		pieces := foldPieces
		if k := r.IntN(len(pieces)); r.IntN(2) == 0 {
			pieces = pieces[k:min(len(pieces), k+5)]
		}
		checkFold(t, query.Fold(randomOf(r, pieces, r.IntN(4))), randomOf(r, pieces, r.IntN(20)))
	}
}

// checkFold compares with the query language, and the place with a search that tries all.
func checkFold(t *testing.T, needle, text string) {
	t.Helper()
	m := Fold(needle)
	start, end := m.Find([]byte(text), 0)
	if got, want := end >= 0, query.ContainsFold(text, needle); got != want {
		t.Fatalf("Fold(%q) finds %t in %q, ContainsFold %t", needle, got, text, want)
	}
	if s, e := newFolded(needle).findSlow([]byte(text), 0); needle != "" && (s != start || e != end) {
		t.Fatalf("Fold(%q).Find(%q) = %d, %d, not %d, %d", needle, text, start, end, s, e)
	}
	if d := newAnyCase(newFolded(needle)); isRegular(needle) {
		d.dense = 1 << 40
		if s, e := d.Find([]byte(text), 0); s != start || e != end {
			t.Fatalf("Fold(%q).Find(%q) = %d, %d, with the automaton %d, %d", needle, text, start, end, s, e)
		}
	}
	if fold.Text(needle) != query.Fold(needle) || fold.Text(text) != query.Fold(text) {
		t.Fatalf("%q or %q is not folded as in a query", needle, text)
	}
}

func FuzzFold(f *testing.F) {
	f.Add("error", "an ERROR")
	f.Add("mask", "ma\u017f\u212a")
	f.Add("é\xff", "É\xff")
	f.Add("\xe2\x84", "\u212a\xe2\x84")
	f.Fuzz(func(t *testing.T, needle, text string) { checkFold(t, query.Fold(needle), text) })
}

func isRegular(s string) bool { return needle{s, true}.isRegular() }
