package source

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// copiesOf are copies that were modified in the order of the names given.
func copiesOf(paths ...string) []Copy {
	at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	var out []Copy
	for i, p := range paths {
		c := Copy{Path: p, Modified: at.Add(time.Duration(i) * time.Minute)}
		if ParseName(p).Packed {
			c.Compression = Gzip
		}
		out = append(out, c)
	}
	return out
}

// show writes families as name[copies], a * behind the live one and a + behind
// the name of a known one.
func show(families []Family) string {
	var out []string
	for _, f := range families {
		var copies []string
		for _, c := range f.Copies {
			if c.Live {
				c.Path += "*"
			}
			copies = append(copies, c.Path)
		}
		if f.Known {
			f.Name += "+"
		}
		out = append(out, f.Name+fmt.Sprint(copies))
	}
	return strings.Join(out, " ")
}

func TestFamilies(t *testing.T) {
	f := func(paths, want string) {
		t.Helper()
		if got := show(Families(copiesOf(strings.Fields(paths)...), "")); got != want {
			t.Errorf("%s\n got %s\nwant %s", paths, got, want)
		}
	}
	f("app.log", "app[app.log*]")
	f("app.log app.log.1 app.log.2.gz app.log.10.gz", "app[app.log.10.gz app.log.2.gz app.log.1 app.log*]")
	f("app.log app-2026-11-22.0.log.gz app-2026-11-22.10.log.gz app-2026-11-22.9.log.gz app-2026-11-21.0.log.gz",
		"app[app-2026-11-21.0.log.gz app-2026-11-22.0.log.gz app-2026-11-22.9.log.gz app-2026-11-22.10.log.gz app.log*]")
	f("application-2026-11-22-2.log.gz application.log application-2026-11-22.log.gz application-2026-11-21-3.log.gz",
		"application+[application-2026-11-21-3.log.gz application-2026-11-22.log.gz application-2026-11-22-2.log.gz application.log*]")
	f("logs/2026-11/app-2026-11-02-1.log.gz logs/2026-10/app-2026-10-30-7.log.gz logs/app.log",
		"logs/app[logs/2026-10/app-2026-10-30-7.log.gz logs/2026-11/app-2026-11-02-1.log.gz logs/app.log*]")

	// the live file carries the date itself
	f("catalina.2026-11-21.log catalina.2026-11-22.log", "catalina[catalina.2026-11-21.log catalina.2026-11-22.log*]")
	f("u_ex261121.log u_ex261122.log", "u_ex[u_ex261121.log u_ex261122.log*]")
	f("httperr10.log httperr9.log", "httperr[httperr9.log httperr10.log*]")
	f("app-2026-11-21.log.gz", "app[app-2026-11-21.log.gz]")
	f("app.log.1 app.log.2", "app[app.log.2 app.log.1]")

	// a change from numbers to dates, and back
	f("app.log.2 app.log.1 app.log-20261121 app.log-20261122 app.log", "app[app.log.2 app.log.1 app.log-20261121 app.log-20261122 app.log*]")
	f("app.log-20261121 app.log-20261122 app.log.2 app.log.1 app.log", "app[app.log-20261121 app.log-20261122 app.log.2 app.log.1 app.log*]")

	// what does not belong together
	f("a/app.log b/app.log app.log", "a/app[a/app.log*] app[app.log*] b/app[b/app.log*]")
	f("app.log app.out app.1.log", "app[app.1.log app.log*] app.out[app.out*]")
	f("app app.log", "app[app.log*] app (no extension)[app*]")
	f("node-1.log node-2.log", "node-1[node-1.log*] node-2[node-2.log*]")

	// known families first, in product order
	f("zzz.log crm_data.log application.log x/email.log audit_log.log",
		"application+[application.log*] x/email+[x/email.log*] crm_data+[crm_data.log*] audit_log+[audit_log.log*] zzz[zzz.log*]")
}

