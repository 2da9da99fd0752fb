package decode

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"cordwood/backend/fault"
)

// sample is text that compresses like a log and has no two equal blocks.
func sample(n int) string {
	rng := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < n {
		b.WriteString("2026-11-22 10:11:12 INFO call ")
		for range 8 {
			b.WriteByte("0123456789abcdef"[rng.IntN(16)])
		}
		b.WriteString(" bridged\n")
	}
	return b.String()[:n]
}

// compress writes text with one of the methods that Go can write.
func compress(t testing.TB, m Method, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch m {
	case Gzip:
		w = gzip.NewWriter(&b)
	case Zstd:
		w, err = zstd.NewWriter(&b)
	case Xz:
		w, err = xz.NewWriter(&b)
	case Zip:
		z := zip.NewWriter(&b)
		f, ferr := z.Create("app.log")
		if ferr != nil {
			t.Fatal(ferr)
		}
		w, err = zipped{f, z}, nil
	default:
		return []byte(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zipped struct {
	io.Writer
	io.Closer
}

func expand(stored []byte, l Limits) (text string, m Method, err error) {
	r, m, err := Expand(bytes.NewReader(stored), "x", NewBudget(l))
	if err != nil {
		return "", m, err
	}
	defer r.Close()
	var b strings.Builder
	_, err = io.Copy(&b, r)
	return b.String(), m, err
}

// hello is "hello log\n" by bzip2, which Go can only read.
const hello = "QlpoOTFBWSZTWRaaGecAAAJRAAAQQAACxKAAIhpjUIYBlToLPF3JFOFCQFpoZ5w="

func TestExpand(t *testing.T) {
	text := sample(300_000)
	f := func(stored []byte, method Method, want string) {
		t.Helper()
		got, m, err := expand(stored, DefaultLimits())
		if err != nil || m != method || got != want {
			t.Errorf("%s: method %s, %d bytes of %d, %v", method, m, len(got), len(want), err)
		}
	}
	f([]byte(text), Plain, text)
	f(nil, Plain, "")
	f([]byte("BZh9 is how bzip2 begins"), Plain, "BZh9 is how bzip2 begins")
	for _, m := range []Method{Gzip, Zstd, Xz, Zip} {
		f(compress(t, m, text), m, text)
		f(compress(t, m, ""), m, "")
		f(compress(t, Gzip, string(compress(t, m, text))), Gzip, text)
	}
	f(append(compress(t, Gzip, "one\n"), compress(t, Gzip, "two\n")...), Gzip, "one\ntwo\n")
	f(append(compress(t, Zstd, "one\n"), compress(t, Zstd, "two\n")...), Zstd, "one\ntwo\n")
	b, err := base64.StdEncoding.DecodeString(hello)
	if err != nil {
		t.Fatal(err)
	}
	f(b, Bzip2, "hello log\n")
}

// A file cut anywhere gives what came before the cut, then says where.
func TestExpandTruncated(t *testing.T) {
	text := sample(400_000)
	f := func(m Method, atLeast int) {
		t.Helper()
		stored := compress(t, m, text)
		for _, cut := range []int{11, 40, len(stored) / 3, len(stored) / 2, len(stored) - 20, len(stored) - 1} {
			got, _, err := expand(stored[:cut], DefaultLimits())
			// Behind the data of a zip only its directory is lost.
			if fault.KindOf(err) != fault.Damaged && !(m == Zip && got == text) || !strings.HasPrefix(text, got) {
				t.Errorf("%s cut at %d of %d: %d bytes, %v", m, cut, len(stored), len(got), err)
			}
			if whole := len(text) * cut / len(stored); len(got) < whole-atLeast {
				t.Errorf("%s cut at %d of %d: only %d bytes", m, cut, len(stored), len(got))
			}
		}
	}
	f(Gzip, 64<<10)
	f(Zip, 64<<10)
	f(Zstd, 260<<10) // a block is all or nothing
	f(Xz, 64<<10)
}

func TestExpandDamaged(t *testing.T) {
	text := sample(200_000)
	for _, m := range []Method{Gzip, Zstd, Xz, Zip} {
		stored := compress(t, m, text)
		for at := 0; at < len(stored); at += 997 {
			b := bytes.Clone(stored)
			b[at] ^= 0x40
			got, found, err := expand(b, DefaultLimits())
			// A flip may hit a field that means nothing, but never passes unseen.
			if err == nil && got != text && found == m {
				t.Errorf("%s flipped at %d: wrong text without an error", m, at)
			}
		}
	}
	b := append(compress(t, Gzip, "one\n"), "trailing garbage"...)
	if got, _, err := expand(b, DefaultLimits()); got != "one\n" || fault.KindOf(err) != fault.Damaged {
		t.Errorf("garbage behind a gzip: %q, %v", got, err)
	}
}

func TestExpandZip(t *testing.T) {
	make := func(change func(h *zip.FileHeader), names ...string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			h := &zip.FileHeader{Name: name, Method: zip.Deflate}
			change(h)
			w, err := z.CreateHeader(h)
			if err == nil {
				_, err = io.WriteString(w, "hello\n")
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		z.Close()
		return b.Bytes()
	}
	f := func(stored []byte, want, says string) {
		t.Helper()
		got, _, err := expand(stored, DefaultLimits())
		if got != want || says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%q, %v, want %q, %s", got, err, want, says)
		}
	}
	f(make(func(*zip.FileHeader) {}, "a.log"), "hello\n", "")
	f(make(func(*zip.FileHeader) {}, "a.log", "b.log"), "hello\n", "several files")
	encrypted := make(func(*zip.FileHeader) {}, "a.log")
	encrypted[6] |= 1
	f(encrypted, "", "encrypted")
	odd := make(func(*zip.FileHeader) {}, "a.log")
	odd[8] = 99
	f(odd, "", "method 99")
}

func TestBudget(t *testing.T) {
	limits := func(change func(*Limits)) Limits {
		l := DefaultLimits()
		change(&l)
		return l
	}
	f := func(name string, stored []byte, l Limits, what string, atLeast int) {
		t.Helper()
		got, _, err := expand(stored, l)
		var over *Exceeded
		if !errors.As(err, &over) || over.What != what || fault.KindOf(err) != fault.Limit || over.Seen <= over.Limit {
			t.Errorf("%s: %v", name, err)
		}
		if len(got) < atLeast {
			t.Errorf("%s: only %d bytes", name, len(got))
		}
	}
	zeros := strings.Repeat("\x00", 3<<20)
	bomb := compress(t, Gzip, zeros)
	f("ratio", bomb, limits(func(l *Limits) { l.RatioAfter = 1 << 20 }), "ratio", 1<<20)
	f("ratio of two layers", compress(t, Gzip, string(bomb)), limits(func(l *Limits) { l.RatioAfter, l.Ratio = 1<<20, 2000 }), "ratio", 1<<20)
	f("entry", bomb, limits(func(l *Limits) { l.Entry = 2 << 20 }), "decompressed bytes of one entry", 2<<20)
	f("total", bomb, limits(func(l *Limits) { l.Total = 2 << 20 }), "decompressed bytes", 2<<20)
	nested := []byte("hello")
	for range 9 {
		nested = compress(t, Gzip, string(nested))
	}
	f("nesting", nested, DefaultLimits(), "nesting", 0)
	f("zstd window", []byte("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00\x00"), DefaultLimits(), "window", 0)

	if got, _, err := expand(bomb, DefaultLimits()); err != nil || got != zeros {
		t.Errorf("a small repetitive file must pass: %d bytes, %v", len(got), err)
	}
	b := NewBudget(limits(func(l *Limits) { l.Entries = 2 }))
	if b.Entry("a") != nil || b.Entry("b") != nil || fault.KindOf(b.Entry("c")) != fault.Limit {
		t.Error("entries are not counted")
	}
}

// A zstd or xz header cannot make the decoder allocate what it likes.
func TestExpandMemory(t *testing.T) {
	big := xz.WriterConfig{DictCap: 256 << 20, BlockSize: 1 << 20}
	var b bytes.Buffer
	w, err := big.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, "hello\n")
	w.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, _, err := expand(b.Bytes(), DefaultLimits())
	runtime.ReadMemStats(&after)
	var over *Exceeded
	if !errors.As(err, &over) || over.What != "xz dictionary" || got != "" {
		t.Errorf("%q, %v", got, err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
		t.Errorf("%d bytes were allocated", used)
	}
}

// Blocks after the first are guarded too, and pass when they are harmless.
func TestXzBlocks(t *testing.T) {
	text := sample(300_000)
	var b bytes.Buffer
	w, err := xz.WriterConfig{BlockSize: 50_000}.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, text)
	w.Close()
	if got, _, err := expand(b.Bytes(), DefaultLimits()); err != nil || got != text {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestForeign(t *testing.T) {
	f := func(head, want string) {
		t.Helper()
		if got := Foreign([]byte(head)).String(); got != want {
			t.Errorf("%.20q: %q, want %q", head, got, want)
		}
	}
	f("", "")
	f("text\n", "")
	f("t\x00e\x00x\x00t\x00\n\x00", "")
	f("\x00t\x00e\x00x\x00t\x00\n", "")
	f(strings.Repeat("\x00", 600)+"text after a hole\n", "")
	f(strings.Repeat("text ", 300)+"\x00", "")
	f("PE\x00\x00L\x01\x04\x00\x10\x20", "binary")
	f("Rar!\x1a\x07\x01\x00", "rar archive")
	f("7z\xbc\xaf\x27\x1c", "7z archive")
	f("ElfFile\x00", "Windows event log")
	f(strings.Repeat("a", 257)+"ustar", "tar archive")
}

func FuzzExpand(f *testing.F) {
	for _, m := range []Method{Plain, Gzip, Zstd, Xz, Zip} {
		f.Add(compress(f, m, "hello log\n"))
	}
	f.Add([]byte("\x1f\x8b\b")) // a header that ends early
	l := DefaultLimits()
	l.Total, l.RatioAfter = 8<<20, 1<<20
	f.Fuzz(func(t *testing.T, b []byte) {
		got, _, err := expand(b, l)
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatalf("%d bytes, not a fault: %v", len(got), err)
		}
	})
}
