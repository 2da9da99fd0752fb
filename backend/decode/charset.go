package decode

import (
	"bufio"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// Charset names how text is written, in lower case ("utf-8", "gb18030").
type Charset string

const (
	ASCII       Charset = "us-ascii" // nothing yet tells it from UTF-8
	UTF8        Charset = "utf-8"
	UTF16LE     Charset = "utf-16le"
	UTF16BE     Charset = "utf-16be"
	GB18030     Charset = "gb18030"
	Big5        Charset = "big5"
	ShiftJIS    Charset = "shift_jis"
	EUCJP       Charset = "euc-jp"
	EUCKR       Charset = "euc-kr"
	Windows1252 Charset = "windows-1252"
)

// encodings are all but UTF-8, which passes through.
var encodings = map[Charset]encoding.Encoding{
	UTF16LE:        unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
	UTF16BE:        unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	GB18030:        simplifiedchinese.GB18030,
	Big5:           traditionalchinese.Big5,
	ShiftJIS:       japanese.ShiftJIS,
	EUCJP:          japanese.EUCJP,
	EUCKR:          korean.EUCKR,
	"windows-874":  charmap.Windows874,
	"windows-1250": charmap.Windows1250,
	"windows-1251": charmap.Windows1251,
	Windows1252:    charmap.Windows1252,
	"windows-1253": charmap.Windows1253,
	"windows-1254": charmap.Windows1254,
	"windows-1255": charmap.Windows1255,
	"windows-1256": charmap.Windows1256,
	"windows-1257": charmap.Windows1257,
	"windows-1258": charmap.Windows1258,
	"iso-8859-2":   charmap.ISO8859_2,
	"iso-8859-5":   charmap.ISO8859_5,
	"iso-8859-7":   charmap.ISO8859_7,
	"iso-8859-15":  charmap.ISO8859_15,
	"koi8-r":       charmap.KOI8R,
	"ibm437":       charmap.CodePage437,
	"ibm850":       charmap.CodePage850,
	"ibm866":       charmap.CodePage866,
}

// otherNames lead to the charset that contains the named one.
var otherNames = map[string]Charset{
	"utf8": UTF8, "ascii": ASCII, "utf-16": UTF16LE,
	"gb2312": GB18030, "gbk": GB18030, "cp936": GB18030, "hz-gb-2312": GB18030,
	"shift-jis": ShiftJIS, "sjis": ShiftJIS, "shiftjis": ShiftJIS, "cp932": ShiftJIS, "windows-31j": ShiftJIS,
	"cp949": EUCKR, "uhc": EUCKR, "cp950": Big5,
	"iso-8859-1": Windows1252, "latin1": Windows1252, "iso-8859-9": "windows-1254",
	"iso-8859-8": "windows-1255", "iso-8859-6": "windows-1256", "tis-620": "windows-874",
}

// ParseCharset reads a name in any usual spelling ("GBK", "cp1251",
// "Shift-JIS"); ok is false when it is not known.
func ParseCharset(name string) (c Charset, ok bool) {
	name = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "_", "-")
	if digits, found := strings.CutPrefix(name, "cp125"); found {
		name = "windows-125" + digits
	}
	if c, ok := otherNames[name]; ok {
		return c, true
	}
	c = Charset(strings.ReplaceAll(name, "shift-jis", "shift_jis"))
	if c == UTF8 || c == ASCII {
		return c, true
	}
	_, ok = encodings[c]
	return c, ok
}

// PassThrough reports that text in c is delivered byte for byte, invalid UTF-8
// included, so that offsets in the text are offsets in the file.
func (c Charset) PassThrough() bool { return encodings[c] == nil }

// BOM is the length of the byte order mark of c that head begins with.
func (c Charset) BOM(head []byte) int {
	mark := map[Charset]string{UTF8: "\xef\xbb\xbf", ASCII: "\xef\xbb\xbf", UTF16LE: "\xff\xfe", UTF16BE: "\xfe\xff"}[c]
	if mark != "" && strings.HasPrefix(string(head[:min(4, len(head))]), mark) {
		return len(mark)
	}
	return 0
}

// Text reads r, written in c, as UTF-8 without a byte order mark. What has no
// meaning in c becomes U+FFFD; only PassThrough charsets keep it.
func (c Charset) Text(r io.Reader) io.Reader {
	in := bufio.NewReaderSize(r, 64<<10)
	return &text{c: c, in: in}
}

// text looks for the mark at the first read, not before: making a reader must
// not wait for the disk.
type text struct {
	c  Charset
	in *bufio.Reader
	r  io.Reader
}

func (t *text) Read(p []byte) (int, error) {
	if t.r == nil {
		// An error of Peek comes again with the next read.
		head, _ := t.in.Peek(4)
		_, _ = t.in.Discard(t.c.BOM(head))
		t.r = t.in
		if e := encodings[t.c]; e != nil {
			t.r = e.NewDecoder().Reader(t.in)
		}
	}
	return t.r.Read(p)
}
