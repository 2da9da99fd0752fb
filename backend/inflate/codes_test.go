package inflate

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// wrap makes a member of a deflate stream that decompresses to text.
func wrap(deflated, text []byte) []byte {
	b := append([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255}, deflated...)
	b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(text))
	return binary.LittleEndian.AppendUint32(b, uint32(len(text)))
}

// bitWriter writes as RFC 1951, section 3.1.1, says.
type bitWriter struct {
	out  []byte
	bits uint64
	n    uint
}

func (w *bitWriter) put(v uint64, n uint) {
	w.bits |= v << w.n
	for w.n += n; w.n >= 8; w.n -= 8 {
		w.out = append(w.out, byte(w.bits))
		w.bits >>= 8
	}
}

// code writes a Huffman code, its first bit first.
func (w *bitWriter) code(c uint64, n uint8) {
	for i := int(n) - 1; i >= 0; i-- {
		w.put(c>>i&1, 1)
	}
}

// lengthsOf is a random complete code over the symbols in use, at most 15 bits deep:
// leaves are split until there are enough; deep prefers the last one made.
func lengthsOf(rnd *rand.Rand, of int, use []int, deep bool) []uint8 {
	leaves := []uint8{0}
	for len(leaves) < len(use) {
		i := rnd.IntN(len(leaves))
		if deep && rnd.IntN(8) > 0 {
			i = len(leaves) - 1
		}
		if leaves[i] >= 15 {
			continue
		}
		leaves[i]++
		leaves = append(leaves, leaves[i])
	}
	if len(use) == 1 {
		leaves[0] = 1
	}
	rnd.Shuffle(len(leaves), func(a, b int) { leaves[a], leaves[b] = leaves[b], leaves[a] })
	l := make([]uint8, of)
	for i, s := range use {
		l[s] = leaves[i]
	}
	return l
}

// canonical is section 3.2.2.
func canonical(l []uint8) []uint64 {
	var count, next [17]uint64
	for _, n := range l {
		if n > 0 {
			count[n]++
		}
	}
	for n := 1; n < 16; n++ {
		next[n+1] = (next[n] + count[n]) << 1
	}
	c := make([]uint64, len(l))
	for s, n := range l {
		if n > 0 {
			c[s] = next[n]
			next[n]++
		}
	}
	return c
}

func some(rnd *rand.Rand, of, atLeast int, always ...int) []int {
	use := map[int]bool{}
	for _, a := range always {
		use[a] = true
	}
	for n := atLeast + rnd.IntN(of-atLeast+1); len(use) < n; {
		use[rnd.IntN(of)] = true
	}
	var list []int
	for s := range of {
		if use[s] {
			list = append(list, s)
		}
	}
	return list
}

// dynamicBlock writes random symbols in random codes; wild distances may reach
// before the beginning.
func dynamicBlock(w *bitWriter, rnd *rand.Rand, final uint64, symbols, have int, wild bool) int {
	lit := some(rnd, 286, 2, 256)
	dist := some(rnd, 30, 1)
	ll := lengthsOf(rnd, 286, lit, rnd.IntN(2) == 0)
	dl := lengthsOf(rnd, 30, dist, rnd.IntN(2) == 0)
	lc, dc := canonical(ll), canonical(dl)
	w.put(final, 1)
	w.put(2, 2)
	w.put(286-257, 5)
	w.put(30-1, 5)
	w.put(19-4, 4)
	// The lengths' code: all of 0..15 with four bits.
	var cl [19]uint8
	for i := range 16 {
		cl[i] = 4
	}
	for _, s := range lengthOrder {
		w.put(uint64(cl[s]), 3)
	}
	cc := canonical(cl[:])
	for _, n := range append(append([]uint8{}, ll...), dl...) {
		w.code(cc[n], 4)
	}
	for range symbols {
		s := lit[rnd.IntN(len(lit))]
		if s == 256 {
			continue
		}
		if s < 256 {
			w.code(lc[s], ll[s])
			have++
			continue
		}
		d := dist[rnd.IntN(len(dist))]
		base := int(distanceSymbols[d] >> 16)
		if base > have && !wild {
			continue
		}
		w.code(lc[s], ll[s])
		e := uint(literalSymbols[s] & 63)
		x := rnd.Uint64() & (1<<e - 1)
		w.put(x, e)
		have += int(literalSymbols[s]>>16) + int(x)
		w.code(dc[d], dl[d])
		e = uint(distanceSymbols[d] & 63)
		x = rnd.Uint64() & (1<<e - 1)
		if !wild && base+int(x) > have {
			x = 0
		}
		w.put(x, e)
	}
	w.code(lc[256], ll[256])
	return have
}

// Codes of any shape, up to 15 bits, that writers hardly make.
func TestReadsAnyCode(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 2))
		wild := rapid.IntRange(0, 9).Draw(rt, "wild") == 0
		var w bitWriter
		have := 0
		blocks := rapid.IntRange(1, 4).Draw(rt, "blocks")
		for i := range blocks {
			final := uint64(0)
			if i == blocks-1 {
				final = 1
			}
			have = dynamicBlock(&w, rnd, final, rnd.IntN(4000), have, wild)
		}
		w.put(0, 7)
		agree(rt, w.out)
	})
}

func agree(t interface{ Fatalf(string, ...any) }, deflated []byte) {
	const most = 4 << 20
	r := bytes.NewReader(deflated)
	z := flate.NewReader(r)
	want, err := io.ReadAll(io.LimitReader(z, most))
	if len(want) == most {
		return
	}
	used := len(deflated) - r.Len()
	if err != nil {
		used = len(deflated)
	}
	stored := wrap(deflated[:used], want)
	got, ours := io.ReadAll(NewReader(bytes.NewReader(stored)))
	if err == nil && ours != nil || err == nil && !bytes.Equal(got, want) {
		t.Fatalf("flate reads %d bytes, ours %d, %v", len(want), len(got), ours)
	}
	if err != nil && ours == nil {
		t.Fatalf("flate says %v, ours nothing", err)
	}
	// As zlib, ours does not begin a block that cannot end.
	if d := (*Damage)(nil); errors.As(ours, &d) && d.Why == "a block without an end" {
		return
	}
	if err != nil && !bytes.HasPrefix(got, want) {
		t.Fatalf("flate reads %d bytes before %v, ours %d before %v", len(want), err, len(got), ours)
	}
}

func FuzzDeflate(f *testing.F) {
	for _, level := range levels {
		var b bytes.Buffer
		w, _ := flate.NewWriter(&b, level)
		io.WriteString(w, "2026-11-26 08:00:00 INFO a line of a log\n2026-11-26 08:00:01 INFO a line of a log\n")
		w.Close()
		f.Add(b.Bytes())
	}
	for seed := range uint64(6) {
		var w bitWriter
		dynamicBlock(&w, rand.New(rand.NewPCG(seed, 3)), 1, 60, 0, seed == 5)
		w.put(0, 7)
		f.Add(w.out)
	}
	f.Add([]byte{3, 0}) // a fixed block of nothing
	f.Fuzz(func(t *testing.T, b []byte) { agree(t, b) })
}
