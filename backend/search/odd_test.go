package search_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cordwood/backend/ingest"
	"cordwood/backend/internal/testlog"
	"cordwood/backend/search"
	"cordwood/backend/source/folder"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// oddFile is what is shown of one file in a folder: its entries, or why there are none.
func oddFile(t *testing.T, name, data string) []string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := folder.Open(dir, folder.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	s, err := ingest.Open(context.Background(), files, ingest.Options{ID: "01JD0000000000000000000000", Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var all []string
	for _, skipped := range s.Inventory().Skipped {
		all = append(all, "skipped: "+skipped.Reason.String())
	}
	e := search.New(search.Options{})
	defer e.Close()
	for _, c := range s.Chains() {
		var chain search.Chain
		for _, f := range c.Files {
			chain.Files = append(chain.Files, f)
		}
		r, err := e.Open(context.Background(), search.Spec{Chains: []search.Chain{chain}})
		if err != nil {
			t.Fatal(err)
		}
		<-r.Done()
		rows, err := r.Rows(context.Background(), r.State().Start, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all = append(all, row.Text)
		}
		for _, n := range r.State().Notices {
			all = append(all, "told: "+n.Said.String())
		}
		r.Close()
	}
	return all
}

// in writes a text in a charset.
func in(e encoding.Encoding, text string) string {
	out, err := e.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return out
}

// Each file is shown as what it is, whatever its bytes.
func TestOddFiles(t *testing.T) {
	const a, b = "2026-11-22 08:00:00 INFO a", "2026-11-22 08:00:01 INFO b"
	le, be := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	long := strings.Repeat("z", 3<<20)
	nul := func(n int) string { return strings.Repeat("\x00", n) }
	hole := func(n int) string { return fmt.Sprintf("[%d NUL bytes]", n) }
	n := 0
	f := func(what, name, data string, want ...string) {
		t.Helper()
		n++
		if got := oddFile(t, name, data); !slices.Equal(got, want) {
			t.Errorf("%s: %.300q\nwant %.300q", what, got, want)
		}
	}
	// ends of lines
	f("nothing", "x.log", "")
	f("one line end", "x.log", "\n", "")
	f("empty lines only", "x.log", "\n\n\n", "\n\n")
	f("no end", "x.log", a, a)
	f("an end", "x.log", a+"\n", a)
	f("CRLF", "x.log", a+"\r\n"+b+"\r\n", a, b)
	f("CRLF, no end", "x.log", a+"\r\n"+b, a, b)
	f("mixed ends", "x.log", a+"\r\n"+b+"\n"+a+"\r\n", a, b, a)
	f("a lone CR", "x.log", a+"\rmore\n"+b+"\n", a+"\rmore", b)
	f("CR CR LF", "x.log", a+"\r\r\n"+b+"\n", a+"\r", b)
	f("lone CRs only", "x.log", a+"\r"+b+"\r", a+"\r"+b)
	f("LF CR", "x.log", a+"\n\r"+b+"\n\r", a+"\n\r"+b+"\n")
	f("line separator", "x.log", a+"\u2028x\n"+b+"\n", a+"\u2028x", b)
	f("paragraph separator", "x.log", a+"\u2029x\n", a+"\u2029x")
	f("next line", "x.log", a+"\u0085x\n", a+"\u0085x")
	f("vertical tab, form feed", "x.log", a+"\v\f\n"+b+"\n", a+"\v\f", b)
	f("blank lines in an entry", "x.log", a+"\n\n\tat x\n"+b+"\n", a+"\n\n\tat x", b)
	f("an end of file by DOS", "x.log", a+"\n\x1a", a+"\n\x1a")
	// marks and UTF-8
	f("a BOM", "x.log", "\ufeff"+a+"\n", a)
	f("a BOM alone", "x.log", "\ufeff")
	f("two BOMs", "x.log", "\ufeff\ufeff"+a+"\n", "\ufeff"+a)
	f("a BOM amid", "x.log", a+"\n\ufeff"+b+"\n", a+"\n\ufeff"+b)
	f("letters", "x.log", a+" Größe 错误 🎉\n", a+" Größe 错误 🎉")
	f("marks that combine", "x.log", a+" e\u0301\u0327\n", a+" e\u0301\u0327")
	f("marks of direction", "x.log", a+" \u202egol\u202c\u2066x\u2069\n", a+" \u202egol\u202c\u2066x\u2069")
	f("zero width", "x.log", a+" a\u200bb\u200dc\n", a+" a\u200bb\u200dc")
	f("escapes of a terminal", "x.log", a+" \x1b[31mred\x1b[0m\x07\b\n", a+" \x1b[31mred\x1b[0m\x07\b")
	// invalid UTF-8, which stays as it is
	f("a lone byte", "x.log", a+" é é é é \xff\n", a+" é é é é \xff")
	f("half a letter at the end", "x.log", a+" é é é \xe6\x97", a+" é é é \xe6\x97")
	f("half a letter before a line end", "x.log", a+" é é é \xe6\x97\n"+b+"\n", a+" é é é \xe6\x97", b)
	f("a surrogate", "x.log", a+" é é é é \xed\xa0\x80\n", a+" é é é é \xed\xa0\x80")
	f("overlong", "x.log", a+" é é é é \xc0\xaf\n", a+" é é é é \xc0\xaf")
	f("beyond Unicode", "x.log", a+" é é é é é \xf5\x80\x80\x80\n", a+" é é é é é \xf5\x80\x80\x80")
	// UTF-16
	f("UTF-16LE with a mark", "x.log", "\xff\xfe"+in(le, a+"\n"+b+"\n"), a, b)
	f("UTF-16BE with a mark", "x.log", "\xfe\xff"+in(be, a+"\n"+b+"\n"), a, b)
	f("UTF-16LE", "x.log", in(le, a+"\r\n"+b+"\r\n"), a, b)
	f("UTF-16BE", "x.log", in(be, a+"\r\n"+b+"\r\n"), a, b)
	f("UTF-16LE of Chinese", "x.log", "\xff\xfe"+in(le, a+" 错误 🎉\n"), a+" 错误 🎉")
	f("UTF-16LE, half a letter at the end", "x.log", "\xff\xfe"+in(le, a+"\n")+"x", a+"\n\ufffd")
	f("UTF-16BE, a lone surrogate", "x.log", "\xfe\xff"+in(be, a)+"\xd8\x00"+in(be, " x\n"), a+"\ufffd x")
	f("UTF-16LE mark alone", "x.log", "\xff\xfe")
	// other charsets
	f("GB18030", "x.log", in(simplifiedchinese.GB18030, a+" 呼叫中心错误：连接失败，请重试\n"), a+" 呼叫中心错误：连接失败，请重试")
	f("GBK", "x.log", in(simplifiedchinese.GBK, a+" 用户登录成功，数据库连接正常\n"), a+" 用户登录成功，数据库连接正常")
	f("Big5", "x.log", in(traditionalchinese.Big5, a+" 使用者登入失敗，請稍後再試，系統錯誤\n"), a+" 使用者登入失敗，請稍後再試，系統錯誤")
	f("Shift JIS", "x.log", in(japanese.ShiftJIS, a+" ユーザーのログインに失敗しました。もう一度お試しください\n"), a+" ユーザーのログインに失敗しました。もう一度お試しください")
	f("EUC-KR", "x.log", in(korean.EUCKR, a+" 사용자 로그인에 실패했습니다. 다시 시도하십시오\n"), a+" 사용자 로그인에 실패했습니다. 다시 시도하십시오")
	f("Windows-1252", "x.log", in(charmap.Windows1252, a+" Größe für Müller überschritten, Gerät zurück\n"), a+" Größe für Müller überschritten, Gerät zurück")
	f("Windows-1251", "x.log", in(charmap.Windows1251, a+" Ошибка подключения к базе данных, повторите попытку\n"), a+" Ошибка подключения к базе данных, повторите попытку")
	// NUL bytes and holes
	f("a NUL", "x.log", a+"\x00x\n"+b+"\n", a+"\x00x", b)
	f("a hole in front", "x.log", nul(100_000)+a+"\n", hole(100_000), a)
	f("a hole between", "x.log", a+"\n"+nul(5000)+b+"\n", a+"\n"+hole(5000), b)
	f("a hole at the end", "x.log", a+"\n"+nul(5000), a+"\n"+hole(5000))
	f("two holes", "x.log", a+"\n"+nul(5000)+b+"\n"+nul(6000)+"\n", a+"\n"+hole(5000), b+"\n"+hole(6000))
	f("a hole and nothing else", "x.log", nul(100_000), hole(100_000))
	// long lines
	f("3 MiB in a line", "x.log", a+long+"\n"+b+"\n", (a + long)[:1<<20], b)
	f("3 MiB without an end", "x.log", a+long, (a + long)[:1<<20])
	f("30,000 empty lines in an entry", "x.log", a+strings.Repeat("\n", 30_000)+b+"\n", a+strings.Repeat("\n", 29_999), b)
	// binary content
	f("a program", "x.log", "\x7fELF\x02\x01\x01"+nul(9)+"\x02\x00>\x00", "skipped: program")
	f("a program of another name", "x.bin", "\x7fELF\x02\x01\x01"+nul(9)+"\x02\x00>\x00", "skipped: program")
	f("a picture", "x.png", "\x89PNG\r\n\x1a\n"+nul(20), "skipped: picture")
	f("bytes of anything", "x.dat", strings.Repeat("\x01\x80\x03\xfe\x00\x7f", 300), "skipped: binary")
	// compressed
	for _, method := range testlog.Methods()[1:] {
		f(method, "x.log"+endings[method], testlog.Compress(t, method, a+"\n"+b+"\n"), a, b)
		f(method+" under a log's name", "x.log", testlog.Compress(t, method, a+"\r\n\ufeff"+b), a+"\n\ufeff"+b)
		f(method+" of nothing", "x.log"+endings[method], testlog.Compress(t, method, ""))
	}
	f("text under the name of gzip", "x.log.gz", a+"\n", a)
	t.Logf("%d files", n)
	if n < 60 {
		t.Errorf("only %d files", n)
	}
}
