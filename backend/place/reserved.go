package place

import (
	"net/netip"

	"cordwood/backend/fault"
)

// fixed is a range that means the same everywhere.
type fixed struct {
	prefix netip.Prefix
	name   fault.Said
}

// reserved are the ranges with a fixed meaning, narrow before wide.
// Source: the IANA special-purpose address registries (RFC 6890 and updates).
var reserved = []fixed{
	{netip.MustParsePrefix("10.0.0.0/8"), fault.Say("private network")},
	{netip.MustParsePrefix("172.16.0.0/12"), fault.Say("private network")},
	{netip.MustParsePrefix("192.168.0.0/16"), fault.Say("private network")},
	{netip.MustParsePrefix("100.64.0.0/10"), fault.Say("carrier NAT")},
	{netip.MustParsePrefix("127.0.0.0/8"), fault.Say("this machine")},
	{netip.MustParsePrefix("169.254.0.0/16"), fault.Say("link-local")},
	{netip.MustParsePrefix("192.0.2.0/24"), fault.Say("documentation")},
	{netip.MustParsePrefix("198.51.100.0/24"), fault.Say("documentation")},
	{netip.MustParsePrefix("203.0.113.0/24"), fault.Say("documentation")},
	{netip.MustParsePrefix("198.18.0.0/15"), fault.Say("benchmark network")},
	{netip.MustParsePrefix("192.0.0.0/24"), fault.Say("reserved")},
	{netip.MustParsePrefix("224.0.0.0/4"), fault.Say("multicast")},
	{netip.MustParsePrefix("255.255.255.255/32"), fault.Say("broadcast")},
	{netip.MustParsePrefix("240.0.0.0/4"), fault.Say("reserved")},
	{netip.MustParsePrefix("0.0.0.0/8"), fault.Say("unspecified")},
	{netip.MustParsePrefix("::1/128"), fault.Say("this machine")},
	{netip.MustParsePrefix("::/128"), fault.Say("unspecified")},
	{netip.MustParsePrefix("fe80::/10"), fault.Say("link-local")},
	{netip.MustParsePrefix("fc00::/7"), fault.Say("private network")},
	{netip.MustParsePrefix("2001:db8::/32"), fault.Say("documentation")},
	{netip.MustParsePrefix("3fff::/20"), fault.Say("documentation")},
	{netip.MustParsePrefix("100::/64"), fault.Say("reserved")},
	{netip.MustParsePrefix("ff00::/8"), fault.Say("multicast")},
}

func reservedName(a netip.Addr) (string, bool) {
	for _, r := range reserved {
		if r.prefix.Contains(a) {
			return r.name.String(), true
		}
	}
	return "", false
}
