package bundle

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cordwood/backend/decode"
	"cordwood/backend/fault"
	"cordwood/backend/internal/testlog"
	"cordwood/backend/source"
	"cordwood/backend/source/sourcetest"
)

type e = testlog.Entry

// shipped is a bundle as a customer sends one.
func shipped(t testing.TB) (entries []e, want map[string]string) {
	want = map[string]string{
		"var/log/application.log":                  testlog.Lines(12, 900),
		"var/log/application-2026-11-22.log.gz":    testlog.Lines(9, 2000),
		"var/log/application-2026-11-22-2.log.zst": testlog.Lines(10, 2000),
		"var/log/application-2026-11-22-3.log.xz":  testlog.Lines(11, 300),
		"var/log/call_event.log":                   testlog.Lines(7, 5),
		"var/log/empty.log":                        "",
		"../../etc/outside.log":                    "a name is a label\n",
		"var/log/wide.log":                         "größer\n",
	}
	stored := map[string]string{".gz": "gzip", ".zst": "zstd", ".xz": "xz"}
	for name, text := range want {
		if name == "var/log/wide.log" {
			text = "gr\xf6\xdfer\n"
		}
		entries = append(entries, e{Name: name, Text: testlog.Compress(t, stored[filepath.Ext(name)], text)})
	}
	slices.SortFunc(entries, func(a, b e) int { return strings.Compare(a.Name, b.Name) })
	entries = append(entries,
		e{Name: "var/log/binary.log", Text: "\x01\x00\x02\x00\x03\xff\x00"},
		e{Name: "var/log/cut.log.gz", Text: testlog.Compress(t, "gzip", testlog.Lines(5, 5))[:30]},
		e{Name: "var/log/tenants.csv", Text: "company,memo\n"},
	)
	return entries, want
}

func TestSuite(t *testing.T) {
	entries, want := shipped(t)
	links := []e{
		{Name: "var/log/link.log", Text: "/etc/shadow", Type: tar.TypeSymlink},
		{Name: "var/log/hard.log", Text: "../x", Type: tar.TypeLink},
		{Name: "var/log/pipe.log", Type: tar.TypeFifo},
		{Name: "var/log/disk.log", Type: tar.TypeBlock},
	}
	unreadable := []string{"var/log/binary.log", "var/log/cut.log.gz"}
	refused := append(slices.Clone(unreadable), "var/log/link.log", "var/log/hard.log", "var/log/pipe.log", "var/log/disk.log")
	plain := testlog.Tar(t, append(slices.Clone(entries), links...)...)
	inner := map[string]string{}
	for name, text := range want {
		inner["node1.tar.gz/"+name] = text
		inner["node2.zip/"+name] = text
	}
	var innerRefused []string
	for _, name := range unreadable {
		innerRefused = append(innerRefused, "node1.tar.gz/"+name, "node2.zip/"+name)
	}
	nodes := []e{
		{Name: "node1.tar.gz", Text: testlog.Compress(t, "gzip", plain)},
		{Name: "node2.zip", Text: testlog.Zip(t, entries...)},
	}
	f := func(name, stored string, want map[string]string, unreadable []string) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			testlog.Write(t, dir, map[string]string{name: stored})
			p := filepath.Join(dir, name)
			sourcetest.Run(t, sourcetest.Place{
				Path: dir, Want: want, Unreadable: unreadable,
				Open: func() (source.Files, error) { return Open(p, Options{}) },
			})
		})
	}
	f("plain.tar", plain, want, refused)
	f("gzip.tar.gz", testlog.Compress(t, "gzip", plain), want, refused)
	f("zstd.tar.zst", testlog.Compress(t, "zstd", plain), want, refused)
	f("xz.tar.xz", testlog.Compress(t, "xz", plain), want, refused)
	f("no-extension", testlog.Compress(t, "gzip", plain), want, refused)
	f("bundle.zip", testlog.Zip(t, entries...), want, unreadable)
	f("nodes.tar", testlog.Tar(t, nodes...), inner, innerRefused)
	f("nodes.tgz", testlog.Compress(t, "gzip", testlog.Tar(t, nodes...)), inner, innerRefused)
	f("nodes.zip", testlog.Zip(t, nodes...), inner, innerRefused)
}