// Every chain of a writer comes out in the order it was written, whatever the
// order of the listing and whichever copies are compressed.
func TestFamiliesOrder(t *testing.T) {
	writers := map[string]func(i, n int) string{
		"logrotate": func(i, n int) string { return fmt.Sprintf("app.log.%d", n-i) },
		"dateext":   func(i, _ int) string { return fmt.Sprintf("app.log-202611%02d", i+1) },
		"logback":   func(i, _ int) string { return fmt.Sprintf("app-2026-11-%02d.%d.log", i/12+1, i%12) },
		"log4j2":    func(i, _ int) string { return fmt.Sprintf("2026-11/app-2026-11-%02d-%d.log", i/12+1, i%12+1) },
		"spring":    func(i, _ int) string { return fmt.Sprintf("app.log.2026-11-%02d.%d", i/12+1, i%12) },
		"hourly":    func(i, _ int) string { return fmt.Sprintf("app.log.2026-11-%02d-%02d", i/20+1, i%20+1) },
		"lumberjack": func(i, _ int) string {
			return fmt.Sprintf("app-2026-11-22T10-%02d-12.%03d.log", i, 999-i)
		},
		"cordwood": func(i, _ int) string {
			if i%5 == 0 {
				return fmt.Sprintf("app-2026-11-%02d.log", i/5+1)
			}
			return fmt.Sprintf("app-2026-11-%02d-%d.log", i/5+1, i%5+1)
		},
	}
	for name, writer := range writers {
		rapid.Check(t, func(t *rapid.T) {
			n := rapid.IntRange(1, 28).Draw(t, "copies")
			var want []string
			for i := range n {
				p := writer(i, n)
				if rapid.Bool().Draw(t, "compressed") {
					p += ".gz"
				}
				want = append(want, p)
			}
			want = append(want, "app.log")
			order := rapid.Permutation(copiesOf(want...)).Draw(t, "listing")
			families := Families(order, "")
			if len(families) != 1 {
				t.Fatalf("%s: %s", name, show(families))
			}
			for i, c := range families[0].Copies {
				if c.Path != want[i] || c.Live != (i == n) {
					t.Fatalf("%s: %s, want %v", name, show(families), want)
				}
			}
		})
	}
}

func TestCommonFolder(t *testing.T) {
	f := func(paths, want string) {
		t.Helper()
		if got := CommonFolder(copiesOf(strings.Fields(paths)...)); got != want {
			t.Errorf("%s: %q, want %q", paths, got, want)
		}
	}
	f("", "")
	f("app.log", "")
	f("var/log/app.log", "var/log")
	f("var/log/app.log var/log/nginx/access.log", "var/log")
	f("var/log/app.log var/logs/b.log", "var")
	f("a/x.log b/y.log", "")
	f("logs/2026-10/app-2026-10-30.log logs/2026-11/app-2026-11-01.log", "logs")
	f("/var/log/a.log ../b.log", "")
}

func TestKnown(t *testing.T) {
	if len(Known) != 10 {
		t.Fatal(len(Known))
	}
	codes := map[string]bool{}
	for _, k := range Known {
		if ParseName(k.File).Stem != k.Name || k.Holds == "" || codes[k.Code] {
			t.Errorf("%+v", k)
		}
		codes[k.Code] = true
	}
	f := func(family, code string) {
		t.Helper()
		if k, _ := KnownAs(family); k.Code != code {
			t.Errorf("%s is %q, want %q", family, k.Code, code)
		}
	}
	f("application", "APP")
	f("node1/Application", "APP")
	f("access_log", "ACC")
	f("access", "")
}

func FuzzParseName(f *testing.F) {
	for _, s := range []string{"app.log.1.gz", "a/2026-11/b-2026-11-22T10-11-12.345.log", "u_ex261122.log", "log20261122_001.txt", "\\\\x\\..\\y.log"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, p string) {
		n := ParseName(p)
		folderOnly := strings.HasSuffix(p, "/") || strings.HasSuffix(p, `\`) || p == ""
		if n.Rotated() && n.Stem == "" && !folderOnly {
			t.Fatalf("%q is a copy of nothing: %+v", p, n)
		}
		if len(Families([]Copy{{Path: p}, {Path: p + ".gz"}}, "")) == 0 {
			t.Fatal("no family")
		}
	})
}
