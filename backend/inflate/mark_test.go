package inflate

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

func marksOf(stored []byte, every int64) (marks []*Mark, err error) {
	d := NewReader(bytes.NewReader(stored))
	d.Mark(every, func(m *Mark) { marks = append(marks, m) })
	_, err = io.Copy(io.Discard, io.LimitReader(d, 8<<20))
	return marks, err
}

// Behind every mark comes what comes there when all is read, the sums of the
// members checked, whatever the text, the level and the number of members.
func TestMarks(t *testing.T) {
	told := 0
	rapid.Check(t, func(rt *rapid.T) {
		var stored, text []byte
		for range rapid.IntRange(1, 3).Draw(rt, "members") {
			one := drawText(rt, 600_000)
			stored = append(stored, pack(t, one, rapid.SampledFrom(levels).Draw(rt, "level"))...)
			text = append(text, one...)
		}
		every := int64(rapid.IntRange(1, 200_000).Draw(rt, "every"))
		marks, err := marksOf(stored, every)
		if err != nil {
			rt.Fatal(err)
		}
		told += len(marks)
		last := int64(0)
		for _, m := range marks {
			if m.Text < last+every || len(m.Window) > MaxWindow || !bytes.HasSuffix(text[:m.Text], m.Window) {
				rt.Fatalf("a mark at %d behind one at %d, with a window of %d bytes", m.Text, last, len(m.Window))
			}
			last = m.Text
			in := io.Reader(bytes.NewReader(stored[m.Byte():]))
			if rapid.Bool().Draw(rt, "byte by byte") {
				in = iotest.OneByteReader(in)
			}
			if got, err := io.ReadAll(Resume(in, m)); err != nil || !bytes.Equal(got, text[m.Text:]) {
				rt.Fatalf("from the mark at %d: %d of %d bytes, %v", m.Text, len(got), len(text)-int(m.Text), err)
			}
		}
	})
	if told == 0 {
		t.Error("no marks were told")
	}
}

// What changed behind a mark is noticed as it is from the beginning on.
func TestResumeChecksSums(t *testing.T) {
	text := bytes.Repeat([]byte("a line of a log, and one more\n"), 40_000)
	stored := pack(t, text, gzip.NoCompression)
	marks, err := marksOf(stored, 1<<18)
	if err != nil || len(marks) < 3 {
		t.Fatal(len(marks), err)
	}
	stored[len(stored)-100] ^= 1
	for _, m := range marks {
		got, err := io.ReadAll(Resume(bytes.NewReader(stored[m.Byte():]), m))
		if err == nil || len(got) != len(text)-int(m.Text) {
			t.Errorf("from the mark at %d: %d bytes, %v", m.Text, len(got), err)
		}
		if got, err := io.ReadAll(Resume(bytes.NewReader(nil), m)); err == nil {
			t.Errorf("%d bytes out of nothing", len(got))
		}
	}
}

// A mark that says anything, before bytes that are anything, ends with an error or
// with text, never otherwise.
func FuzzResume(f *testing.F) {
	text := bytes.Repeat([]byte("2026-11-26 08:00:00 INFO a line of a log\n"), 2000)
	for _, level := range levels {
		stored := pack(f, text, level)
		stored = append(stored, stored...)
		marks, _ := marksOf(stored, 1)
		for _, m := range marks {
			f.Add(stored[m.Byte():], m.Text, m.Bit, m.Sum, m.Length, m.Window)
		}
	}
	f.Fuzz(func(t *testing.T, stored []byte, text, bit int64, sum, length uint32, window []byte) {
		if bit < 0 || text < 0 {
			return
		}
		d := Resume(bytes.NewReader(stored), &Mark{text, bit, sum, length, window})
		_, _ = io.Copy(io.Discard, io.LimitReader(d, 8<<20))
	})
}
