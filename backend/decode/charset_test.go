package decode

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestDetectCharset(t *testing.T) {
	f := func(text, fallback string, want Charset) {
		t.Helper()
		if got := DetectCharset([]byte(text), fallback); got != want {
			t.Errorf("%.30q: %s, want %s", text, got, want)
		}
	}
	f("", "", ASCII)
	f("plain text\n", "gbk", ASCII)
	f("\xef\xbb\xbfbom", "", UTF8)
	f("\xff\xfea\x00", "", UTF16LE)
	f("\xfe\xff\x00a", "", UTF16BE)
	f("2\x000\x002\x006\x00 \x00o\x00k\x00\n\x00", "", UTF16LE)
	f("\x002\x000\x002\x006\x00 \x00o\x00k\x00\n", "", UTF16BE)
	f("naïve ☃\n", "gbk", UTF8)
	f("naïve ☃ with one \xff broken byte\n", "gbk", UTF8)
	f("cut inside a character \xe2\x98", "", ASCII)
	f("benutzer m\xfcller nicht gefunden, \xdcberpr\xfcfung n\xf6tig\n", "", Windows1252)
	f("\xcf\xf0\xe8\xe2\xe5\xf2 \xec\xe8\xf0, \xea\xe0\xea \xe4\xe5\xeb\xe0 \xf1\xe5\xe3\xee\xe4\xed\xff\n", "", "windows-1251")
	f("\xc4\xe3\xba\xc3 \xd0\xbb\xd0\xbb \xd4\xd9\xbc\xfb \xd6\xd0\xb9\xfa\n", "", GB18030)
	f("10:00 ERROR \xd3\xc3\xbb\xa7\xb5\xc7\xc2\xbc\xca\xa7\xb0\xdc user=1001\n", "", GB18030)
	f("10:00 ERROR \xd3\xc3\xbb\xa7\xb5\xc7\xc2\xbc\xca\xa7\xb0\xdc user=1001\n", "euc-kr", EUCKR)
	f("10:00 ERROR \xce\xf8\xe8\xe1\xea\xe0 \xe2\xf5\xee\xe4\xe0\n", "", "windows-1251")
	f("\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd\n", "", ShiftJIS)
	f("noise \xed\xb9\xa4 ?\n", "", UTF8)
	f("noise \xed\xb9\xa4 ?\n", "cp1251", "windows-1251")
	f("noise \xed\xb9\xa4 ?\n", "no such charset", UTF8)
}

func TestParseCharset(t *testing.T) {
	f := func(name string, want Charset, ok bool) {
		t.Helper()
		if got, known := ParseCharset(name); known != ok || ok && got != want {
			t.Errorf("%s: %s %v", name, got, known)
		}
	}
	f("UTF-8", UTF8, true)
	f("GBK", GB18030, true)
	f("Shift_JIS", ShiftJIS, true)
	f("ShiftJIS", ShiftJIS, true)
	f("shift-jis", ShiftJIS, true)
	f("cp1251", "windows-1251", true)
	f("Windows-1252", Windows1252, true)
	f("KOI8-R", "koi8-r", true)
	f("", "", false)
	f("ebcdic", "", false)
}

func TestText(t *testing.T) {
	f := func(c Charset, stored, want string) {
		t.Helper()
		for _, r := range []io.Reader{strings.NewReader(stored), iotest.OneByteReader(strings.NewReader(stored))} {
			got, err := io.ReadAll(c.Text(r))
			if err != nil || string(got) != want {
				t.Errorf("%s %q: %q, %v", c, stored, got, err)
			}
		}
	}
	f(UTF8, "\xef\xbb\xbfa\xffb", "a\xffb")
	f(UTF8, "", "")
	f(UTF8, "\xef\xbb", "\xef\xbb")
	f(UTF16LE, "\xff\xfea\x00\n\x00", "a\n")
	f(UTF16LE, "a\x00\x3d\xd8\x00\xde", "a😀")
	f(UTF16BE, "\xfe\xff\x00a\x00\n", "a\n")
	f(Windows1252, "\x80 \xe9", "€ é")
	f(GB18030, "\xc4\xe3\xba\xc3", "你好")
	f(ShiftJIS, "\x93\xfa\x96\x7b", "日本")
	f("windows-1251", "\xcc\xe8\xf0", "Мир")
}

