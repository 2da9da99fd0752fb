package checklist

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cordwood/app"
)

var placeChecks = map[int]check{
	36: memoOnAddress, 37: companyFromDirectory, 38: ownNetworks, 39: privateRanges, 40: countryBuiltIn, 41: unknownRatherThanAGuess, 42: droppedInData,
	137: memoOnTheRest,
}

// memoOnAddress writes notes on an address and a visit, and finds the rows again by
// them.
func memoOnAddress(w *world) error {
	s, err := w.serve(w.sample)
	if err != nil {
		return err
	}
	visits, err := w.visits()
	if err != nil {
		return err
	}
	ip := w.marker.Manifest.Incident.GuesserIP
	var bare int64 // rows of the address that record no memo
	for _, v := range visits {
		if v.IP == ip && v.Memo == "" {
			bare++
		}
	}
	note := app.Note{Kind: "ip", Key: ip, Memo: "guesser, told to the carrier"}
	if _, err := call[any](s, "Access.SetNote", s.src.ID, note); err != nil {
		return err
	}
	found, err := s.access(app.RecordRequest{Query: `memo:"guesser, told to the carrier"`})
	if err != nil {
		return err
	}
	page, err := get[app.AccessPage](s, "/data/access", "h", found.Handle, "n", "1")
	if err != nil {
		return err
	}
	word, err := s.access(app.RecordRequest{Query: `"told to the carrier"`})
	if err != nil {
		return err
	}
	if err := first(same("rows with the memo", found.Total, bare), same("some", bare > 0, true), same("by keyword", word.Total, bare),
		same("origin", page.Rows[0].MemoOrigin, "note")); err != nil {
		return err
	}
	visit := app.Note{Kind: "visit", Key: page.Rows[0].ID, Memo: "this very one"}
	if _, err := call[any](s, "Access.SetNote", s.src.ID, visit); err != nil {
		return err
	}
	one, err := s.access(app.RecordRequest{Query: `memo:"this very one"`})
	if err != nil {
		return err
	}
	note.Memo = ""
	if _, err := call[any](s, "Access.SetNote", s.src.ID, note); err != nil {
		return err
	}
	gone, err := s.access(app.RecordRequest{Query: `"told to the carrier"`})
	return first(err, same("rows with a note of their own", one.Total, 1), same("after the note is emptied", gone.Total, 0))
}

// memoOnTheRest writes notes on an account, a company and a network, and finds by them
// the visits that record no memo of their own.
func memoOnTheRest(w *world) error {
	s, err := w.serve(w.sample)
	if err != nil {
		return err
	}
	visits, err := w.visits()
	if err != nil {
		return err
	}
	network := netip.MustParsePrefix("10.20.0.0/16")
	bare := func(of func(*app.AccessLine) bool) (n int64, one app.AccessLine) {
		for i := range visits {
			if v := &visits[i]; v.Memo == "" && of(v) {
				n, one = n+1, *v
			}
		}
		return n, one
	}
	_, somebody := bare(func(v *app.AccessLine) bool { return v.Account != "" && v.Company != "" })
	for kind, about := range map[string]struct {
		key string
		of  func(*app.AccessLine) bool
	}{
		"account": {somebody.Account, func(v *app.AccessLine) bool { return v.Account == somebody.Account }},
		"company": {somebody.Company, func(v *app.AccessLine) bool { return v.Company == somebody.Company }},
		"network": {network.String(), func(v *app.AccessLine) bool {
			a, err := netip.ParseAddr(v.IP)
			return err == nil && network.Contains(a)
		}},
	} {
		note := app.Note{Kind: kind, Key: about.key, Memo: "quagga of a " + kind}
		if _, err := call[any](s, "Access.SetNote", s.src.ID, note); err != nil {
			return err
		}
		want, _ := bare(about.of)
		found, err := s.access(app.RecordRequest{Query: `memo:"` + note.Memo + `"`})
		if err := first(err, same("visits of the "+kind+" "+about.key, found.Total, want), same("some", want > 0, true)); err != nil {
			return err
		}
		note.Memo = ""
		if _, err := call[any](s, "Access.SetNote", s.src.ID, note); err != nil {
			return err
		}
	}
	return nil
}

// companyFromDirectory gives visits that name no company, those of a proxy's own
// log, the company of their account by tenants.csv.
func companyFromDirectory(w *world) error {
	dir := w.copySample()
	var proxy strings.Builder
	for i, account := range []string{"8801", "8802", "7", "-", "8811", "4100"} {
		fmt.Fprintf(&proxy, "10.20.1.%d - %s [%s] \"GET /api/calls HTTP/1.1\" 200 15 \"-\" \"proxy-client/1\"\n",
			i+10, account, w.marker.End.Add(time.Duration(i-60)*time.Minute).Format("02/Jan/2006:15:04:05 -0700"))
	}
	table := "company,memo,account pattern,host,path prefix,network\nQuagga Travel,by the book,88*,,,\n"
	for name, text := range map[string]string{"proxy_access.log": proxy.String(), "tenants.csv": table} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	visits, err := asked[app.AccessLine](w, "access", dir, "--json", "client:proxy-client/1")
	if err != nil {
		return err
	}
	for _, v := range visits {
		company, memo, origin := "", "", ""
		if strings.HasPrefix(v.Account, "88") {
			company, memo, origin = "Quagga Travel", "by the book", "directory"
		}
		if err := first(same("company of "+v.Account, v.Company, company), same("origin", v.CompanyOrigin, origin), same("memo", v.Memo, memo), same("origin", v.MemoOrigin, origin)); err != nil {
			return err
		}
	}
	found, err := asked[app.AccessLine](w, "access", dir, "--json", `company:"Quagga Travel" memo:*book`)
	return first(err, same("visits of the proxy", len(visits), 6), same("found by company and memo", len(found), 3))
}

