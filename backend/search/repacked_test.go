package search

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/inflate"

	"pgregory.net/rapid"
)

// rotated is a copy in gzip as rotation leaves it: what is stored, how often it is
// begun to be decompressed.
type rotated struct {
	id     event.FileID
	stored []byte
	read   atomic.Int32
}

func members(texts ...[]byte) []byte {
	var b bytes.Buffer
	for _, text := range texts {
		z := gzip.NewWriter(&b)
		_, _ = z.Write(text)
		_ = z.Close()
	}
	return b.Bytes()
}

func (f *rotated) ID() event.FileID                         { return f.id }
func (f *rotated) Name() string                             { return "a.log.gz" }
func (f *rotated) Live() bool                               { return false }
func (f *rotated) Sequential() bool                         { return true }
func (f *rotated) Stamp() string                            { return fmt.Sprint(len(f.stored)) }
func (f *rotated) Fielder(context.Context) (Fielder, error) { return stamps{}, nil }
func (f *rotated) Reader(_ context.Context, at event.Offset) (io.ReadCloser, error) {
	f.read.Add(1)
	r := inflate.NewReader(bytes.NewReader(f.stored))
	if _, err := io.CopyN(io.Discard, r, int64(at)); err != nil && err != io.EOF {
		return nil, err
	}
	return io.NopCloser(&breaking{r}), nil
}

// breaking says of a damaged stream what backend/decode says of it.
type breaking struct{ r io.Reader }

func (b *breaking) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err != nil && err != io.EOF {
		err = fault.New("read", fault.Damaged, "a.log.gz", "", err)
	}
	return n, err
}

func (f *rotated) Digest(context.Context) (sum, length uint32, ok bool, err error) {
	return inflate.Digest(bytes.NewReader(f.stored))
}

// A log that was indexed plain, and maybe grew since, is rotated and compressed; and
// then perhaps it is another text: of the same length, twice the same, in several members.
// No answer differs from that of a reading without what was kept, and the very text is not read for what
// its blocks answer.
func TestRepackedIsNotReadAgain(t *testing.T) {
	kept, saved, filtered := keptBytes, saveBytes, filterBytes
	keptBytes, saveBytes, filterBytes = 1, 1, 1
	defer func() { keptBytes, saveBytes, filterBytes = kept, saved, filtered }()
	dir, example := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		example++
		keep := Options{Keep: shelf{dir}, Write: true}
		m := &memory{id: event.FileID(fmt.Sprintf("f%d", example)), name: "a.log", live: true, data: drawLog(rt)}
		e := New(keep)
		for range rapid.IntRange(1, 3).Draw(rt, "growths") {
			if _, err := e.Summary(context.Background(), chain("f", m)); err != nil {
				rt.Fatal(err)
			}
			if rapid.Bool().Draw(rt, "looked at only once more") {
				m.write(string(drawLog(rt)))
				e.Grow(chain("f", m))
			}
		}
		if _, err := e.Index(context.Background(), []Chain{chain("f", m)}); err != nil {
			rt.Fatal(err)
		}
		e.Close()

		text := bytes.Clone(m.data)
		gz := &rotated{id: m.id}
		same := false
		switch what := rapid.SampledFrom([]string{"the text", "a letter", "twice", "members", "longer", "shorter"}).Draw(rt, "then"); what {
		case "a letter":
			at := rapid.IntRange(0, max(0, len(text)-1)).Draw(rt, "at")
			if len(text) > 0 {
				text[at] ^= 1
			}
			gz.stored = members(text)
		case "twice":
			gz.stored = members(text, text)
			text = slices.Concat(text, text)
		case "members":
			at := rapid.IntRange(0, len(text)).Draw(rt, "at")
			gz.stored = members(text[:at], text[at:])
		case "longer":
			text = append(text, drawLog(rt)...)
			gz.stored = members(text)
		case "shorter":
			text = text[:rapid.IntRange(0, len(text)).Draw(rt, "left")]
			gz.stored = members(text)
		default:
			same = true
			gz.stored = members(text)
		}
		c := []Chain{{Family: "f", Files: []File{gz}}}
		fresh := New(Options{})
		want, err := fresh.Summary(context.Background(), c[0])
		fresh.Close()
		if err != nil {
			rt.Fatal(err)
		}
		gz.read.Store(0)
		known := New(Options{Keep: shelf{dir}})
		got, err := known.Summary(context.Background(), c[0])
		known.Close()
		if err != nil {
			rt.Fatal(err)
		}
		if n := gz.read.Load(); same && n != 0 && len(text) > 0 {
			rt.Errorf("the same text was read %d times", n)
		} else if !same && n == 0 && !bytes.Equal(text, m.data) {
			rt.Errorf("another text was not read")
		}
		if got.Bytes != want.Bytes || got.Lines != want.Lines {
			rt.Errorf("%d bytes, %d lines; not %d, %d", got.Bytes, got.Lines, want.Bytes, want.Lines)
		}
	})
}

