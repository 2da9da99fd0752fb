package query

import (
	"net/netip"
	"strconv"
	"strings"

	"cordwood/backend/fault"
)

// addresses asks for an address, a network or a range of addresses. IPv4
// inside IPv6 is IPv4; a port and a zone behind the address are ignored.
type addresses struct {
	net    netip.Prefix // of an address or a network
	lo, hi netip.Addr   // of a range; open where not valid
	src    string
}

// newAddresses reads one address or network; "10.1.*" is a network too.
func newAddresses(s string) (addresses, bool) {
	if head, ok := strings.CutSuffix(s, ".*"); ok {
		p, err := netip.ParsePrefix(wholeNetwork(head))
		return addresses{net: p, src: s}, err == nil
	}
	if p, err := netip.ParsePrefix(s); err == nil {
		return addresses{net: unmapPrefix(p), src: s}, true
	}
	if a, err := netip.ParseAddr(s); err == nil {
		a = a.Unmap().WithZone("")
		return addresses{net: netip.PrefixFrom(a, a.BitLen()), src: s}, true
	}
	return addresses{}, false
}

func unmapPrefix(p netip.Prefix) netip.Prefix {
	if a := p.Addr(); a.Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(a.Unmap(), p.Bits()-96)
	}
	return p.Masked()
}

// addresses reads a range; one address or network was read before.
func (p *parser) addresses(t token) (test, node) {
	v := t.value
	name := strings.ToLower(t.name)
	if v.op == "" && !v.ranged {
		return nil, p.noAddress(t, networkFix(name, v.pieces.String()))
	}
	a, ok := newAddressRange(v)
	if !ok {
		return nil, p.noAddress(t, name+":10.0.0.0/8")
	}
	return a, nil
}

func (p *parser) noAddress(t token, fix string) node {
	return p.bad(t, fault.Say("{0}: needs an address or a network, for example {1}", strings.ToLower(t.name), fix), fix)
}

// networkFix proposes the network that an address with missing parts means.
func networkFix(name, written string) string {
	network := wholeNetwork(strings.TrimSuffix(written, "."))
	if _, err := netip.ParsePrefix(network); err != nil {
		network = "10.0.0.0/8"
	}
	return name + ":" + network
}

// wholeNetwork completes the first one to three parts of an IPv4 address to
// their network; the answer to anything else is no network.
func wholeNetwork(parts string) string {
	n := strings.Count(parts, ".") + 1
	if n > 3 {
		return ""
	}
	return parts + strings.Repeat(".0", 4-n) + "/" + strconv.Itoa(8*n)
}

func newAddressRange(v value) (a addresses, ok bool) {
	if v.op != "" {
		return a, false
	}
	for i, s := range []string{v.lo.String(), v.hi.String()} {
		end := &a.lo
		if i == 1 {
			end = &a.hi
		}
		if s == "" {
			continue
		}
		parsed, err := netip.ParseAddr(s)
		if err != nil {
			return a, false
		}
		*end = parsed.Unmap().WithZone("")
	}
	if a.lo.IsValid() && a.hi.IsValid() && (a.lo.BitLen() != a.hi.BitLen() || a.hi.Less(a.lo)) {
		return a, false
	}
	a.src = printEnd(v.lo.String()) + ".." + printEnd(v.hi.String())
	return a, a.lo.IsValid() || a.hi.IsValid()
}

func (t addresses) match(r Record, name string) bool {
	v, ok := stored(r, name)
	if !ok {
		return false
	}
	a, ok := parseIP(v)
	return ok && t.holds(a)
}

func (t addresses) holds(a netip.Addr) bool {
	if t.net.IsValid() {
		return t.net.Contains(a)
	}
	family := t.lo
	if !family.IsValid() {
		family = t.hi
	}
	return a.BitLen() == family.BitLen() && (!t.lo.IsValid() || !a.Less(t.lo)) && (!t.hi.IsValid() || !t.hi.Less(a))
}

func parseIP(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	if err != nil {
		ap, err := netip.ParseAddrPort(s)
		if err != nil {
			return a, false
		}
		a = ap.Addr()
	}
	return a.Unmap().WithZone(""), true
}

func (t addresses) print() string {
	if !t.net.IsValid() {
		return t.src
	}
	if strings.HasSuffix(t.src, ".*") {
		return t.src
	}
	return printBound(t.src)
}

func (t addresses) explain(name string, not bool) fault.Said {
	switch {
	case t.net.IsValid() && t.net.IsSingleIP():
		return is(name, t.net.Addr().String(), not)
	case t.net.IsValid():
		net := t.net.String()
		return either(not, fault.Say("{0} is in the network {1}", name, net), fault.Say("{0} is not in the network {1}", name, net))
	}
	return either(not, fault.Say("{0} is in the range {1}", name, t.src), fault.Say("{0} is not in the range {1}", name, t.src))
}

func (t addresses) sql(w *sqlWriter, c Column) string {
	return w.call(fnIPIn, c.Expr, w.arg(t.where()))
}

// where writes the test as IPIn reads it.
func (t addresses) where() string {
	if t.net.IsValid() {
		return t.net.String()
	}
	return endOf(t.lo) + ".." + endOf(t.hi)
}

func endOf(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// IPIn reports whether ip is the address, or lies in the network
// ("10.0.0.0/8") or in the closed range ("10.0.0.1..10.0.0.9", an end may be
// open); what cannot be read is nowhere.
func IPIn(ip, where string) bool {
	a, ok := parseIP(ip)
	if !ok {
		return false
	}
	t, ok := readAddresses(where)
	return ok && t.holds(a)
}

func readAddresses(where string) (addresses, bool) {
	if lo, hi, ok := strings.Cut(where, ".."); ok {
		return newAddressRange(value{lo: operand{lo}, hi: operand{hi}})
	}
	return newAddresses(where)
}

// addressesIn looks for the addresses of a test in the text of an entry that
// has no field for them.
type addressesIn struct{ addresses }

func (t addressesIn) in(text string) bool {
	for i := 0; i < len(text); {
		if !addressByte(text[i]) {
			i++
			continue
		}
		start := i
		for i < len(text) && addressByte(text[i]) {
			i++
		}
		if start > 0 && wordByte(text[start-1]) || i < len(text) && wordByte(text[i]) {
			continue
		}
		if a, ok := addressOf(text[start:i]); ok && t.holds(a) {
			return true
		}
	}
	return false
}

// addressOf reads an address that may be followed by the marks of a sentence,
// or by a port. Every number of hours and minutes has colons: not every run is tried.
func addressOf(run string) (netip.Addr, bool) {
	run = strings.TrimRight(run, ".:")
	if len(run) > len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255") || strings.Count(run, ".") < 3 && strings.Count(run, ":") < 2 {
		return netip.Addr{}, false
	}
	return parseIP(run)
}

func addressByte(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' || c == '.' || c == ':'
}

func wordByte(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c >= 0x80
}

func (t addressesIn) sql(w *sqlWriter) string {
	return w.call(fnHasIP, w.text(), w.arg(t.where()))
}

// HasIP reports whether the text holds an address that IPIn accepts.
func HasIP(text, where string) bool {
	t, ok := readAddresses(where)
	return ok && addressesIn{t}.in(text)
}
