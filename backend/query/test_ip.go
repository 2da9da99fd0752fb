package query

import (
	"net/netip"
	"strings"
)

// addresses asks for an address, a network or a range of addresses. IPv4
// inside IPv6 is IPv4; a port and a zone behind the address are ignored.
type addresses struct {
	net    netip.Prefix // of an address or a network
	lo, hi netip.Addr   // of a range; open where not valid
	src    string
}

// newAddresses reads one address or network.
func newAddresses(s string) (addresses, bool) {
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

func (p *parser) addresses(t token) (test, node) {
	v := t.value
	name := strings.ToLower(t.name)
	if v.op == "" && !v.ranged {
		if a, ok := newAddresses(v.pieces.String()); ok {
			return a, nil
		}
		return nil, p.bad(t, "needs an address or a network", networkFix(name, v.pieces.String()))
	}
	a, ok := newAddressRange(v)
	if !ok {
		return nil, p.bad(t, "needs an address or a network", name+":10.0.0.0/8")
	}
	return a, nil
}

// networkFix proposes the network that an address with missing parts means.
func networkFix(name, written string) string {
	parts := strings.Split(strings.TrimSuffix(written, "."), ".")
	if n := len(parts); n < 4 {
		full := strings.Join(append(parts, []string{"0", "0", "0", "0"}[n:]...), ".")
		if _, err := netip.ParseAddr(full); err == nil {
			return name + ":" + full + "/" + []string{"", "8", "16", "24"}[n]
		}
	}
	return name + ":10.0.0.0/8"
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
	return printBound(t.src)
}

func (t addresses) explain(name string, not bool) string {
	is := name + either(not, " is ", " is not ")
	switch {
	case t.net.IsValid() && t.net.IsSingleIP():
		return is + t.net.Addr().String()
	case t.net.IsValid():
		return is + "in the network " + t.net.String()
	}
	return is + "in the range " + t.src
}

func (t addresses) sql(w *sqlWriter, c Column) string {
	if t.net.IsValid() {
		return w.call(fnIPIn, c.Expr, w.arg(t.net.String()))
	}
	return w.call(fnIPBetween, c.Expr, w.arg(endOf(t.lo)), w.arg(endOf(t.hi)))
}

func endOf(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// IPIn reports whether ip is the address or lies in the network cidr; what
// cannot be read is in no network.
func IPIn(ip, cidr string) bool {
	a, ok := parseIP(ip)
	if !ok {
		return false
	}
	t, ok := newAddresses(cidr)
	return ok && t.holds(a)
}

// IPBetween reports whether ip lies in the closed range; an empty end is open.
func IPBetween(ip, lo, hi string) bool {
	a, ok := parseIP(ip)
	if !ok {
		return false
	}
	t, ok := newAddressRange(value{lo: operand{lo}, hi: operand{hi}})
	return ok && t.holds(a)
}
