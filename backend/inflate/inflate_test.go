package inflate

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// oracle is what the standard library reads: the text before the first error, and
// whether there was one.
func oracle(stored []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(stored))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func pack(t testing.TB, text []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, level)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// drawText has literals of any alphabet and matches of any length and distance.
func drawText(t *rapid.T, most int) []byte {
	seed := rapid.Uint64().Draw(t, "seed")
	rnd := rand.New(rand.NewPCG(seed, 1))
	size := rapid.IntRange(0, most).Draw(t, "size")
	alphabet := rapid.IntRange(1, 256).Draw(t, "alphabet")
	matches := rapid.IntRange(1, 40).Draw(t, "one match in")
	text := make([]byte, 0, size+300)
	for len(text) < size {
		if len(text) > 0 && rnd.IntN(matches) == 0 {
			back := 1 + rnd.IntN(min(len(text), 1<<rnd.IntN(17)))
			for range 3 + rnd.IntN(300) {
				text = append(text, text[len(text)-back])
			}
			continue
		}
		text = append(text, byte(rnd.IntN(alphabet)))
	}
	return text
}

var levels = []int{gzip.HuffmanOnly, gzip.NoCompression, 1, 6, 9}

// Whatever the text, the level, the number of members and the sizes of reads.
func TestReadsWhatGzipWrote(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var stored, want []byte
		for range rapid.IntRange(1, 3).Draw(rt, "members") {
			text := drawText(rt, 400_000)
			stored = append(stored, pack(t, text, rapid.SampledFrom(levels).Draw(rt, "level"))...)
			want = append(want, text...)
		}
		in := io.Reader(bytes.NewReader(stored))
		switch rapid.IntRange(0, 3).Draw(rt, "reads") {
		case 0:
			in = iotest.HalfReader(in)
		case 1:
			in = iotest.DataErrReader(in)
		case 2:
			in = iotest.OneByteReader(in)
		}
		if got, err := io.ReadAll(NewReader(in)); err != nil || !bytes.Equal(got, want) {
			rt.Fatalf("%d of %d bytes, %v", len(got), len(want), err)
		}
	})
}

// A file cut at any byte gives at least what the standard library gives.
func TestCutAnywhere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := drawText(rt, 3000)
		stored := pack(t, text, rapid.SampledFrom(levels).Draw(rt, "level"))
		for cut := 1; cut < len(stored); cut += 1 + cut/20 {
			got, err := io.ReadAll(NewReader(bytes.NewReader(stored[:cut])))
			want, _ := oracle(stored[:cut])
			if !errors.Is(err, io.ErrUnexpectedEOF) || !bytes.HasPrefix(text, got) || !bytes.HasPrefix(got, want) {
				rt.Fatalf("cut at %d of %d: %d bytes, %v; gzip reads %d", cut, len(stored), len(got), err, len(want))
			}
		}
	})
}

// A bit that is another one is an error, or means nothing.
func TestFlippedBits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := drawText(rt, 20_000)
		stored := pack(t, text, rapid.SampledFrom(levels).Draw(rt, "level"))
		for range 8 {
			b := bytes.Clone(stored)
			at := rapid.IntRange(0, 8*len(b)-1).Draw(rt, "bit")
			b[at/8] ^= 1 << (at % 8)
			same(rt, b)
		}
	})
}

// same holds ours against the standard library: both fail or neither, and what
// comes before is a prefix of the other's.
func same(t interface{ Fatalf(string, ...any) }, stored []byte) {
	const most = 8 << 20 // a few bytes can be a bomb
	z, err := gzip.NewReader(bytes.NewReader(stored))
	var want []byte
	if err == nil {
		want, err = io.ReadAll(io.LimitReader(z, most))
	}
	got, ours := io.ReadAll(io.LimitReader(NewReader(bytes.NewReader(stored)), most))
	if (err == nil) != (ours == nil) && len(got) < most && len(stored) > 0 {
		t.Fatalf("gzip says %v, ours %v", err, ours)
	}
	if n := min(len(got), len(want)); !bytes.Equal(got[:n], want[:n]) || err == nil && len(got) != len(want) {
		t.Fatalf("%d bytes, gzip %d", len(got), len(want))
	}
}

func TestErrorsOfTheSourceAreItsOwn(t *testing.T) {
	broken := errors.New("the share went away")
	stored := pack(t, []byte(strings.Repeat("a line of a log\n", 9000)), 6)
	in := io.MultiReader(bytes.NewReader(stored[:len(stored)/2]), iotest.ErrReader(broken))
	if got, err := io.ReadAll(NewReader(in)); !errors.Is(err, broken) || len(got) == 0 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestDamageNamesThePlace(t *testing.T) {
	one := pack(t, []byte("one\n"), 6)
	got, err := io.ReadAll(NewReader(bytes.NewReader(append(bytes.Clone(one), "no member at all"...))))
	var d *Damage
	if !errors.As(err, &d) || string(got) != "one\n" || d.At < int64(len(one)) || d.At > int64(len(one)+10) {
		t.Errorf("%q, %v", got, err)
	}
}

// Who reads only a file's head waits for no whole window.
func TestTheFirstBytesComeEarly(t *testing.T) {
	text := make([]byte, 1<<20)
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range text {
		text[i] = byte(rnd.Uint32())
	}
	stored := bytes.NewReader(pack(t, text, gzip.NoCompression))
	if _, err := io.ReadFull(NewReader(stored), make([]byte, 64<<10)); err != nil {
		t.Fatal(err)
	}
	if used := stored.Size() - int64(stored.Len()); used > 64<<10+inputSize {
		t.Errorf("%d stored bytes were read for the first 64 KiB", used)
	}
}

func FuzzReader(f *testing.F) {
	for _, level := range levels {
		f.Add(pack(f, []byte(strings.Repeat("2026-11-26 08:00:00 INFO a line of a log\n", 40)), level))
	}
	f.Add(pack(f, nil, 6))
	f.Fuzz(func(t *testing.T, stored []byte) { same(t, stored) })
}

func BenchmarkReader(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 1))
	var text bytes.Buffer
	for text.Len() < 16<<20 {
		text.WriteString("2026-11-26 08:00:00,123 INFO  [worker-")
		text.WriteByte('0' + byte(rnd.IntN(10)))
		text.WriteString("] com.example.Service - request ")
		for range 12 {
			text.WriteByte("0123456789abcdef"[rnd.IntN(16)])
		}
		text.WriteString(" took ms\n")
	}
	stored := pack(b, text.Bytes(), 6)
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if n, err := io.Copy(io.Discard, NewReader(bytes.NewReader(stored))); err != nil || n != int64(text.Len()) {
			b.Fatal(n, err)
		}
	}
}
