package folder

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/fault"
	"cordwood/backend/internal/testlog"
	"cordwood/backend/source"
	"cordwood/backend/source/sourcetest"
)

func openFolder(t testing.TB, dir string) *Folder {
	t.Helper()
	f, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func scan(t testing.TB, f *Folder) *source.Inventory {
	t.Helper()
	inv, err := f.Scan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

// ids are the ids of a scan by path.
func ids(t testing.TB, f *Folder) map[string]event.FileID {
	t.Helper()
	out := map[string]event.FileID{}
	for _, fam := range scan(t, f).Families {
		for _, c := range fam.Copies {
			out[c.Path] = c.ID
		}
	}
	return out
}

func TestSuite(t *testing.T) {
	dir := t.TempDir()
	want := map[string]string{
		"application.log":                        testlog.Lines(12, 900),
		"application-2026-11-22.log.gz":          testlog.Lines(9, 2000),
		"application-2026-11-22-2.log.zst":       testlog.Lines(10, 2000),
		"application-2026-11-22-3.log.xz":        testlog.Lines(11, 300),
		"application-2026-11-22-4.log.zip":       testlog.Lines(11, 400),
		"empty.log":                              "",
		"misleading.gz":                          "plain text in spite of its name\n",
		"mark.log":                               "after the mark\n",
		"western.log":                            "größer\n",
		"wide.log":                               "wide\n",
		"late.log":                               testlog.Lines(1, 2000) + "Müller, spät\n",
		"seldom.log":                             "错误\n" + testlog.Lines(1, 3000) + "连接断开\n" + testlog.Lines(1, 3000),
		"tenant/application.log":                 testlog.Lines(3, 3),
		"name with space,\nnewline, \x1b[1m.log": "x\n",
		"not\xffutf8.log":                        "x\n",
	}
	stored := map[string]string{}
	for name, text := range want {
		stored[name] = text
	}
	for name, method := range map[string]string{
		"application-2026-11-22.log.gz": "gzip", "application-2026-11-22-2.log.zst": "zstd", "application-2026-11-22-3.log.xz": "xz",
	} {
		stored[name] = testlog.Compress(t, method, want[name])
	}
	stored["application-2026-11-22-4.log.zip"] = testlog.Zip(t, testlog.Entry{Name: "application.log", Text: want["application-2026-11-22-4.log.zip"]})
	stored["mark.log"] = "\xef\xbb\xbf" + want["mark.log"]
	stored["western.log"] = "gr\xf6\xdfer\n"
	stored["wide.log"] = "\xff\xfew\x00i\x00d\x00e\x00\n\x00"
	stored["late.log"] = testlog.Lines(1, 2000) + "M\xfcller, sp\xe4t\n"
	stored["seldom.log"] = "\xb4\xed\xce\xf3\n" + testlog.Lines(1, 3000) + "\xc1\xac\xbd\xd3\xb6\xcf\xbf\xaa\n" + testlog.Lines(1, 3000)
	stored["binary.log"] = "\x01\x00\x02\x00\x03\xff\x00"
	stored["cut.log.gz"] = testlog.Compress(t, "gzip", testlog.Lines(5, 5))[:30]
	stored["settings.yaml"] = "a: b\n"
	stored["bundle.tar.gz"] = testlog.Compress(t, "gzip", testlog.Tar(t, testlog.Entry{Name: "a.log", Text: "x\n"}))
	stored["two.zip"] = testlog.Zip(t, testlog.Entry{Name: "a.log"}, testlog.Entry{Name: "b.log"})
	stored[".cordwood-held/01/app.log"] = "held\n"
	stored["app.log.gz.part"] = "half\n"
	stored[".nfs0000000001"] = "deleted\n"
	testlog.Write(t, dir, stored)
	sourcetest.Run(t, sourcetest.Place{
		Path: dir, Want: want,
		Open:       func() (source.Files, error) { return Open(dir, Options{}) },
		Unreadable: []string{"binary.log", "cut.log.gz", "settings.yaml", "bundle.tar.gz", "two.zip"},
	})
	inv := scan(t, openFolder(t, dir))
	if f := inv.Families[0]; f.Name != "application" || len(f.Copies) != 5 || !f.Copies[4].Live || f.Copies[3].Index != 4 {
		t.Errorf("%+v", f)
	}
	if inv.Families[1].Name != "tenant/application" || !inv.Families[1].Known {
		t.Errorf("%+v", inv.Families[1])
	}
}

// A gzip copy tells places to read on from; what else its text needs tells none.
func TestMarks(t *testing.T) {
	dir := t.TempDir()
	text := testlog.Lines(9, 40_000)
	packed := testlog.Compress(t, "gzip", text)
	testlog.Write(t, dir, map[string]string{
		"one.log.gz": packed, "two.log.gz": packed + packed, "plain.log": text, "other.log.zst": testlog.Compress(t, "zstd", text),
		"twice.log.gz": testlog.Compress(t, "gzip", packed), "mark.log.gz": testlog.Compress(t, "gzip", "\xef\xbb\xbf"+text),
		"wide.log.gz": testlog.Compress(t, "gzip", strings.ReplaceAll(text, "INFO", "gr\xf6\xdfer")),
	})
	in := openFolder(t, dir)
	for name, some := range map[string]bool{
		"one.log.gz": true, "two.log.gz": true, "plain.log": false, "other.log.zst": false, "twice.log.gz": false, "mark.log.gz": false, "wide.log.gz": false,
	} {
		if n := sourcetest.Marks(t, in, name); (n > 1) != some || !some && n > 0 {
			t.Errorf("%s has %d marks", name, n)
		}
	}
}

func TestOpenFile(t *testing.T) {
	dir := t.TempDir()
	testlog.Write(t, dir, map[string]string{
		"a.log": "a\n", "b.log.gz": testlog.Compress(t, "gzip", "b\n"), "tenants.csv": "as a log\n",
	})
	f := func(name, want string) {
		t.Helper()
		p := filepath.Join(dir, name)
		sourcetest.Run(t, sourcetest.Place{
			Path: dir, Want: map[string]string{name: want},
			Open: func() (source.Files, error) { return OpenFile(p, Options{}) },
		})
	}
	f("a.log", "a\n")
	f("b.log.gz", "b\n")
	f("tenants.csv", "as a log\n")
	if _, err := OpenFile(dir, Options{}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a folder as a file: %v", err)
	}
	if _, err := OpenFile(filepath.Join(dir, "none.log"), Options{}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := Open(filepath.Join(dir, "none"), Options{}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a missing folder: %v", err)
	}
}

func TestCompanions(t *testing.T) {
	dir := t.TempDir()
	testlog.Write(t, dir, map[string]string{
		"tenants.csv": "company\n", "cordwood-rules.json": "{}", "cordwood-rules.status.json": "{}", "a.log": "a\n",
		"cordwood-rules.json.bak": "{}", "cordwood-rules.lock": "x", "cordwood-rules.json.0123456789ab.part": "{",
	})
	f := openFolder(t, dir)
	inv := scan(t, f)
	if len(inv.Companions) != 4 || len(inv.Skipped) != 0 || len(inv.Families) != 1 {
		t.Errorf("%+v", inv)
	}
	check := func(path string, limit int64, want string, kind fault.Kind) {
		t.Helper()
		got, err := f.ReadCompanion(context.Background(), path, limit)
		if string(got) != want || fault.KindOf(err) != kind {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	check("tenants.csv", 8, "company\n", "")
	check("tenants.csv", 7, "", fault.Limit)
	check("sub/tenants.csv", 100, "", fault.NotFound)
	check("a.log", 100, "", fault.Invalid)
	check("../tenants.csv", 100, "", fault.Unreadable)
}

// What lies beside the logs and is none is named, and never opened.
func TestHostilePlace(t *testing.T) {
	outside := t.TempDir()
	testlog.Write(t, outside, map[string]string{"shadow": "secret\n"})
	dir := t.TempDir()
	testlog.Write(t, dir, map[string]string{"app.log": "a\n", "deep/er/x.log": "x\n"})
	link := func(target, name string) {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	link("app.log", "current.log")
	link(filepath.Join(outside, "shadow"), "absolute.log")
	link("../"+filepath.Base(outside)+"/shadow", "relative.log")
	link("circle.log", "circle.log")
	link("nowhere.log", "dangling.log")
	link(".", "deep/loop")
	link("..", "deep/up")
	link("/dev/null", "null.log")
	fifo(t, filepath.Join(dir, "pipe.log"))
	f := openFolder(t, dir)
	inv := scan(t, f)
	var got []string
	for _, fam := range inv.Families {
		for _, c := range fam.Copies {
			got = append(got, c.Path+" "+c.Problem.String())
		}
	}
	if s := strings.Join(got, ", "); s != "app.log , deep/er/x.log , pipe.log it is a named pipe" {
		t.Errorf("listed: %s", s)
	}
	reasons := map[string]string{}
	for _, s := range inv.Skipped {
		reasons[s.Path] = s.Reason.String()
	}
	check := func(path, says string) {
		t.Helper()
		if !strings.Contains(reasons[path], says) || reasons[path] == "" {
			t.Errorf("%s is skipped because %q, want %q", path, reasons[path], says)
		}
	}
	check("current.log", "symbolic link to app.log")
	check("absolute.log", "symbolic link to ")
	check("relative.log", "symbolic link to ")
	check("circle.log", "symbolic link to circle.log")
	check("dangling.log", "symbolic link to nowhere.log")
	check("null.log", "symbolic link to /dev/null")
	check("deep/loop", "symbolic link")
	check("deep/up", "symbolic link")
}

func TestDeepFolders(t *testing.T) {
	dir := t.TempDir()
	deep := strings.Repeat("d/", maxDepth+2)
	testlog.Write(t, dir, map[string]string{"a.log": "a\n", deep + "b.log": "b\n"})
	inv := scan(t, openFolder(t, dir))
	if len(inv.Families) != 1 || len(inv.Skipped) != 1 || !strings.Contains(inv.Skipped[0].Reason.String(), "deeper than") {
		t.Errorf("%+v", inv)
	}
}

func TestScanIsCancelled(t *testing.T) {
	f := openFolder(t, t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := f.Scan(ctx); fault.KindOf(err) != fault.Stopped {
		t.Error(err)
	}
}

// Watch reports a new file, a grown one, and one in a new folder.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	testlog.Write(t, dir, map[string]string{"a.log": "a\n"})
	f := openFolder(t, dir)
	scan(t, f)
	ctx, cancel := context.WithCancel(context.Background())
	news, ended := make(chan struct{}, 100), make(chan error)
	go func() { ended <- f.Watch(ctx, func() { news <- struct{}{} }) }()
	for i := range 3 {
		testlog.Write(t, dir, map[string]string{fmt.Sprint("new", i, "/b.log"): fmt.Sprint(i)})
		<-news
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
