package directory

import (
	"net/netip"
	"strings"

	"cordwood/backend/fault"
)

// Row is one line of tenants.csv. Empty selectors select everything; texts are
// kept as written.
type Row struct {
	Company, Memo, Name, Scope string // what the row says
	Account                    string // pattern, "*" stands for any text; several are separated by | or ;
	Host                       string // pattern
	Path                       string // prefix
	Network                    string // CIDR or address; several are separated by |, ; or blanks
	Line                       int    // in the file, from 1; 0 when it was not read from one
}

// rule is a row made ready.
type rule struct {
	Row
	accounts []string // folded
	host     string   // folded
	networks []netip.Prefix
}

// Check says what keeps a row from being used; nil when nothing does.
func (r Row) Check() error {
	_, err := r.compile()
	return err
}

func (r Row) compile() (rule, error) {
	c := rule{Row: r, host: fold(r.Host)}
	for _, a := range split(r.Account, "|;") {
		c.accounts = append(c.accounts, fold(a))
	}
	for _, n := range split(r.Network, "|; \t") {
		p, err := parseNetwork(n)
		if err != nil {
			return c, err
		}
		c.networks = append(c.networks, p)
	}
	if r.Company == "" && r.Memo == "" && r.Name == "" && r.Scope == "" {
		return c, fault.Say("the row says nothing: no company, memo, name or scope")
	}
	if !c.selective() && (r.Company == "" || r.Memo == "") {
		return c, fault.Say("the row selects nothing: it needs an account, a host, a path or a network")
	}
	return c, nil
}

// selective is false for a row that only says a company's memo.
func (c *rule) selective() bool {
	return len(c.accounts) > 0 || c.host != "" || c.Path != "" || len(c.networks) > 0
}

func (c *rule) selects(v *folded) bool {
	if !c.selective() {
		return v.company != "" && fold(c.Company) == v.company
	}
	return anyOf(c.accounts, func(p string) bool { return match(p, v.account) }) &&
		(c.host == "" || match(c.host, v.host)) &&
		strings.HasPrefix(v.path, c.Path) &&
		anyOf(c.networks, func(p netip.Prefix) bool { return p.Contains(v.ip) })
}

// anyOf holds for no alternatives at all.
func anyOf[T interface{ string | netip.Prefix }](list []T, ok func(T) bool) bool {
	for _, x := range list {
		if ok(x) {
			return true
		}
	}
	return len(list) == 0
}

// narrow ranks rules: an exact account before a pattern, a pattern before a
// path, a path before a host, a host before a network; longer before shorter.
func (c *rule) narrow() [5]int {
	var n [5]int
	for _, a := range c.accounts {
		if strings.Contains(a, "*") {
			n[1] = max(n[1], len(a))
		} else {
			n[0] = 1
		}
	}
	n[2], n[3] = len(c.Path), len(c.host)
	for _, p := range c.networks {
		bits := p.Bits() + 1
		if p.Addr().Is4() {
			bits += 96
		}
		n[4] = max(n[4], bits)
	}
	return n
}

func split(s, marks string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(marks, r) })
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// parseNetwork reads a network or a single address; IPv4 in IPv6 becomes IPv4.
func parseNetwork(s string) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(s)
	if err != nil {
		a, aerr := netip.ParseAddr(s)
		if aerr != nil {
			return p, fault.Say("not a network: {0}", s)
		}
		a = a.Unmap().WithZone("")
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p.Masked(), nil
}

// match reports whether s has the form of a pattern in which "*" stands for any
// text. It goes back to the last "*" only: what an earlier one took does not matter.
func match(pattern, s string) bool {
	p, i, star, from := 0, 0, -1, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, i
			p++
		case p < len(pattern) && pattern[p] == s[i]:
			p++
			i++
		case star >= 0:
			from++
			p, i = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
