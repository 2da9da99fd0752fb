package place

import (
	_ "embed"
	"net/netip"
	"strconv"
	"strings"
	"sync"

	"github.com/phuslu/iploc"
)

// countryText lists the ISO 3166 codes with their common English names (CLDR),
// one a line, and Kosovo's user-assigned XK.
//
//go:embed country.txt
var countryText string

var countries = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(countryText) {
		m[line[:2]] = strings.TrimSpace(line[3:])
	}
	return m
})

// codes finds a country by its name in lower case.
var codes = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for code, name := range countries() {
		m[strings.ToLower(name)] = code
	}
	return m
})

// CountryName is the English name of an ISO 3166 alpha-2 code; "" for no country.
func CountryName(code string) string { return countries()[strings.ToUpper(code)] }

// countryIn finds the country that a recorded place ends with: "Sydney, AU",
// "Australia".
func countryIn(text string) string {
	last := strings.TrimSpace(text[strings.LastIndexByte(text, ',')+1:])
	if len(last) == 2 && CountryName(last) != "" {
		return strings.ToUpper(last)
	}
	return codes()[strings.ToLower(last)]
}

// global6 is where IPv6 addresses of the public network are; the built-in table
// is not asked about any other.
var global6 = netip.MustParsePrefix("2000::/3")

// builtIn asks the embedded country table.
func builtIn(a netip.Addr) Place {
	if a.Is6() && !global6.Contains(a) {
		return nowhere()
	}
	code := iploc.IPCountry(a)
	name := CountryName(code)
	if name == "" { // "ZZ": the table has nothing for it
		return nowhere()
	}
	return Place{Text: name, Country: strings.Clone(code), CountryName: name, Origin: Country, Precision: ByCountry, Edition: builtInEdition()}
}

// builtInEdition reads the year and month of the table's version, v1.0.YYYYMMDD.
func builtInEdition() string {
	day := iploc.Version[strings.LastIndexByte(iploc.Version, '.')+1:]
	if len(day) != 8 {
		return ""
	}
	year, _ := strconv.Atoi(day[:4])
	month, _ := strconv.Atoi(day[4:6])
	return edition(year, month)
}
