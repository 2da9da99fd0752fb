package inflate

import (
	"bytes"
	"compress/gzip"
	"hash/crc32"
	"testing"
	"testing/iotest"

	"cordwood/backend/internal/testlog"
)

func gzipped(t *testing.T, texts ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, text := range texts {
		z := gzip.NewWriter(&b)
		if _, err := z.Write(text); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// A stream of one member says what text it holds; any other says nothing, the text
// twice over above all, whose last trailer is that of the text.
func TestDigest(t *testing.T) {
	long := bytes.Repeat([]byte(testlog.Lines(3, 20_000)), 3)
	f := func(stored, want []byte, ok bool) {
		t.Helper()
		sum, length, got, err := Digest(bytes.NewReader(stored))
		if err != nil || got != ok {
			t.Errorf("%d bytes: %v, %v", len(stored), got, err)
		}
		if ok && (sum != crc32.ChecksumIEEE(want) || length != uint32(len(want))) {
			t.Errorf("%d bytes: %08x of %d", len(stored), sum, length)
		}
	}
	f(nil, nil, false)
	f([]byte("a line of a log, not packed at all\n"), nil, false)
	f(gzipped(t, nil), nil, true)
	f(gzipped(t, []byte("a")), []byte("a"), true)
	f(gzipped(t, long), long, true)
	f(gzipped(t, long, long), nil, false)
	f(gzipped(t, []byte("a"), nil), nil, false)

	// The second member's header lies across every place at which a read may end.
	first, second := gzipped(t, []byte("a")), gzipped(t, []byte("b"))
	for at := digestBytes - 20; at < digestBytes+20; at++ {
		stored := append(append(append([]byte{}, first[:10]...), bytes.Repeat([]byte{'x'}, at-10)...), second...)
		f(stored, nil, false)
	}
	if _, _, _, err := Digest(iotest.ErrReader(iotest.ErrTimeout)); err != iotest.ErrTimeout {
		t.Error(err)
	}
}