func data(t *testing.T, sub string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", sub)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the folder of real logs is not here: %v", err)
	}
	return dir
}

// Detection alone, without any setting, reads these as they were meant.
func TestFluentBitEncodings(t *testing.T) {
	dir := data(t, "10-encoding/fluent-bit")
	records := func(name string) (lines []string) {
		out, err := os.ReadFile(filepath.Join(dir, "out", name+".out"))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			var r struct{ Log string }
			if err := json.Unmarshal([]byte(text), &r); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, r.Log)
		}
		return lines
	}
	text := func(name string) (lines []string) {
		b, err := os.ReadFile(filepath.Join(dir, "log", name+".log"))
		if err != nil {
			t.Fatal(err)
		}
		s := bufio.NewScanner(DetectCharset(b, "").Text(bytes.NewReader(b)))
		for s.Scan() {
			lines = append(lines, s.Text())
		}
		return lines
	}
	for _, name := range []string{"generic_enc_gbk", "generic_enc_sjis", "generic_enc_win1252"} {
		got := text(name)
		for i, want := range records(name) {
			if i >= len(got) || got[i] != want {
				t.Errorf("%s line %d: want %q, lines %q", name, i+1, want, got)
				break
			}
		}
	}
	for name, want := range map[string]string{
		"unicode_c":    "用汉字在 Fluent Bit 中处理日志，就像是一个梦一样😀",
		"unicode_be_c": "在 Fluent Bit 中处理汉字，感觉像是在做梦😀。",
	} {
		if got := strings.Join(text(name), "|"); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// What is UTF-8, or nothing known, passes unchanged to the last byte.
func TestBytesPreserved(t *testing.T) {
	for _, name := range []string{
		"10-encoding/blns/blns.txt", "10-encoding/lnav/UTF-8-test.txt", "10-encoding/lnav/logfile_ansi.0",
		"10-encoding/lnav/logfile_crlf.0", "10-encoding/lnav/logfile_invalid_utf8.0",
	} {
		b, err := os.ReadFile(data(t, name))
		if err != nil {
			t.Fatal(err)
		}
		c := DetectCharset(b, "")
		got, err := io.ReadAll(c.Text(bytes.NewReader(b)))
		if err != nil || !bytes.Equal(got, b) {
			t.Errorf("%s, taken for %s, changed: %v", name, c, err)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte("a\x00b\x00"))
	f.Add([]byte("\xc4\xe3\xba\xc3"))
	f.Add([]byte("\xef\xbb\xbfx"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c := DetectCharset(b, "")
		got, err := io.ReadAll(c.Text(bytes.NewReader(b)))
		if err != nil {
			t.Fatal(err)
		}
		if c.PassThrough() && !bytes.Equal(got, b[c.BOM(b):]) {
			t.Fatalf("%s changed %q to %q", c, b, got)
		}
	})
}

// Western text of every length is read as 1252, UTF-16 by its zeros.
func TestCharsetRoundTrip(t *testing.T) {
	text := strings.Repeat("2026-11-22 10:11:12 WARN Überlauf in der Größenprüfung für Müller\r\n", 200)
	western, _ := charmap.Windows1252.NewEncoder().String(text)
	wide, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(text)
	for _, stored := range []string{western, wide, text} {
		for _, n := range []int{400, 4000, len(stored)} {
			b := []byte(stored[:n])
			got, _ := io.ReadAll(DetectCharset(b, "").Text(bytes.NewReader(b)))
			if !strings.HasPrefix(text, string(got[:len(got)-4])) {
				t.Errorf("%d bytes: %s %.80q", n, DetectCharset(b, ""), got)
			}
		}
	}
}
