package index

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"cordwood/backend/event"

	"pgregory.net/rapid"
)

// Ranges side by side give every entry of a file once, in order.
func TestRangesGiveEveryEntryOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.IntRange(60, 3000).Draw(t, "piece")
		small(t, piece, piece*rapid.IntRange(1, 4).Draw(t, "held"))
		slack := rangeSlack
		rangeSlack = rapid.IntRange(1, 300).Draw(t, "slack")
		t.Cleanup(func() { rangeSlack = slack })
		whole := drawHoles(t, piece)
		step := event.Offset(1 + len(whole)/rapid.IntRange(1, 40).Draw(t, "ranges"))
		for _, f := range []Fielder{stamps{}, EveryLine} {
			var got []string
			buf := RangeBuffer(int64(step))
			for from := event.Offset(0); int(from) < len(whole); from += step {
				err := Range(context.Background(), strings.NewReader(whole), f, from, from+step, buf, func(p *Piece) error {
					got = append(got, pieceEntries(t, p, f)...)
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			if want := pieceEntries(t, &Piece{Text: []byte(whole)}, f); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("%s: got %d entries, want %d\n%q\n%q", f.Format(), len(got), len(want), got, want)
			}
		}
	})
}

// drawHoles is text with runs of NUL: too short for a hole, of the sizes of all
// buffers, and much longer than what is held; at lines' begins and inside.
func drawHoles(t *rapid.T, piece int) string {
	var b strings.Builder
	for range rapid.IntRange(1, 4).Draw(t, "parts") {
		b.WriteString(drawText(t, "part"))
		if rapid.IntRange(0, 3).Draw(t, "amid") == 0 {
			b.WriteString("cut")
		}
		around := rapid.SampledFrom([]int{0, 0, 2, HoleBytes, rangeSlack, piece, heldPiece, 3 * heldPiece, pageBytes}).Draw(t, "nul")
		b.WriteString(strings.Repeat("\x00", max(0, around+rapid.IntRange(-1, 1).Draw(t, "more"))))
		b.WriteString(rapid.SampledFrom([]string{"", "", "\n", "\r\n", "x\n"}).Draw(t, "behind"))
	}
	return b.String()
}

// Holed finds any hole, wherever it begins, and no other NULs.
func TestHoled(t *testing.T) {
	for before := range 40 {
		for n := range 3 * HoleBytes {
			nul := strings.Repeat("\x00", n)
			for text, want := range map[string]bool{
				strings.Repeat("x", before) + "\n" + nul + "y\n": n >= HoleBytes, strings.Repeat("x", before) + "y" + nul + "\n": false,
				nul + strings.Repeat("x", before): n >= HoleBytes, strings.Repeat("x", before) + "y" + nul + "\n" + nul: n >= HoleBytes,
			} {
				if got := Holed([]byte(text)); got != want {
					t.Fatalf("%q: %v", text, got)
				}
			}
		}
	}
}

func pieceEntries(t interface{ Fatal(...any) }, p *Piece, f Fielder) []string {
	c := p.Long
	if c == nil {
		if len(p.Text) == 0 {
			return nil
		}
		var err error
		if c, err = CutBlock(bytes.Clone(p.Text), f, Block{Offset: p.Offset, Line: 1, Length: int64(len(p.Text))}, true); err != nil {
			t.Fatal(err)
		}
	}
	var all []string
	for i, e := range c.Entries {
		all = append(all, fmt.Sprintf("%d %s", e.Offset, c.Entry(i)))
	}
	return all
}
