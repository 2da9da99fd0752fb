//go:build linux

package cli

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cordwood/app"
)

// servePeak is the most memory that serve may take over hostile files, in KiB.
const servePeak = 300 << 10

// TestServeOnHostileFiles opens everything of a hostile folder and of hostile
// bundles as the page does. Each is shown as what it is, the memory stays
// bounded, and nothing is written outside CORDWOOD_HOME.
func TestServeOnHostileFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200 MB")
	}
	yard := t.TempDir() // everything but the home that the program may know of
	logs, bundles := hostileFolder(t), filepath.Join(yard, "bundles")
	for _, d := range []string{bundles, filepath.Join(yard, "cwd"), filepath.Join(yard, "tmp"), filepath.Join(yard, "user")} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	endlessLine(t, logs, 200, false)
	hostileArchives(t, bundles)
	home := t.TempDir()
	args, refused := []string{program(t)}, os.Getuid() != 0
	if setpriv, err := exec.LookPath("setpriv"); err == nil && !refused {
		// It may write everywhere here: that it does not is its own doing.
		args, refused = asNobody(t, setpriv, nil, []string{logs, yard, home}), true
	}
	before := listing(t, logs) + listing(t, yard)

	p := servePage(t, append(args, "serve", logs), home, yard)
	start := ask[app.Start](p, "Sources.Start")
	src := p.read(start.First)
	view := ask[app.FamiliesView](p, "ServerLogs.Families", src.ID)
	toldAsIs(t, copiesOf(view), refused)
	for _, link := range []string{"loop-a.log", "loop-b.log", "sub/up", "passwd.log"} {
		if !slices.ContainsFunc(view.Skipped, func(n app.Notice) bool { return n.File == link && strings.HasPrefix(n.Text.Text, "symbolic link") }) {
			t.Errorf("%s is not told as a link", link)
		}
	}
	p.look(src, view)
	if got := p.count(src, "", "fine"); got < 2000+6+1 {
		t.Errorf("%d entries with fine in the folder", got)
	}
	p.endless(src)

	slip := p.open(filepath.Join(bundles, "slip.zip"))
	view = ask[app.FamiliesView](p, "ServerLogs.Families", slip.ID)
	p.look(slip, view)
	if n := len(copiesOf(view)); n != 4 {
		t.Errorf("slip.zip shows %d files, want 4", n)
	}
	if got := p.count(slip, "", "fine"); got != 4 {
		t.Errorf("slip.zip: %d entries, want 4", got)
	}
	claims := p.open(filepath.Join(bundles, "claims.tar"))
	view = ask[app.FamiliesView](p, "ServerLogs.Families", claims.ID)
	p.look(claims, view)
	if c := copiesOf(view)["huge.log"]; c.Lines != 1 || !strings.Contains(c.Problem.Text, "ends early") {
		t.Errorf("claims.tar: %d lines, problem %q", c.Lines, c.Problem.Text)
	}

	p.onlyInHome()
	peak := p.peak()
	p.end()
	t.Logf("peak of serve: %d KiB, race detector: %v", peak, raced)
	if peak > servePeak {
		t.Errorf("serve took %d KiB at its peak, more than %d", peak, servePeak)
	}
	if after := listing(t, logs) + listing(t, yard); after != before {
		t.Errorf("something was written outside the home:\n%s\nwas\n%s", after, before)
	}
}

func copiesOf(v app.FamiliesView) map[string]app.CopyRow {
	out := map[string]app.CopyRow{}
	for _, f := range v.Families {
		for _, c := range f.Copies {
			out[c.Path] = c
		}
	}
	return out
}

// look opens each family as the page does, its first and last rows, an entry,
// its facets, and every other desk of the source.
func (p *page) look(src app.Source, view app.FamiliesView) {
	p.t.Helper()
	for _, f := range view.Families {
		s := p.log(app.LogRequest{Families: []string{f.Name}, Source: src.ID})
		if s.Total > 0 {
			p.get("rows", "h", s.Handle, "from", "0", "n", "64")
			p.get("entry", "h", s.Handle, "pos", "0")
		}
		p.get("histogram", "h", s.Handle, "buckets", "100")
		ask[app.Facet](p, "ServerLogs.Facet", s.Handle, "file")
	}
	for path, c := range copiesOf(view) {
		// One that cannot be read is refused, or breaks off; it never hangs.
		d, err := answerOf[app.Download](p, "Downloads.Prepare", app.DownloadRequest{Source: src.ID, Kind: "zip", Files: []string{c.ID}})
		if err == nil {
			_, err = p.try(http.MethodGet, "/data/download?id="+d.ID, nil)
		}
		if err != nil && c.Problem.Text == "" {
			p.t.Errorf("download of %q: %v", path, err)
		}
	}
	ask[app.HealthView](p, "Health.View", src.ID)
	ask[app.RecordState](p, "Access.Open", app.RecordRequest{Source: src.ID, Slot: "v"})
	ask[app.RecordState](p, "Audit.Open", app.RecordRequest{Source: src.ID, Slot: "a"})
	if src.Kind == "folder" {
		ask[app.RulesView](p, "Rules.View", src.ID)
	}
}

// endless wants the endless line cut in the list, and bounded when it is opened.
func (p *page) endless(src app.Source) {
	p.t.Helper()
	s := p.log(app.LogRequest{Families: []string{"endless"}, Query: "endless", Source: src.ID})
	if s.Total != 1 {
		p.t.Errorf("the endless line: %d entries, want 1", s.Total)
	}
	row := into[app.LogPage](p, p.get("rows", "h", s.Handle, "from", "0", "n", "1")).Rows[0]
	entry := into[app.LogEntry](p, p.get("entry", "h", s.Handle, "pos", "0"))
	if row.Cut == 0 || len(row.Text) > 2000 || len(entry.Raw) > 1<<20 {
		p.t.Errorf("the endless line is shown with %d bytes in the list, %d more told, and %d bytes opened", len(row.Text), row.Cut, len(entry.Raw))
	}
}

// count is how many entries of a family, or of all, match a query.
func (p *page) count(src app.Source, family, query string) int64 {
	p.t.Helper()
	r := app.LogRequest{Source: src.ID, Query: query}
	if family != "" {
		r.Families = []string{family}
	}
	return p.log(r).Total
}
