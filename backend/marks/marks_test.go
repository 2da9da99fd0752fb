package marks

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/inflate"
	"cordwood/backend/internal/testlog"

	"pgregory.net/rapid"
)

// packed is a gzip file in memory.
type packed struct {
	text, stored []byte
	resumed      int
}

func (p *packed) Reader(_ context.Context, at event.Offset) (io.ReadCloser, error) {
	r := inflate.NewReader(bytes.NewReader(p.stored))
	_, err := io.CopyN(io.Discard, r, min(int64(at), int64(len(p.text))))
	return io.NopCloser(r), err
}

func (p *packed) Resume(_ context.Context, m *inflate.Mark) (io.ReadCloser, error) {
	p.resumed++
	return io.NopCloser(inflate.Resume(bytes.NewReader(p.stored[m.Byte():]), m)), nil
}

// pack writes members of so many bytes of text.
func pack(t testing.TB, text []byte, member int) *packed {
	t.Helper()
	var b bytes.Buffer
	for at := 0; at == 0 || at < len(text); at += member {
		z := gzip.NewWriter(&b)
		if _, err := z.Write(text[at:min(at+member, len(text))]); err != nil {
			t.Fatal(err)
		}
		z.Close()
	}
	return &packed{text: text, stored: b.Bytes()}
}

func logText(n int) []byte {
	var b []byte
	for hour := 0; len(b) < n; hour = (hour + 1) % 24 {
		b = append(b, testlog.Lines(hour, 20_000)...)
	}
	return b[:n]
}

// write keeps a mark for about so many bytes, as whoever reads the log does.
func write(t testing.TB, path string, p *packed, every int64) {
	t.Helper()
	w, err := Create(path, "me 100")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	r := inflate.NewReader(bytes.NewReader(p.stored))
	r.Mark(every, func(m *inflate.Mark) {
		if err := w.Add(m); err != nil {
			t.Error(err)
		}
	})
	n, err := io.Copy(io.Discard, r)
	if err == nil {
		err = w.Commit(n)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func opened(t testing.TB, p *packed, every int64) (path string, f *File) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a.mark")
	write(t, path, p, every)
	f, err := Open(path, "me 100")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return path, f
}

// Any place of the text is read as it is, on from where the reader stood, or not.
func TestAnyPlace(t *testing.T) {
	text := logText(3_000_000)
	ctx := context.Background()
	for _, p := range []*packed{pack(t, text, len(text)), pack(t, text, 700_000), pack(t, text[:1000], 1000), pack(t, nil, 1)} {
		_, f := opened(t, p, 200_000)
		if f.Size() != int64(len(p.text)) {
			t.Errorf("a size of %d, not %d", f.Size(), len(p.text))
		}
		rapid.Check(t, func(rt *rapid.T) {
			at := f.At(ctx, p)
			defer at.Close()
			off := 0
			for range rapid.IntRange(1, 5).Draw(rt, "reads") {
				if !rapid.Bool().Draw(rt, "on") {
					off = rapid.IntRange(0, len(p.text)+10).Draw(rt, "offset")
				}
				buf := make([]byte, rapid.IntRange(0, 400_000).Draw(rt, "bytes"))
				n, err := at.ReadAt(buf, int64(off))
				want := p.text[min(off, len(p.text)):min(off+len(buf), len(p.text))]
				if !bytes.Equal(buf[:n], want) || (err == io.EOF) != (len(want) < len(buf)) || err != nil && err != io.EOF {
					rt.Fatalf("%d of %d bytes at %d: %v", n, len(want), off, err)
				}
				off += n
			}
			off = rapid.IntRange(0, len(p.text)+10).Draw(rt, "from")
			r, err := f.Reader(ctx, p, event.Offset(off))
			if err != nil {
				rt.Fatal(err)
			}
			defer r.Close()
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, p.text[min(off, len(p.text)):]) {
				rt.Fatalf("%d bytes from %d: %v", len(got), off, err)
			}
		})
	}
}

// Reading on decompresses on, over a mark that is near, too: only a jump begins at a mark.
func TestReadingOnBeginsNowhere(t *testing.T) {
	p := pack(t, logText(3_000_000), 3_000_000)
	_, f := opened(t, p, 1<<20)
	at := f.At(context.Background(), p)
	defer at.Close()
	buf := make([]byte, 1000)
	for off := int64(1_500_000); off < 1_600_000; off += 1000 {
		if _, err := at.ReadAt(buf, off); err != nil {
			t.Fatal(err)
		}
	}
	read := func(off int64, times int) {
		t.Helper()
		if _, err := at.ReadAt(buf, off); err != nil || !bytes.Equal(buf, p.text[off:][:len(buf)]) {
			t.Error(off, err)
		}
		if p.resumed != times {
			t.Errorf("%d: it began %d times", off, p.resumed)
		}
	}
	second := f.marks[1].Text
	read(second-jumpBytes-500, 1)
	read(second+1000, 1)
	read(second-jumpBytes-2000, 2)
	read(second+1000, 3)
	if _, err := at.ReadAt(buf, -1); fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
}

func TestWriterRefuses(t *testing.T) {
	w, err := Create(filepath.Join(t.TempDir(), "a.mark"), "me 100")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	if err := w.Add(&inflate.Mark{Text: 5, Bit: 10}); err != nil {
		t.Fatal(err)
	}
	if err := w.Add(&inflate.Mark{Text: 5, Bit: 20}); fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
}

// BenchmarkJump reads 64 KiB anywhere.
func BenchmarkJump(b *testing.B) {
	p := pack(b, logText(32<<20), 32<<20)
	_, f := opened(b, p, 1<<20)
	rnd, buf := rand.New(rand.NewPCG(1, 1)), make([]byte, 64<<10)
	for b.Loop() {
		at := f.At(context.Background(), p)
		if _, err := at.ReadAt(buf, rnd.Int64N(f.Size()-int64(len(buf)))); err != nil {
			b.Fatal(err)
		}
		at.Close()
	}
}
