package place

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cordwood/backend/fault"
)

// Open makes a finder from the admin's names and every .mmdb file in dir, which
// may be "" or missing. A file that cannot be used is left out and named in the
// problems; the finder always works.
func Open(dir string, sites []Site) (*Finder, []error) {
	f := &Finder{sites: slices.Clone(sites), known: map[netip.Addr]Place{}}
	for i := range f.sites {
		f.sites[i].Prefix = unmap(f.sites[i].Prefix).Masked()
	}
	slices.SortStableFunc(f.sites, func(a, b Site) int { return b.Prefix.Bits() - a.Prefix.Bits() })
	var problems []error
	if dir == "" {
		return f, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		problems = append(problems, fault.New("read place data", fault.KindOf(err), dir, "", err))
	}
	for _, e := range entries {
		if !strings.EqualFold(filepath.Ext(e.Name()), ".mmdb") {
			continue
		}
		file, err := openFile(filepath.Join(dir, e.Name()))
		if err != nil {
			problems = append(problems, err)
			continue
		}
		f.files = append(f.files, file)
	}
	return f, problems
}

// unmap turns a prefix of ::ffff:0:0/96 into the IPv4 prefix that it means.
func unmap(p netip.Prefix) netip.Prefix {
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p
}

// ParseSite reads a network, or a single address, and its name.
func ParseSite(cidr, name string) (Site, error) {
	cidr, name = strings.TrimSpace(cidr), strings.TrimSpace(name)
	p, err := netip.ParsePrefix(cidr)
	if err != nil {
		if a, aerr := netip.ParseAddr(cidr); aerr == nil {
			p, err = netip.PrefixFrom(a.WithZone(""), a.BitLen()), nil
		}
	}
	if err == nil && name == "" {
		err = fault.Say("no name")
	}
	if err != nil {
		return Site{}, fault.New("name a network", fault.Invalid, cidr, "write a network like 10.8.0.0/16 and its name", err)
	}
	return Site{p, name}, nil
}

// Data is one set of place data in use, for About and for the detail of a row.
type Data struct {
	Name    string // file name, or "built-in countries"
	Kind    string // "GeoLite2-City", "IP2Location LITE"
	Edition string // "2026-09"
	Licence string // the sentence its licence asks for; "" when the file names none
}

// Data lists what the finder knows from, dropped-in files first.
func (f *Finder) Data() []Data {
	var out []Data
	for _, file := range f.files {
		d := Data{Name: file.name, Kind: file.reader.Metadata.DatabaseType, Edition: file.edition}
		if strings.Contains(d.Kind, "GeoLite2") {
			d.Licence = "This product includes GeoLite2 data created by MaxMind, available from https://www.maxmind.com."
		} else if strings.HasPrefix(d.Kind, "DBIP") {
			d.Licence = "IP geolocation by DB-IP, https://db-ip.com."
		}
		out = append(out, d)
	}
	return append(out, Data{"built-in countries", "IP2Location LITE", builtInEdition(), Attribution})
}

func edition(year, month int) string { return fmt.Sprintf("%04d-%02d", year, month) }