// A gzip entry tells places to read on from where it lies in one piece: in a tar, or
// a compressed one that is kept in memory, not in one inside a zip.
func TestMarks(t *testing.T) {
	entries := []e{{Name: "a.log", Text: "x\n"}, {Name: "b.log.gz", Text: testlog.Compress(t, "gzip", testlog.Lines(9, 40_000))}}
	plain := testlog.Tar(t, entries...)
	packed := testlog.Compress(t, "gzip", plain)
	for name, stored := range map[string]string{"a.tar": plain, "a.tgz": packed, "a.zip": testlog.Zip(t, e{Name: "node.tgz", Text: packed}, entries[0])} {
		dir := t.TempDir()
		testlog.Write(t, dir, map[string]string{name: stored})
		b, err := Open(filepath.Join(dir, name), Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		path, some := "b.log.gz", true
		if name == "a.zip" {
			path, some = "node.tgz/b.log.gz", false
		}
		if n := sourcetest.Marks(t, b, path); (n > 0) != some {
			t.Errorf("in %s there are %d marks", name, n)
		}
	}
}

func open(t testing.TB, stored string, opt Options) *Bundle {
	t.Helper()
	dir := t.TempDir()
	testlog.Write(t, dir, map[string]string{"bundle": stored})
	b, err := Open(filepath.Join(dir, "bundle"), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func listed(t testing.TB, b *Bundle) *source.Inventory {
	t.Helper()
	inv, err := b.Scan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func read(t testing.TB, b *Bundle, c source.Copy) (string, error) {
	t.Helper()
	f, err := b.Open(context.Background(), c.ID)
	if err != nil {
		return "", err
	}
	r, err := f.Reader(context.Background(), 0)
	if err != nil {
		return "", err
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	return string(text), err
}

// Families are called by their stems however deep the logs lie.
func TestFamilies(t *testing.T) {
	entries := []e{
		{Name: "ship/var/log/application.log", Text: "live\n"},
		{Name: "ship/var/log/application-2026-11-22-2.log", Text: "second\n"},
		{Name: "ship/var/log/application-2026-11-22.log", Text: "first\n"},
		{Name: "ship/var/log/nginx/access.log", Text: "x\n"},
		{Name: "ship/var/log/audit_log.log", Text: "{}\n"},
	}
	inv := listed(t, open(t, testlog.Tar(t, entries...), Options{}))
	var got []string
	for _, f := range inv.Families {
		got = append(got, fmt.Sprint(f.Name, " ", f.Known, " ", len(f.Copies)))
	}
	want := "[application true 3 audit_log true 1 nginx/access false 1]"
	if fmt.Sprint(got) != want {
		t.Errorf("%v, want %v", got, want)
	}
	if c := inv.Families[0].Copies; c[0].Path != "ship/var/log/application-2026-11-22.log" || !c[2].Live {
		t.Errorf("order %+v", c)
	}
}

func TestCompanion(t *testing.T) {
	entries := []e{{Name: "log/a.log", Text: "a\n"}, {Name: "log/tenants.csv", Text: "company\n"}}
	b := open(t, testlog.Zip(t, entries...), Options{})
	if inv := listed(t, b); fmt.Sprint(inv.Companions) != "[{tenants.csv log/tenants.csv 8}]" {
		t.Errorf("companions %+v", inv.Companions)
	}
	f := func(path string, limit int64, want string, kind fault.Kind) {
		t.Helper()
		got, err := b.ReadCompanion(context.Background(), path, limit)
		if string(got) != want || fault.KindOf(err) != kind {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	f("log/tenants.csv", 8, "company\n", "")
	f("log/tenants.csv", 7, "", fault.Limit)
	f("log/a.log", 100, "", fault.NotFound)
}

// A tar of ten kilobytes that claims a terabyte is listed, and reading it stops.
func TestSparseTar(t *testing.T) {
	b := open(t, sparseTar(t), Options{})
	inv := listed(t, b)
	if len(inv.Families) != 2 {
		t.Fatalf("%+v", inv)
	}
	if text, err := read(t, b, inv.Families[0].Copies[0]); err != nil || text != "after\n" {
		t.Errorf("the entry after it: %q, %v", text, err)
	}
	f, err := b.Open(context.Background(), inv.Families[1].Copies[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	r, err := f.Reader(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	n, err := io.Copy(io.Discard, r)
	var over *decode.Exceeded
	if !errors.As(err, &over) || over.What != "ratio" || n < 64<<20 || n > 80<<20 {
		t.Errorf("%d bytes, then %v", n, err)
	}
}

// sparseTar writes GNU's old sparse format by hand: archive/tar only reads it.
func sparseTar(t testing.TB) string {
	h := []byte(testlog.Tar(t, e{Name: "huge.log", Text: ""}))[:512]
	const tera = "\x80\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00" // 1 << 40, base 256
	h[156] = tar.TypeGNUSparse
	copy(h[257:265], "ustar  \x00")
	copy(h[345:500], make([]byte, 155))
	copy(h[386:398], tera)           // one piece at the very end
	copy(h[398:410], "00000000000 ") // of no bytes
	copy(h[483:495], tera)           // real size
	copy(h[124:136], "00000000000 ") // stored size
	copy(h[148:156], "        ")
	sum := 0
	for _, c := range h {
		sum += int(c)
	}
	copy(h[148:156], fmt.Sprintf("%06o\x00 ", sum))
	return string(h) + testlog.Tar(t, e{Name: "after.log", Text: "after\n"})
}

func TestBudget(t *testing.T) {
	many := make([]e, 50)
	for i := range many {
		many[i] = e{Name: fmt.Sprintf("a%02d.log", i), Text: testlog.Lines(i%24, 20)}
	}
	limits := func(change func(*decode.Limits)) Options {
		l := decode.DefaultLimits()
		change(&l)
		return Options{Limits: &l}
	}
	f := func(name, stored string, opt Options, atLeast int, says string) {
		t.Helper()
		inv := listed(t, open(t, stored, opt))
		if len(inv.Families) < atLeast || len(inv.Families) == len(many) {
			t.Errorf("%s: %d families", name, len(inv.Families))
		}
		for _, s := range inv.Skipped {
			if strings.Contains(s.Reason.String(), says) {
				return
			}
		}
		t.Errorf("%s: skipped %v", name, inv.Skipped)
	}
	gz := testlog.Compress(t, "gzip", testlog.Tar(t, many...))
	f("entries", gz, limits(func(l *decode.Limits) { l.Entries = 20 }), 20, "entries")
	f("bytes", gz, limits(func(l *decode.Limits) { l.Total = 60_000 }), 5, "decompressed bytes")
	f("cut", gz[:len(gz)/2], Options{}, 10, "gzip damaged")
	nested := testlog.Tar(t, e{Name: "a.log", Text: "deep\n"})
	for i := range 10 {
		nested = testlog.Tar(t, e{Name: fmt.Sprintf("%d.tar", i), Text: nested})
	}
	f("nesting", nested, Options{}, 0, "nesting")
}

func TestZipRefusals(t *testing.T) {
	good := testlog.Zip(t, e{Name: "a.log", Text: "hello\n"}, e{Name: "b.log", Text: "world\n"})
	directory := strings.Index(good, "PK\x01\x02")
	change := func(at int, to string) string { return good[:at] + to + good[at+len(to):] }
	second := directory + 46 + len("a.log") + 9 // archive/zip writes an extended time
	f := func(name, stored, says string, readable int) {
		t.Helper()
		inv := listed(t, open(t, stored, Options{}))
		if len(inv.Families) != readable || len(inv.Skipped) == 0 || !strings.Contains(inv.Skipped[0].Reason.String(), says) {
			t.Errorf("%s: %d families, skipped %v", name, len(inv.Families), inv.Skipped)
		}
	}
	f("encrypted", change(directory+8, "\x01"), "encrypted", 1)
	f("unknown method", change(directory+10, "\x63"), "method 99", 1)
	f("overlap", change(second+42, "\x00\x00\x00\x00"), "overlaps", 0)
	g := func(name, stored string, kind fault.Kind, says string) {
		t.Helper()
		p := filepath.Join(t.TempDir(), "x.zip")
		if err := os.WriteFile(p, []byte(stored), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(p, Options{}); fault.KindOf(err) != kind || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	end := strings.LastIndex(good, "PK\x05\x06")
	g("split", change(end+4, "\x02"), fault.Unsupported, "split")
	g("too many entries", change(end+10, "\xff\xff\xff\xff\xff\xff"), fault.Limit, "entries")
	g("cut", good[:end], fault.Damaged, "directory is missing")
	g("a log", "hello\n", fault.Unsupported, "not an archive")
	g("7z", "7z\xbc\xaf\x27\x1c"+strings.Repeat("x", 600), fault.Unsupported, "7z archive")
	g("empty", "", fault.Unsupported, "not an archive")
}

// Real archives, hostile ones among them, open or say why not, and nothing is
// written anywhere.
func TestRealArchives(t *testing.T) {
	dir := testlog.Real(t, "09-archives")
	all, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	more, _ := filepath.Glob(filepath.Join(dir, "*", "zipslip", "*"))
	opened := 0
	for _, p := range append(all, more...) {
		if info, err := os.Stat(p); err != nil || info.IsDir() {
			continue
		}
		b, err := Open(p, Options{})
		if fault.KindOf(err) == fault.Unsupported { // a log, or a rar
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", p, err)
			continue
		}
		_ = b.Close()
		if strings.HasSuffix(p, ".rar") {
			t.Errorf("%s was opened", p)
		}
		t.Run(filepath.Base(p), func(t *testing.T) {
			opened++
			sourcetest.Run(t, sourcetest.Place{Path: dir, Open: func() (source.Files, error) { return Open(p, Options{}) }})
		})
	}
	if opened < 15 {
		t.Errorf("only %d archives were opened", opened)
	}
}

func TestSupportBundle(t *testing.T) {
	p := testlog.Real(t, "07-rotation/support-bundles/support-bundle.tar.gz")
	sourcetest.Run(t, sourcetest.Place{
		Path:       filepath.Dir(p),
		Open:       func() (source.Files, error) { return Open(p, Options{}) },
		Unreadable: []string{"support-bundle/version.yaml"},
	})
	b, err := Open(p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	inv := listed(t, b)
	for _, f := range inv.Families {
		if f.Name == "cluster-resources/pods/logs/kube-system/coredns-b96499967-tncf4/coredns" {
			if len(f.Copies) != 2 || f.Copies[0].Index != 1 || !f.Copies[1].Live {
				t.Errorf("%+v", f)
			}
			return
		}
	}
	t.Errorf("no such family among %d", len(inv.Families))
}

func FuzzBundle(f *testing.F) {
	small := []e{{Name: "a.log", Text: "hello\n"}, {Name: "b.log.gz", Text: testlog.Compress(f, "gzip", "x\n")}}
	f.Add([]byte(testlog.Tar(f, small...)))
	f.Add([]byte(testlog.Zip(f, small...)))
	f.Add([]byte(sparseTar(f)))
	f.Add([]byte(testlog.Compress(f, "gzip", testlog.Tar(f, small...))))
	dir := f.TempDir()
	limits := decode.DefaultLimits()
	limits.Total, limits.Entries = 4<<20, 100
	f.Fuzz(func(t *testing.T, data []byte) {
		p := filepath.Join(dir, fmt.Sprint(os.Getpid()))
		if err := os.WriteFile(p, data, 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := Open(p, Options{Limits: &limits})
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				t.Fatal(err)
			}
			return
		}
		defer b.Close()
		inv, err := b.Scan(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, fam := range inv.Families {
			for _, c := range fam.Copies {
				if _, err := read(t, b, c); err != nil && fault.KindOf(err) == fault.Internal {
					t.Fatalf("%s: %v", c.Path, err)
				}
			}
		}
	})
}
