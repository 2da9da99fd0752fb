package index

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"cordwood/backend/event"
)

// Any bytes, in pieces of any size, are handed out whole: the pieces of a
// Cutter lie side by side and cover them, and ranges of any size give each entry
// that the pieces have, once.
func FuzzPieces(f *testing.F) {
	nul := strings.Repeat("\x00", HoleBytes)
	for _, s := range []string{"", "\n", "1 INFO a\r\n\tat b\n2 WARN c", "1 a\n" + nul + "2 b\n", nul, "cut" + nul + "\n3 d\n", strings.Repeat("long ", 100) + "\n4 e\n", nul[1:] + "5 f\n" + nul + "\r\n6 g"} {
		f.Add([]byte(s), uint16(64), uint8(2), uint16(7))
	}
	f.Fuzz(func(t *testing.T, data []byte, piece uint16, held uint8, step uint16) {
		if len(data) > 1<<16 {
			return
		}
		size := 16 + int(piece)%4096
		small(t, size, size*(1+int(held)%4))
		slack := rangeSlack
		rangeSlack = 1 + int(piece)%300
		t.Cleanup(func() { rangeSlack = slack })
		for _, f := range []Fielder{stamps{}, EveryLine} {
			want := cutAll(t, data, f)
			wide := event.Offset(max(1+int(step), len(data)/100))
			var got []string
			buf := RangeBuffer(int64(wide))
			for from := event.Offset(0); int(from) < len(data); from += wide {
				err := Range(context.Background(), bytes.NewReader(data), f, from, from+wide, buf, func(p *Piece) error {
					got = append(got, pieceEntries(t, p, f)...)
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("%s: ranges of %d give\n%q, the pieces\n%q", f.Format(), wide, got, want)
			}
		}
	})
}

// cutAll is the entries of the pieces, which lie side by side.
func cutAll(t *testing.T, data []byte, f Fielder) (all []string) {
	c := NewCutter(context.Background(), bytes.NewReader(data), f, 0)
	end := event.Offset(0)
	for {
		p, err := c.Next()
		if err != nil {
			t.Fatal(err)
		}
		if p == nil {
			break
		}
		if p.Offset != end {
			t.Fatalf("%s: a piece begins at %d behind one that ends at %d", f.Format(), p.Offset, end)
		}
		if end += event.Offset(len(p.Text)); p.Long != nil {
			end = p.Long.Block.End()
		}
		all = append(all, pieceEntries(t, p, f)...)
	}
	if int(end) != len(data) {
		t.Fatalf("%s: the pieces end at %d of %d", f.Format(), end, len(data))
	}
	return all
}
