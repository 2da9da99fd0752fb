package directory

import (
	"bytes"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cordwood/backend/fault"
)

const tenants = "\xef\xbb\xbfCompany,Memo,Account Pattern,Host,path_prefix,NETWORK,colour\r\n" +
	"Acme Ltd,all of Acme,,,,10.2.0.0/16,\r\n" +
	"Acme Ltd,desk 3,1001,,,,red\r\n" +
	"Acme Ltd,sales,10*,,,,\r\n" +
	"Beta,,,*.beta.example,,,\r\n" +
	"Beta,portal,,,/beta/,,\r\n" +
	"Beta,\"front desk, \"\"A\"\"\",,,/beta/front,,\r\n" +
	"Gamma,main customer,,,,,\r\n" +
	"Gamma,,2001|2002,,,,\r\n" +
	",VPN pool,,,,10.8.0.0/16; fd00::/8,\r\n"

func parse(t *testing.T, text string) []Row {
	t.Helper()
	rows, problems, err := Parse([]byte(text), "tenants.csv")
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return rows
}

func TestLookup(t *testing.T) {
	d := New([]Note{
		{Kind: "ip", Key: "10.9.9.9", Company: "Delta", Memo: "the lobby"},
		{Kind: "network", Key: "10.9.0.0/16", Memo: "second floor"},
		{Kind: "account", Key: "Admin", Memo: "the boss"},
		{Kind: "company", Key: "beta", Memo: "pays late"},
		{Kind: "visit", Key: "f1:0", Memo: "not for the directory"},
		{Kind: "network", Key: "nonsense", Memo: "x"},
	}, parse(t, tenants))
	f := func(v Visit, company, companyOrigin, memo, memoOrigin string) {
		t.Helper()
		want := Who{Company: company, CompanyOrigin: companyOrigin, Memo: memo, MemoOrigin: memoOrigin}
		if got := d.Lookup(v); got != want {
			t.Errorf("%+v: %+v, want %+v", v, got, want)
		}
	}
	f(Visit{}, "", "", "", "")
	f(Visit{Account: "1001"}, "Acme Ltd", "directory", "desk 3", "directory")
	f(Visit{Account: "1001", IP: "10.2.3.4"}, "Acme Ltd", "directory", "desk 3", "directory")
	f(Visit{Account: "1007"}, "Acme Ltd", "directory", "sales", "directory")
	f(Visit{Account: "3007", IP: "10.2.3.4"}, "Acme Ltd", "directory", "all of Acme", "directory")
	f(Visit{IP: "::ffff:10.2.3.4"}, "Acme Ltd", "directory", "all of Acme", "directory")
	f(Visit{Host: "crm.BETA.example"}, "Beta", "directory", "pays late", "note")
	f(Visit{Path: "/beta/front/1"}, "Beta", "directory", `front desk, "A"`, "directory")
	f(Visit{Path: "/beta/x"}, "Beta", "directory", "portal", "directory")
	f(Visit{Path: "/Beta/x"}, "", "", "", "")
	f(Visit{Account: "2002"}, "Gamma", "directory", "main customer", "directory")
	f(Visit{Company: "GAMMA"}, "", "", "main customer", "directory")
	f(Visit{Account: "1001", Company: "Other"}, "", "", "", "") // the record is not contradicted
	f(Visit{Account: "2001", IP: "10.8.1.1"}, "Gamma", "directory", "VPN pool", "directory")
	f(Visit{IP: "fd00::7"}, "", "", "VPN pool", "directory")
	f(Visit{IP: "10.9.9.9"}, "Delta", "note", "the lobby", "note")
	f(Visit{IP: "10.9.1.1"}, "", "", "second floor", "note")
	f(Visit{Account: "admin", IP: "10.9.1.1"}, "", "", "the boss", "note")
	f(Visit{Account: "1001", IP: "10.9.9.9"}, "Acme Ltd", "directory", "desk 3", "directory")
}

func TestNameAndScope(t *testing.T) {
	d := New(nil, parse(t, "account;name;scope\n1001;Li Wei;tenant\nadmin*;;administrator\n"))
	if w := d.Lookup(Visit{Account: "1001"}); w.Name != "Li Wei" || w.Scope != "tenant" {
		t.Errorf("%+v", w)
	}
	if w := d.Lookup(Visit{Account: "Admin2"}); w.Scope != "administrator" {
		t.Errorf("%+v", w)
	}
}

func TestHeadings(t *testing.T) {
	f := func(header string, want ...string) {
		t.Helper()
		var got []string
		for cell := range strings.SplitSeq(header, "|") {
			got = append(got, heading(cell))
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	f("Company|MEMO|account pattern|Host|path-prefix|Network", "company", "memo", "account", "host", "path", "network")
	f("公司|备注|账号|域名|路径前缀|网段", "company", "memo", "account", "host", "path", "network")
	f("Tenant|Remark|User Name|IP", "company", "memo", "account", "network")
	f("colour|", "", "")
}

func TestBadRowsAreNamed(t *testing.T) {
	rows, problems, err := Parse([]byte("company,memo,account,network\n# a remark\nAcme,,1001,\n\nAcme,,,\nAcme,x,,10.0.0.0/99\n,,1002,\n,,,\nAcme,,1,2,3,4\nBeta,,2*,\n"), "t")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].Line != 3 || rows[1].Line != 10 {
		t.Errorf("rows %+v", rows)
	}
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Line)
		if p.Text.None() {
			t.Error("a problem without words")
		}
	}
	if want := []int{5, 6, 7, 9}; !reflect.DeepEqual(lines, want) {
		t.Errorf("problems in %v, want %v: %v", lines, want, problems)
	}
}

