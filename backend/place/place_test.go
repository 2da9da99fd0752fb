package place

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cordwood/backend/fault"
)

func open(t *testing.T, dir string, sites ...string) *Finder {
	t.Helper()
	var list []Site
	for _, s := range sites {
		cidr, name, _ := strings.Cut(s, " ")
		site, err := ParseSite(cidr, name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, site)
	}
	f, problems := Open(dir, list)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return f
}

func TestRanges(t *testing.T) {
	finder := open(t, "", "10.0.0.0/8 head office", "10.8.0.0/16 VPN pool", "2001:db8:1::/48 lab", "::ffff:192.168.7.0/120 branch", "8.8.8.8 resolver")
	f := func(ip, text string, origin Origin) {
		t.Helper()
		if p := finder.Lookup(ip, ""); p.Text != text || p.Origin != origin {
			t.Errorf("%s: %q from %q, want %q from %q", ip, p.Text, p.Origin, text, origin)
		}
	}
	f("10.1.2.3", "head office", Own)
	f("10.8.0.1", "VPN pool", Own)
	f("::ffff:10.8.0.1", "VPN pool", Own)
	f("2001:db8:1::9", "lab", Own)
	f("192.168.7.9", "branch", Own)
	f("8.8.8.8", "resolver", Own)
	f("192.168.1.1", "private network", Private)
	f("172.31.255.255", "private network", Private)
	f("172.32.0.0", "United States", Country)
	f("100.64.0.1", "carrier NAT", Private)
	f("127.0.0.1", "this machine", Private)
	f("::1", "this machine", Private)
	f("fe80::1%eth0", "link-local", Private)
	f("169.254.9.9", "link-local", Private)
	f("203.0.113.14", "documentation", Private)
	f("2001:db8::1", "documentation", Private)
	f("fd00::1", "private network", Private)
	f("0.0.0.0", "unspecified", Private)
	f("::", "unspecified", Private)
	f("255.255.255.255", "broadcast", Private)
	f("[2001:db8:1::9]:443", "lab", Own)
	f("[::1]", "this machine", Private)
	f("10.8.0.1:51234", "VPN pool", Own)
	f("64:ff9b::1", "unknown", Unknown)
	f("1::", "unknown", Unknown)
	f("no address", "unknown", Unknown)
	f("", "", "")
}

func TestBuiltInCountry(t *testing.T) {
	finder := open(t, "")
	f := func(ip, country string) {
		t.Helper()
		p := finder.Lookup(ip, "")
		if p.Country != country || p.Text != p.CountryName || p.Origin != Country || p.Precision != ByCountry || len(p.Edition) != 7 {
			t.Errorf("%s: %+v, want %s", ip, p, country)
		}
	}
	f("114.114.114.114", "CN")
	f("::ffff:114.114.114.114", "CN")
	f("2400:3200::1", "CN")
	f("8.8.8.8", "US")
	f("193.0.6.139", "NL")
}

func TestRecordedComesFirst(t *testing.T) {
	finder := open(t, "", "10.0.0.0/8 head office")
	f := func(ip, recorded, country string) {
		t.Helper()
		p := finder.Lookup(ip, recorded)
		if p.Text != recorded || p.Origin != Recorded || p.Country != country {
			t.Errorf("%s %q: %+v, want %s", ip, recorded, p, country)
		}
	}
	f("10.1.1.1", "Sydney, AU", "AU")
	f("8.8.8.8", "australia", "AU")
	f("8.8.8.8", "somewhere", "US")
	f("", "somewhere", "")
}

func TestCountryNames(t *testing.T) {
	if n := len(countries()); n != 250 {
		t.Errorf("%d countries, want ISO's 249 and Kosovo", n)
	}
	if CountryName("cn") != "China" || CountryName("ZZ") != "" || CountryName("") != "" {
		t.Error("CountryName")
	}
}

// data is the folder of MaxMind's test databases.
func data(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", "08-ipgeo", "maxmind-db")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the shared test data is not here: ", err)
	}
	return dir
}