func (w *world) place(address string) (app.Whereabouts, error) {
	all, err := asked[app.Whereabouts](w, "place", address, "--json")
	if err != nil {
		return app.Whereabouts{}, err
	}
	return all[0], nil
}

func ownNetworks(w *world) error {
	s, err := w.serve(w.sample)
	if err != nil {
		return err
	}
	named := []app.NamedNetwork{{Network: "10.20.0.0/16", Name: "Head office, floor three"}}
	if _, err := call[app.SettingsView](s, "Settings.SetNetworks", named); err != nil {
		return err
	}
	visits, err := w.visits()
	if err != nil {
		return err
	}
	var want int64
	for _, v := range visits {
		if strings.HasPrefix(v.IP, "10.20.") && v.PlaceOrigin != "recorded" {
			want++
		}
	}
	var state app.RecordState
	err = until(w.ctx, func() (bool, error) { // the addresses are looked up again in the background
		state, err = s.access(app.RecordRequest{Query: `place:"Head office, floor three"`})
		return state.Total == want, err
	})
	if err != nil {
		return fmt.Errorf("%d rows of the network, want %d: %w", state.Total, want, err)
	}
	page, err := get[app.AccessPage](s, "/data/access", "h", state.Handle, "n", "1")
	if err != nil {
		return err
	}
	return first(same("some", want > 0, true), same("origin", page.Rows[0].PlaceOrigin, "own"))
}

func privateRanges(w *world) error {
	for _, address := range []string{"10.1.2.3", "172.16.0.9", "192.168.1.1", "fd00::1"} {
		p, err := w.place(address)
		if err := first(err, same(address, p.Origin, "private"), same("country of "+address, p.Country, "")); err != nil {
			return err
		}
	}
	return nil
}

func countryBuiltIn(w *world) error {
	for address, country := range map[string]string{"8.8.8.8": "US", "193.0.6.139": "NL", "202.12.29.175": "AU", "2001:4860:4860::8888": "US"} {
		p, err := w.place(address)
		if err := first(err, same(address, p.Country, country), same("origin", p.Origin, "country"), same("precision", p.Precision, "country"),
			same("its age is told", p.Edition != "", true)); err != nil {
			return err
		}
	}
	return nil
}

func unknownRatherThanAGuess(w *world) error {
	p, err := w.place("240.0.0.1")
	if err := first(err, same("country", p.Country, ""), same("place", p.Text == "unknown" || p.Origin == "private", true)); err != nil {
		return err
	}
	text, said, code := w.runIn("", "place", "not an address", "--json")
	all, err := jsonLines[app.Whereabouts](text)
	return first(err, same("exit code", code, 1), same("says why", strings.Contains(said, "no IP address"), true), same("place", all[0].Text, "unknown"))
}

// droppedInData gives an address a city that only a file made here knows.
func droppedInData(w *world) error {
	home := w.t.TempDir()
	must(w.t, os.MkdirAll(filepath.Join(home, "geo"), 0o700))
	must(w.t, os.WriteFile(filepath.Join(home, "geo", "harbours.mmdb"), mmdb(netip.MustParsePrefix("81.2.69.0/24"), "NZ", "Quagga Harbour"), 0o600))
	for address, want := range map[string]app.Whereabouts{
		"81.2.69.142": {Text: "Quagga Harbour, NZ", Country: "NZ", Origin: "mmdb", Precision: "city", Edition: "2026-09"},
		"81.2.70.142": {Country: "GB", Origin: "country", Precision: "country"}, // outside of it: as ever
	} {
		text, _, _ := w.runIn(home, "place", address, "--json")
		all, err := jsonLines[app.Whereabouts](text)
		if err != nil {
			return err
		}
		p := all[0]
		if want.Text != "" {
			err = first(same("place", p.Text, want.Text), same("edition", p.Edition, want.Edition))
		}
		if err := first(err, same("country of "+address, p.Country, want.Country), same("origin", p.Origin, want.Origin), same("precision", p.Precision, want.Precision)); err != nil {
			return err
		}
	}
	return nil
}

// mmdb is a place file that knows one IPv4 network, by the MaxMind DB format 2.0:
// a tree with a node for each bit of the network, the one record, and the
// metadata. Its texts have up to 28 bytes.
func mmdb(network netip.Prefix, country, city string) []byte {
	text := func(s string) string { return string([]byte{2<<5 | byte(len(s))}) + s }
	number := func(control string, n uint32) string { return control + string(binary.BigEndian.AppendUint32(nil, n)) }
	const uint32Of4, uint64Of4 = "\xc4", "\x04\x02"
	bits, address := network.Bits(), network.Addr().As4()
	var tree []byte
	for i := range bits {
		next := [2]int{bits, bits} // that many nodes: no such network
		if bit := address[i/8] >> (7 - i%8) & 1; i+1 < bits {
			next[bit] = i + 1
		} else {
			next[bit] = bits + 16 // the begin of the records
		}
		for _, n := range next {
			tree = append(tree, byte(n>>16), byte(n>>8), byte(n))
		}
	}
	record := "\xe2" + text("country_code") + text(country) + text("city") + text(city)
	meta := "\xe7" + text("binary_format_major_version") + "\xa1\x02" + text("binary_format_minor_version") + "\xa0" +
		text("build_epoch") + number(uint64Of4, uint32(time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC).Unix())) + text("database_type") + text("Harbours-City") +
		text("ip_version") + "\xa1\x04" + text("node_count") + number(uint32Of4, uint32(bits)) + text("record_size") + "\xa1\x18"
	return []byte(string(tree) + strings.Repeat("\x00", 16) + record + "\xab\xcd\xefMaxMind.com" + meta)
}
