package sample

import (
	"fmt"
	"strings"
)

// company is one tenant of the suite; the platform's own people belong to none.
type company struct {
	name, memo string
	crm        string // the system of a third party that it uses
	prefix     string // of its account ids
	host, path string
	network    string // as tenants.csv has it
	homes      []home // person n comes from home n, round and round
	staff      []person
	queues     []string
	campaign   string // that it runs, or ""
}

// person is one row of a company's staff. Only a person's own memo is recorded
// with a visit; the company's is for the reader to find in tenants.csv.
type person struct{ id, name, memo string }

// home is an address that people come from, and where the server says it is.
type home struct {
	ip    string // "10.20.1." is a network: the last number is the account's own
	place string // as recorded; "" leaves it to the reader
}

// account is somebody who signs in.
type account struct {
	id, name, memo, role string
	company              *company
	admin                bool
	home                 home
	client               string
}

func (a *account) scope() string {
	if a.admin {
		return "administrator"
	}
	return "tenant"
}

func (a *account) mail() string {
	return strings.ToLower(strings.ReplaceAll(a.name, " ", ".")) + "@" + a.company.host
}

var administrators = []account{
	{id: "7", name: "Mara Quillon", role: "operations manager", home: home{"10.20.1.12", "hq floor 3"}},
	{id: "9", name: "Tobin Ashgrove", role: "telephony engineer", home: home{"10.20.1.17", "hq floor 3"}},
	{id: "12", name: "Ravi Penmar", role: "platform engineer", home: home{"10.20.1.13", "hq floor 3"}},
	{id: "15", name: "Ines Talvik", role: "tenant support", home: home{"10.20.1.14", "hq floor 3"}},
}

// clients are the browsers and apps in use, as they name themselves.
var clients = []string{
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
	"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
	"Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36",
}

// people is everybody, in a fixed order.
type people struct {
	admins  []*account
	tenants []*account
}

// settle gives everybody an id, an address and a client.
func settle() *people {
	p := &people{}
	for i := range administrators {
		a := administrators[i]
		a.company, a.admin, a.memo, a.client = &platform, true, platform.memo, clients[i%3]
		p.admins = append(p.admins, &a)
	}
	for i := range companies {
		c := &companies[i]
		for n, who := range c.staff {
			p.tenants = append(p.tenants, &account{
				id: who.id, name: who.name, memo: who.memo, role: "agent", company: c,
				home: c.homes[n%len(c.homes)].of(n), client: clients[(n+i)%len(clients)],
			})
		}
	}
	return p
}

// of gives person n an address of their own where the home is a network.
func (h home) of(n int) home {
	if strings.HasSuffix(h.ip, ".") || strings.HasSuffix(h.ip, ":") {
		h.ip = fmt.Sprintf("%s%d", h.ip, 41+n*4)
	}
	return h
}

// find is the account with that id.
func (p *people) find(id string) *account {
	for _, list := range [][]*account{p.admins, p.tenants} {
		for _, a := range list {
			if a.id == id {
				return a
			}
		}
	}
	return nil
}

// of is the staff of a company.
func (p *people) of(company string) []*account {
	var list []*account
	for _, a := range p.tenants {
		if a.company.name == company {
			list = append(list, a)
		}
	}
	return list
}

// tenantsCSV is the tenant directory that lies beside the logs.
func tenantsCSV() []byte {
	var b strings.Builder
	b.WriteString("company,memo,account pattern,host,path prefix,network\n")
	for _, c := range companies {
		memo := c.memo
		if strings.Contains(memo, ",") {
			memo = `"` + memo + `"`
		}
		fmt.Fprintf(&b, "%s,%s,%s*,%s,%s,%s\n", c.name, memo, c.prefix, c.host, c.path, c.network)
	}
	return []byte(b.String())
}
