package decode

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

// A character that lies across the end of a buffer, ours or that of the decoder
// behind it, is read whole, whichever of its bytes comes first in the next one,
// and in reads of one byte, too.
func TestCharactersAcrossBuffers(t *testing.T) {
	const character = "错误😀é"
	for _, c := range []Charset{UTF8, GB18030, UTF16LE, UTF16BE} {
		encode := func(s string) string {
			e := encodings[c]
			if e == nil {
				return s
			}
			out, err := e.NewEncoder().String(s)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		inside, unit := encode(character), len(encode("x"))
		for _, edge := range []int{4 << 10, 8 << 10, 64 << 10, 128 << 10} {
			for before := 0; before <= len(inside); before += unit {
				lead := strings.Repeat("x", (edge-before)/unit)
				stored := encode(lead) + inside + encode("\nend\n")
				want := lead + character + "\nend\n"
				readers := map[string]io.Reader{"whole": strings.NewReader(stored), "halves": iotest.HalfReader(strings.NewReader(stored))}
				if edge == 4<<10 {
					readers["bytes"] = iotest.OneByteReader(strings.NewReader(stored))
				}
				for how, r := range readers {
					if got, err := io.ReadAll(c.Text(r)); err != nil || string(got) != want {
						t.Fatalf("%s, %d bytes before %d, read in %s: %v, ends with %q", c, before, edge, how, err, got[max(0, len(got)-40):])
					}
				}
			}
		}
	}
}

// A text that is cut at any of its bytes has every character before the cut;
// what is left of the one that is cut is told as U+FFFD, and at most the bytes of
// it that are characters themselves.
func TestTextCutAnywhere(t *testing.T) {
	text := strings.Repeat("2026-11-22 错误 😀 é lost\r\n", 8)
	for _, c := range []Charset{UTF8, GB18030, UTF16LE, UTF16BE} {
		stored := []byte(text)
		if e := encodings[c]; e != nil {
			stored, _ = e.NewEncoder().Bytes(stored)
		}
		last := 0
		for cut := range len(stored) + 1 {
			got, err := io.ReadAll(c.Text(bytes.NewReader(stored[:cut])))
			whole, rest, _ := strings.Cut(string(got), "\uFFFD")
			if c.PassThrough() {
				whole = strings.ToValidUTF8(whole, "")
			}
			if err != nil || !strings.HasPrefix(text, whole) || len(whole) < last || utf8.RuneCountInString(rest) > 3 || cut == len(stored) && whole != text {
				t.Fatalf("%s, cut at %d: %v %q", c, cut, err, got)
			}
			last = len(whole)
		}
	}
}
