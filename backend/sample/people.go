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

// platform is where administrators belong; it is no tenant, so records carry no
// company for it.
var platform = company{host: "suite.example", path: "/admin", memo: "platform"}

// companies are the tenants. Addresses are private, from the documentation
// ranges (with the place that the server recorded), or from large access
// networks of the country they stand for (without, so that a reader's own table
// answers).
var companies = []company{
	{name: "Quillmoor Clinics", crm: "clientbook", memo: "reception by day, night desk by turns", prefix: "10", host: "quillmoor.example", path: "/t/quillmoor", network: "10.20.1.0/24",
		homes: []home{{"10.20.1.", "hq floor 2"}, {"10.20.1.", "hq floor 2"}, {"10.20.3.", ""}},
		staff: []person{{"1042", "Nadia Fennick", "front desk"}, {"1017", "Oren Sabel", ""}, {"1009", "Lena Osgood", ""},
			{"1007", "Joss Marlin", "billing"}, {"1023", "Peer Aldous", ""}, {"1031", "Wilma Trask", "night shift"},
			{"1055", "Ada Corvine", ""}, {"1060", "Milo Santer", ""}, {"1064", "Greta Loam", "results line"}},
		queues: []string{"night-desk", "reception", "results"}},
	{name: "Tavenport Freight", crm: "leadpipe", memo: "dispatch round the clock", prefix: "22", host: "tavenport.example", path: "/t/tavenport", network: "198.51.100.60/30",
		homes: []home{{"198.51.100.61", "Porto, PT"}, {"85.240.17.204", ""}, {"198.51.100.62", "Porto, PT"}},
		staff: []person{{"2201", "Amina Coste", "dispatch"}, {"2204", "Pia Lorentz", ""}, {"2210", "Jun Halloway", "night shift"},
			{"2213", "Bram Ollivar", ""}, {"2217", "Sten Marrick", ""}, {"2222", "Odile Faro", ""}, {"2230", "Kofi Brandt", "claims"}},
		queues: []string{"dispatch", "claims"}, campaign: "304"},
	{name: "Osprenne Travel", crm: "salesboard", memo: "season until March", prefix: "30", host: "osprenne.example", path: "/t/osprenne", network: "198.51.100.112/32",
		homes: []home{{"198.51.100.112", "Graz, AT"}, {"80.120.44.19", ""}},
		staff: []person{{"3005", "Elke Varnholt", ""}, {"3011", "Tomas Ibarra", "travel desk"}, {"3014", "Wei Lindqvist", "team lead"},
			{"3020", "Runa Keel", ""}, {"3022", "Dario Montel", ""}, {"3029", "Ilse Graben", ""}},
		queues: []string{"bookings", "recall"}, campaign: "318"},
	{name: "Lumberfield Foods", crm: "leadpipe", memo: "contract until March", prefix: "41", host: "lumberfield.example", path: "/t/lumberfield", network: "192.0.2.0/26",
		homes: []home{{"192.0.2.31", "Tartu, EE"}, {"90.190.72.8", ""}},
		staff: []person{{"4102", "Sami Orrell", "dock 2"}, {"4108", "Hedda Quist", ""}, {"4111", "Arlo Pennick", ""},
			{"4115", "Maarja Tamsal", ""}, {"4119", "Ulf Cordel", "dock 1"}},
		queues: []string{"orders", "pilot-b"}},
	{name: "Brindlewick Ltd", crm: "salesboard", memo: "new, trial", prefix: "52", host: "brindlewick.example", path: "/t/brindlewick", network: "10.20.4.0/24",
		homes:  []home{{"10.20.4.", "branch 2"}},
		staff:  []person{{"5258", "Wei Castell", ""}, {"5203", "Noor Hatherby", ""}, {"5207", "Cleo Strand", ""}, {"5211", "Piet Arkwell", ""}},
		queues: []string{"support"}},
	{name: "Marrowby Insurance", crm: "salesboard", memo: "claims only by day", prefix: "63", host: "marrowby.example", path: "/t/marrowby", network: "172.18.6.0/24",
		homes: []home{{"172.18.6.", ""}, {"81.2.69.160", ""}},
		staff: []person{{"6301", "Hugo Belfast", ""}, {"6304", "Sanna Withers", "complaints"}, {"6309", "Elio Crane", ""},
			{"6312", "Tamsin Vole", ""}, {"6316", "Bo Lacey", ""}, {"6318", "Ida Moorcroft", ""}},
		queues: []string{"policies", "claims-line"}, campaign: "322"},
	{name: "Celverton Utilities", crm: "clientbook", memo: "first in outages", prefix: "71", host: "celverton.example", path: "/t/celverton", network: "192.168.71.0/24",
		homes: []home{{"192.168.71.", ""}, {"113.108.20.77", ""}},
		staff: []person{{"7102", "Fei Larkspur", ""}, {"7106", "Otto Brandvik", "control room"}, {"7110", "Mei Torrance", ""},
			{"7113", "Gwen Saltley", ""}, {"7121", "Ivo Hartnell", ""}},
		queues: []string{"outage", "meter-desk"}, campaign: "327"},
	{name: "Yarrowgate Homes", crm: "clientbook", prefix: "84", host: "yarrowgate.example", path: "/t/yarrowgate",
		homes:  []home{{"2001:db8:84::", "Leiden, NL"}, {"145.53.10.41", ""}},
		staff:  []person{{"8401", "Dirk Sommer", ""}, {"8405", "Anneke Vail", "viewings"}, {"8408", "Roos Tillery", ""}, {"8412", "Jory Penrose", ""}},
		queues: []string{"viewings"}},
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
