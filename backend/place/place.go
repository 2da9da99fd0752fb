package place

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"sync"

	"github.com/phuslu/iploc"

	"cordwood/backend/fault"
)

// Origin says who gave a place.
type Origin string

const (
	Recorded Origin = "recorded" // the log entry itself
	Own      Origin = "own"      // the admin's name for a network
	Private  Origin = "private"  // a range with a fixed meaning: private, loopback, documentation ...
	MMDB     Origin = "mmdb"     // a file that the admin dropped in
	Country  Origin = "country"  // the built-in table
	Unknown  Origin = "unknown"
)

// Precision is how narrow a place claims to be.
type Precision string

const (
	ByCity    Precision = "city"
	ByRegion  Precision = "region"
	ByCountry Precision = "country"
	ByNetwork Precision = "network" // a named range
	AsWritten Precision = "as recorded"
)

// Place is where an address is. The zero Place goes with an empty address. A Text of
// ours, which is one of origin Private or Unknown, is a sentence of fault: the page
// says it in its language.
type Place struct {
	Text        string // "Sydney, AU", "HQ", "private network", "China", "unknown"
	Country     string // ISO 3166 alpha-2, "" where there is none
	CountryName string // in English
	Network     string // who runs the network, "AS1221 Telstra Pty Ltd"; "" when no file says
	Origin      Origin
	Precision   Precision
	Edition     string // of the data, "2026-09"; "" where the place is not data
}

// nowhere is the place of an address that nothing is known of.
func nowhere() Place { return Place{Text: fault.Say("unknown").String(), Origin: Unknown} }

// Attribution is the sentence that the licence of the built-in country table
// (IP2Location LITE) asks for, in About, in exports and under the table.
const Attribution = "This site or product includes IP2Location LITE data available from http://www.ip2location.com."

// Site is the admin's name for a network.
type Site struct {
	Prefix netip.Prefix
	Name   string
}

// Finder answers for addresses. It never changes and may be used by many
// goroutines at once.
type Finder struct {
	sites []Site // narrowest first
	files []*file

	mu    sync.Mutex
	known map[netip.Addr]Place
}

// maxKnown bounds the answers that are remembered; logs ask for the same few
// addresses again and again.
const maxKnown = 1 << 14

// Revision is the same for finders that know the same, in any process: the names of
// networks, the dropped-in files by their name, build and size, and the built-in table.
func (f *Finder) Revision() string {
	sum := sha256.New()
	for _, s := range f.sites {
		fmt.Fprintf(sum, "%v %q\n", s.Prefix, s.Name)
	}
	for _, d := range f.files {
		m := d.reader.Metadata
		fmt.Fprintf(sum, "%q %q %d %d\n", d.name, m.DatabaseType, m.BuildEpoch, d.bytes)
	}
	fmt.Fprintln(sum, iploc.Version)
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

// Lookup finds the place of an address as a log writes it (a zone, a port or
// brackets are allowed); recorded is the place that the entry itself names, or "".
func (f *Finder) Lookup(ip, recorded string) Place {
	addr, ok := parseAddr(ip)
	if !ok && recorded == "" {
		if strings.TrimSpace(ip) == "" {
			return Place{}
		}
		return nowhere()
	}
	var p Place
	if ok {
		p = f.find(addr)
	}
	if recorded != "" {
		p.Text, p.Origin, p.Precision, p.Edition = recorded, Recorded, AsWritten, ""
		if code := countryIn(recorded); code != "" {
			p.Country, p.CountryName = code, CountryName(code)
		}
	}
	return p
}

func (f *Finder) find(addr netip.Addr) Place {
	f.mu.Lock()
	defer f.mu.Unlock()
	if p, ok := f.known[addr]; ok {
		return p
	}
	p := f.search(addr)
	if len(f.known) >= maxKnown {
		clear(f.known)
	}
	f.known[addr] = p
	return p
}

func (f *Finder) search(addr netip.Addr) Place {
	p := f.fromFiles(addr)
	network := p.Network
	site, named := f.site(addr)
	reserved, isReserved := reservedName(addr)
	switch {
	case named:
		p = Place{Text: site, Country: p.Country, CountryName: p.CountryName, Origin: Own, Precision: ByNetwork}
	case isReserved:
		p = Place{Text: reserved, Origin: Private, Precision: ByNetwork}
	case p.Text != "":
	default:
		p = builtIn(addr)
	}
	p.Network = network
	return p
}

func (f *Finder) site(addr netip.Addr) (string, bool) {
	for _, s := range f.sites {
		if s.Prefix.Contains(addr) {
			return s.Name, true
		}
	}
	return "", false
}

// parseAddr reads an address as logs write it; IPv4 in IPv6 becomes IPv4.
func parseAddr(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	a, err := netip.ParseAddr(s)
	if err != nil {
		if ap, perr := netip.ParseAddrPort(s); perr == nil {
			a, err = ap.Addr(), nil
		} else if inner, ok := strings.CutPrefix(s, "["); ok {
			a, err = netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		}
	}
	return a.Unmap().WithZone(""), err == nil
}
