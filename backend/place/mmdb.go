package place

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"github.com/oschwald/maxminddb-golang/v2"

	"cordwood/backend/fault"
)

// file is one dropped-in database, held in memory: a mapping of a file that is
// replaced while we read it would end the process.
type file struct {
	name    string
	edition string
	bytes   int
	reader  *maxminddb.Reader
}

// maxFile is four times the largest city database in common use.
const maxFile = 512 << 20

func openFile(path string) (*file, error) {
	fail := func(kind fault.Kind, err error) (*file, error) {
		return nil, fault.New("read place data", kind, path, "replace the file, or remove it from the folder", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return fail(fault.KindOf(err), err)
	}
	if !info.Mode().IsRegular() {
		return fail(fault.Unreadable, fault.Say("it is no regular file"))
	}
	if info.Size() > maxFile {
		return fail(fault.Limit, fault.Say("{0} bytes; at most {1} are read", info.Size(), maxFile))
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return fail(fault.KindOf(err), err)
	}
	reader, err := maxminddb.OpenBytes(content)
	if err != nil {
		return fail(fault.Damaged, err)
	}
	built := reader.Metadata.BuildTime().UTC()
	return &file{filepath.Base(path), edition(built.Year(), int(built.Month())), len(content), reader}, nil
}

// fromFiles takes the narrowest place that a file has, and the network's name
// from whichever has one. A file that is damaged at this address has nothing.
func (f *Finder) fromFiles(a netip.Addr) Place {
	var best Place
	network := ""
	for _, file := range f.files {
		var rec map[string]any
		if r := file.reader.Lookup(a); !r.Found() || r.Decode(&rec) != nil {
			continue
		}
		if network == "" {
			network = networkOf(rec)
		}
		if p := placeOf(rec); rank(p.Precision) > rank(best.Precision) {
			best = p
			best.Origin, best.Edition = MMDB, file.edition
		}
	}
	best.Network = network
	return best
}

func rank(p Precision) int {
	switch p {
	case ByCity:
		return 3
	case ByRegion:
		return 2
	case ByCountry:
		return 1
	}
	return 0
}

// placeOf reads both kinds of record: MaxMind's nested one (country.iso_code,
// city.names.en) and the flat one of others (country_code, city).
func placeOf(rec map[string]any) Place {
	code := strings.ToUpper(first(rec, "country.iso_code", "country_code", "country", "registered_country.iso_code"))
	name := CountryName(code)
	if name == "" { // some flat files have the name where others have the code
		code = codes()[strings.ToLower(first(rec, "country_name", "country.names.en", "country"))]
		name = CountryName(code)
	}
	p := Place{Country: code, CountryName: name}
	city := first(rec, "city.names.en", "city_name", "city")
	region := first(rec, "subdivisions.0.names.en", "region_name", "region", "state1", "state", "province")
	switch {
	case city != "":
		p.Text, p.Precision = city, ByCity
	case region != "":
		p.Text, p.Precision = region, ByRegion
	case name != "":
		p.Text, p.Precision = name, ByCountry
		return p
	default:
		return Place{}
	}
	if code != "" {
		p.Text += ", " + code
	}
	return p
}

func networkOf(rec map[string]any) string {
	number := first(rec, "autonomous_system_number", "traits.autonomous_system_number", "as_number", "asn")
	name := first(rec, "autonomous_system_organization", "traits.autonomous_system_organization", "as_organization", "as_name", "organization", "isp", "traits.isp")
	if number != "" && !strings.HasPrefix(number, "AS") {
		number = "AS" + number
	}
	return strings.TrimSpace(number + " " + name)
}

// first is the first of the dotted paths that holds a text or a number.
func first(rec map[string]any, paths ...string) string {
	for _, path := range paths {
		var v any = rec
		for part := range strings.SplitSeq(path, ".") {
			switch in := v.(type) {
			case map[string]any:
				v = in[part]
			case []any:
				if v = nil; part == "0" && len(in) > 0 {
					v = in[0]
				}
			default:
				v = nil
			}
		}
		switch v := v.(type) {
		case string:
			if v = strings.TrimSpace(v); v != "" {
				return v
			}
		case uint64:
			return fmt.Sprint(v)
		case int64, int, uint32, uint16:
			return fmt.Sprint(v)
		}
	}
	return ""
}
