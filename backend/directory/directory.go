package directory

import (
	"net/netip"
	"slices"
	"strings"
	"sync"
)

// Origins of what a directory says.
const (
	FromDirectory = "directory" // tenants.csv or Settings
	FromNote      = "note"      // what the user wrote
)

// Visit is what a record tells about who came; Company is what the record itself
// names, or "".
type Visit struct{ Account, Host, Path, IP, Company string }

// Who is the answer; an origin is "" where its value is. Company is "" when the
// record named one.
type Who struct {
	Company, CompanyOrigin string
	Memo, MemoOrigin       string
	Name, Scope            string
}

// Note is what the user wrote on an account, an address, a network or a company.
type Note struct {
	Kind    string // "account", "ip", "network", "company"; others are not heard
	Key     string
	Company string
	Memo    string
}

// Directory answers for visits. It never changes and may be used by many
// goroutines at once.
type Directory struct {
	tables []table
	notes  []note
	// Which parts of a visit any rule looks at: the others need not be told
	// apart when answers are remembered.
	byHost, byPath, byIP bool
	revision             string

	mu    sync.Mutex
	known map[Visit]Who
}

// maxKnown bounds the answers that are remembered.
const maxKnown = 1 << 14

// table is one list of rows, each part in the order in which it is heard.
type table struct {
	exact map[string][]*rule // by folded account
	other []*rule            // to be tried one by one
}

type note struct {
	Note
	order   int
	network netip.Prefix
	key     string
}

// noteOrder: what is written on a person is nearer than what is written on the
// address, the network, the company.
var noteOrder = map[string]int{"account": 1, "ip": 2, "network": 3, "company": 4}

// Revision is the same for directories that were made of the same rows and notes, in
// any process, and another one for others.
func (d *Directory) Revision() string { return d.revision }

// New makes a directory. An earlier table is heard before a later one, whatever
// its rows select. Rows and notes that make no sense are left out; Parse or Check
// has named such rows before.
func New(notes []Note, tables ...[]Row) *Directory {
	d := &Directory{known: map[Visit]Who{}, revision: revision(notes, tables)}
	for _, rows := range tables {
		d.add(rows)
	}
	for _, n := range notes {
		made := note{Note: n, order: noteOrder[n.Kind], key: fold(n.Key)}
		if n.Kind == "ip" || n.Kind == "network" {
			p, err := parseNetwork(strings.TrimSpace(n.Key))
			if err != nil {
				continue
			}
			made.network, d.byIP = p, true
		}
		if made.order > 0 {
			d.notes = append(d.notes, made)
		}
	}
	slices.SortStableFunc(d.notes, func(a, b note) int {
		if a.order != b.order {
			return a.order - b.order
		}
		return b.network.Bits() - a.network.Bits()
	})
	return d
}

func (d *Directory) add(rows []Row) {
	t := table{exact: map[string][]*rule{}}
	for _, row := range rows {
		c, err := row.compile()
		if err != nil {
			continue
		}
		d.byHost = d.byHost || c.host != ""
		d.byPath = d.byPath || c.Path != ""
		d.byIP = d.byIP || len(c.networks) > 0
		if len(c.accounts) == 1 && !strings.Contains(c.accounts[0], "*") {
			t.exact[c.accounts[0]] = append(t.exact[c.accounts[0]], &c)
		} else {
			t.other = append(t.other, &c)
		}
	}
	for _, list := range t.exact {
		byNarrowness(list)
	}
	byNarrowness(t.other)
	d.tables = append(d.tables, t)
}

func byNarrowness(list []*rule) {
	slices.SortStableFunc(list, func(a, b *rule) int {
		x, y := a.narrow(), b.narrow()
		return slices.Compare(y[:], x[:])
	})
}

// folded is a visit made ready for comparing.
type folded struct {
	account, host, path, company string
	ip                           netip.Addr
}

// Lookup says who a visit belongs to.
func (d *Directory) Lookup(v Visit) Who {
	if !d.byHost {
		v.Host = ""
	}
	if !d.byPath {
		v.Path = ""
	}
	if !d.byIP {
		v.IP = ""
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	who, ok := d.known[v]
	if !ok {
		who = d.search(v)
		if len(d.known) >= maxKnown {
			clear(d.known)
		}
		d.known[v] = who
	}
	return who
}

func (d *Directory) search(v Visit) Who {
	f := folded{account: fold(v.Account), host: fold(v.Host), path: v.Path, company: fold(v.Company)}
	if a, err := netip.ParseAddr(strings.TrimSpace(v.IP)); err == nil {
		f.ip = a.Unmap().WithZone("")
	}
	var who Who
	companies := []*rule(nil)
	hear := func(list []*rule) {
		for _, r := range list {
			if !r.selective() {
				companies = append(companies, r)
			} else if r.selects(&f) {
				who.take(&f, r.Company, r.Memo, r.Name, r.Scope, FromDirectory)
			}
		}
	}
	for _, t := range d.tables {
		if f.account != "" {
			hear(t.exact[f.account])
		}
		hear(t.other)
	}
	for _, r := range companies { // only now is the company known
		if r.selects(&f) {
			who.take(&f, r.Company, r.Memo, r.Name, r.Scope, FromDirectory)
		}
	}
	for i := range d.notes {
		if n := &d.notes[i]; n.on(&f) {
			who.take(&f, n.Company, n.Memo, "", "", FromNote)
		}
	}
	return who
}

func (n *note) on(f *folded) bool {
	switch n.Kind {
	case "account":
		return f.account != "" && n.key == f.account
	case "company":
		return f.company != "" && n.key == f.company
	}
	return n.network.Contains(f.ip)
}

// take fills what is still unknown, unless the speaker speaks of another company.
func (w *Who) take(f *folded, company, memo, name, scope, origin string) {
	if company != "" {
		switch {
		case f.company == "":
			w.Company, w.CompanyOrigin, f.company = company, origin, fold(company)
		case f.company != fold(company):
			return
		}
	}
	if w.Memo == "" && memo != "" {
		w.Memo, w.MemoOrigin = memo, origin
	}
	if w.Name == "" {
		w.Name = name
	}
	if w.Scope == "" {
		w.Scope = scope
	}
}