func TestNoTable(t *testing.T) {
	for _, text := range []string{"", "\n\n", "just words\nand more", "host,network\na,10.0.0.0/8"} {
		if _, _, err := Parse([]byte(text), "tenants.csv"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestMatch(t *testing.T) {
	letters := rapid.StringOfN(rapid.RuneFrom([]rune("ab*")), 0, 8, -1)
	rapid.Check(t, func(rt *rapid.T) {
		pattern, s := letters.Draw(rt, "pattern"), strings.ReplaceAll(letters.Draw(rt, "text"), "*", "b")
		oracle := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*") + "$")
		if got := match(pattern, s); got != oracle.MatchString(s) {
			rt.Errorf("match(%q, %q) = %v", pattern, s, got)
		}
	})
}

// Whether answers are remembered, and in which order visits come, changes nothing.
func TestRememberingChangesNothing(t *testing.T) {
	rows := parse(t, tenants)
	long := New(nil, rows)
	rapid.Check(t, func(rt *rapid.T) {
		v := Visit{
			Account: rapid.SampledFrom([]string{"", "1001", "10", "2001", "x"}).Draw(rt, "account"),
			Host:    rapid.SampledFrom([]string{"", "a.beta.example"}).Draw(rt, "host"),
			Path:    rapid.SampledFrom([]string{"", "/beta/", "/beta/front"}).Draw(rt, "path"),
			IP:      rapid.SampledFrom([]string{"", "10.2.0.1", "10.8.0.1", "x"}).Draw(rt, "ip"),
			Company: rapid.SampledFrom([]string{"", "Beta", "gamma"}).Draw(rt, "company"),
		}
		if a, b := long.Lookup(v), New(nil, rows).Lookup(v); a != b {
			rt.Errorf("%+v: %+v and %+v", v, a, b)
		}
	})
}

// What the user writes in Settings is heard first, and adds to what the file says.
func TestAnEarlierTableIsHeardFirst(t *testing.T) {
	own := parse(t, "company,memo,account,name\nDelta,moved,10*,\n,,1001,Li Wei\nGamma,key customer,,\n")
	d := New(nil, own, parse(t, tenants))
	f := func(v Visit, company, memo, name string) {
		t.Helper()
		if w := d.Lookup(v); w.Company != company || w.Memo != memo || w.Name != name {
			t.Errorf("%+v: %+v", v, w)
		}
	}
	f(Visit{Account: "1001"}, "Delta", "moved", "Li Wei")
	f(Visit{Account: "3007", IP: "10.2.3.4"}, "Acme Ltd", "all of Acme", "")
	f(Visit{Account: "2001"}, "Gamma", "key customer", "")
	f(Visit{Account: "1001", Company: "Acme Ltd"}, "", "desk 3", "Li Wei") // the record is not contradicted
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(tenants))
	f.Add([]byte("company\tmemo\n\"broken\tx\n"))
	f.Add([]byte("公司;备注;账号\n\xff\xfe;x;1*\n"))
	f.Add([]byte("company,memo,network\nA,b,::ffff:10.0.0.0/104\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		rows, problems, err := Parse(text, "t")
		if err != nil && (rows != nil || problems != nil) {
			t.Error("rows beside an error")
		}
		d := New(nil, rows)
		for _, r := range rows {
			if r.Line < 2 || r.Line > bytes.Count(text, []byte("\n"))+1 {
				t.Errorf("a row in line %d", r.Line)
			}
			d.Lookup(Visit{Account: r.Account, Host: r.Host, Path: r.Path, IP: r.Network, Company: r.Company})
		}
	})
}

// The revision is that of what is said, not of where or when it was read: what could
// change an answer changes it.
func TestRevision(t *testing.T) {
	rows := parse(t, tenants)
	notes := []Note{{Kind: "account", Key: "1001", Memo: "x"}}
	is := New(notes, rows).Revision()
	moved := parse(t, strings.Replace(tenants, "\r\n", "\r\n# a remark\r\n", 1))
	if got := New(append([]Note{{Kind: "visit", Key: "f1:0", Memo: "not for the directory"}}, notes...), moved).Revision(); got != is {
		t.Error("the same said elsewhere is another revision")
	}
	changed := func(i int, change func(*Row)) []Row {
		out := append([]Row(nil), rows...)
		change(&out[i])
		return out
	}
	for what, d := range map[string]*Directory{
		"no notes":            New(nil, rows),
		"another memo":        New([]Note{{Kind: "account", Key: "1001", Memo: "y"}}, rows),
		"a memo's company":    New([]Note{{Kind: "account", Key: "1001", Company: "x"}}, rows),
		"no rows":             New(notes),
		"two tables":          New(notes, rows[:1], rows[1:]),
		"a row less":          New(notes, rows[1:]),
		"another order":       New(notes, append(append([]Row(nil), rows[1:]...), rows[0])),
		"another account":     New(notes, changed(1, func(r *Row) { r.Account = "1002" })),
		"another path":        New(notes, changed(1, func(r *Row) { r.Path = "/x" })),
		"another scope":       New(notes, changed(1, func(r *Row) { r.Scope = "tenant" })),
		"what cells end with": New(notes, changed(1, func(r *Row) { r.Company, r.Memo = r.Company+r.Memo, "" })),
	} {
		if d.Revision() == is {
			t.Errorf("%s: the same revision", what)
		}
	}
}