// A copy of another text, as long and with the same begin and end, is not taken for the
// one that is known: its trailer tells.
func TestAnotherTextAsLongIsRead(t *testing.T) {
	kept := keptBytes
	keptBytes = 1
	defer func() { keptBytes = kept }()
	dir := t.TempDir()
	var text []byte
	for i := range 20_000 {
		text = fmt.Appendf(text, "%d INFO entry %d of a log\n", i, i*i%7919)
	}
	e := New(Options{Keep: shelf{dir}, Write: true})
	if _, err := e.Index(context.Background(), []Chain{chain("f", &memory{id: "f", name: "a.log", data: text})}); err != nil {
		t.Fatal(err)
	}
	e.Close()
	text = bytes.Clone(text)
	text[len(text)/2+bytes.IndexByte(text[len(text)/2:], '\n')] = ' '
	e = New(Options{Keep: shelf{dir}})
	defer e.Close()
	c := Chain{Family: "f", Files: []File{&rotated{id: "f", stored: members(text)}}}
	if got, err := e.Summary(context.Background(), c); err != nil || got.Lines != 19_999 {
		t.Errorf("%d lines, %v", got.Lines, err)
	}
	n, _, err := e.Sift(context.Background(), []Chain{c}, Sieve{Query: parse(t, "entry"), Lines: true, Count: true}, func(*Found) bool { return true })
	if n != 19_999 || err != nil {
		t.Errorf("%d lines with a word, %v", n, err)
	}
}

// A copy that only says it holds the known text is found out when its marks are made:
// its middle is damaged, its trailer whole. What is known is given up, and the break
// is shown.
func TestDigestIsNoProof(t *testing.T) {
	kept := keptBytes
	keptBytes = 1
	defer func() { keptBytes = kept }()
	dir := t.TempDir()
	var text []byte
	for i := range 20_000 {
		text = fmt.Appendf(text, "%d INFO entry %d of a log\n", i, i*i%7919)
	}
	m := &memory{id: "f", name: "a.log", data: text}
	keep := Options{Keep: shelf{dir}, Write: true}
	e := New(keep)
	if _, err := e.Index(context.Background(), []Chain{chain("f", m)}); err != nil {
		t.Fatal(err)
	}
	e.Close()
	gz := &rotated{id: "f", stored: members(text)}
	clear(gz.stored[len(gz.stored)/2:][:20])
	e = New(keep)
	defer e.Close()
	if _, err := e.Index(context.Background(), []Chain{{Family: "f", Files: []File{gz}}}); err != nil {
		t.Fatal(err)
	}
	e.background.Wait()
	got, err := e.Summary(context.Background(), Chain{Family: "f", Files: []File{gz}})
	if err != nil {
		t.Fatal(err)
	}
	if got.Files[0].Problem == nil {
		t.Errorf("%d bytes, and no break", got.Bytes)
	}
}