// folder copies databases into a folder of their own.
func folder(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(data(t), name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.Base(name)), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestDroppedInFiles(t *testing.T) {
	dir := folder(t, "test-data/GeoLite2-ASN-Test.mmdb", "test-data/GeoLite2-City-Test.mmdb", "test-data/GeoLite2-Country-Test.mmdb")
	finder := open(t, dir, "2.125.160.216/29 London desk")
	f := func(ip, text, country, network string, origin Origin, precision Precision) {
		t.Helper()
		p := finder.Lookup(ip, "")
		if p.Text != text || p.Country != country || p.Network != network || p.Origin != origin || p.Precision != precision {
			t.Errorf("%s: %+v", ip, p)
		}
	}
	f("81.2.69.142", "London, GB", "GB", "", MMDB, ByCity)
	f("::ffff:81.2.69.142", "London, GB", "GB", "", MMDB, ByCity)
	f("2001:218::1", "Japan", "JP", "", MMDB, ByCountry)
	f("1.128.0.1", "Australia", "AU", "AS1221 Telstra Pty Ltd", Country, ByCountry)
	f("2.125.160.217", "London desk", "GB", "", Own, ByNetwork)
	f("10.0.0.1", "private network", "", "", Private, ByNetwork)
	if d := finder.Data(); len(d) != 4 || d[0].Kind != "GeoLite2-ASN" || d[0].Licence == "" || d[3].Licence != Attribution {
		t.Errorf("%+v", d)
	}
}

func TestRevision(t *testing.T) {
	dir := folder(t, "test-data/GeoLite2-ASN-Test.mmdb")
	is := open(t, dir, "10.0.0.0/8 HQ").Revision()
	if open(t, dir, "10.0.0.0/8 HQ").Revision() != is {
		t.Error("the same knowledge is another revision")
	}
	for _, other := range []*Finder{
		open(t, dir), open(t, dir, "10.0.0.0/8 Branch"), open(t, dir, "10.0.0.0/9 HQ"), open(t, "", "10.0.0.0/8 HQ"),
		open(t, folder(t, "test-data/GeoLite2-City-Test.mmdb"), "10.0.0.0/8 HQ"),
	} {
		if other.Revision() == is {
			t.Errorf("%+v: the same revision", other.Data())
		}
	}
}

func TestBadFilesAreNamed(t *testing.T) {
	dir := folder(t, "bad-data/maxminddb-golang/cyclic-data-structure.mmdb", "test-data/MaxMind-DB-test-decoder.mmdb")
	if err := os.WriteFile(filepath.Join(dir, "text.mmdb"), []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, problems := Open(dir, nil)
	if len(problems) == 0 || fault.KindOf(problems[len(problems)-1]) != fault.Damaged {
		t.Errorf("problems %v", problems)
	}
	for _, ip := range []string{"1.1.1.1", "::1.1.1.0", "255.255.255.255", "2000::1"} {
		if p := f.Lookup(ip, ""); p.Text == "" {
			t.Errorf("%s: %+v", ip, p)
		}
	}
}

func TestFlatRecords(t *testing.T) {
	f := func(rec map[string]any, text, network string) {
		t.Helper()
		if p, n := placeOf(rec), networkOf(rec); p.Text != text || n != network {
			t.Errorf("%v: %q, %q; want %q, %q", rec, p.Text, n, text, network)
		}
	}
	f(map[string]any{"country_code": "AU", "city": "Sydney", "state1": "New South Wales"}, "Sydney, AU", "")
	f(map[string]any{"country": "au", "region": "Victoria"}, "Victoria, AU", "")
	f(map[string]any{"country": "Germany", "continent": "EU"}, "Germany", "")
	f(map[string]any{"asn": "AS1221", "as_name": "Telstra"}, "", "AS1221 Telstra")
	f(map[string]any{"asn": uint64(1221), "isp": "Telstra"}, "", "AS1221 Telstra")
	f(map[string]any{"country": map[string]any{"iso_code": "GB"}, "subdivisions": []any{map[string]any{"names": map[string]any{"en": "England"}}}}, "England, GB", "")
	f(map[string]any{"country": []any{}, "city": 7.5}, "", "")
	f(nil, "", "")
}

// Every address has an answer, the same one when it is asked for again.
func TestEveryAddressHasAnAnswer(t *testing.T) {
	finder := open(t, "")
	rapid.Check(t, func(rt *rapid.T) {
		raw := [16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(rt, "bytes"))
		a := netip.AddrFrom16(raw)
		if rapid.Bool().Draw(rt, "v4") {
			a = netip.AddrFrom4([4]byte(raw[:4]))
		}
		p := finder.Lookup(a.String(), "")
		if p.Text == "" || p.Origin == "" || p.Country != "" && p.CountryName == "" || p != finder.Lookup(" "+a.String()+" ", "") {
			rt.Errorf("%v: %+v", a, p)
		}
	})
}

// A damaged database never panics.
func FuzzDatabase(f *testing.F) {
	dir := filepath.Join("..", "..", "..", "shared", "data", "08-ipgeo", "maxmind-db", "test-data")
	whole, err := os.ReadFile(filepath.Join(dir, "GeoLite2-ASN-Test.mmdb"))
	if err != nil {
		f.Skip("the shared test data is not here: ", err)
	}
	for _, at := range []int{0, 100, 1000, 5000, len(whole) - 100} {
		f.Add(at, byte(0xff))
		f.Add(at, byte(0))
	}
	f.Fuzz(func(t *testing.T, at int, b byte) {
		if at < 0 || at >= len(whole) {
			return
		}
		path := filepath.Join(t.TempDir(), "x.mmdb")
		broken := append([]byte(nil), whole...)
		broken[at] = b
		if err := os.WriteFile(path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		finder, _ := Open(filepath.Dir(path), nil)
		for _, ip := range []string{"1.128.0.1", "12.81.92.1", "2600:6000::1"} {
			if p := finder.Lookup(ip, ""); p.Text == "" {
				t.Errorf("%s: %+v", ip, p)
			}
		}
	})
}
