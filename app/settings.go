package app

import (
	"net/netip"
	"slices"
	"strconv"
	"unicode/utf8"

	"cordwood/backend/config"
	"cordwood/backend/directory"
	"cordwood/backend/fault"
	"cordwood/backend/place"
)

// Settings is the settings screen.
type Settings struct{ app *App }

// View shows what is set and where things are kept.
func (d *Settings) View() (SettingsView, error) {
	a := d.app
	a.mu.Lock()
	s := a.settings
	a.mu.Unlock()
	v := SettingsView{
		Theme: s.Theme, Language: s.Language, Home: a.home.Data, Version: a.version, SQLite: a.store.SQLiteVersion(),
		PlaceData: place.Attribution, Networks: []NamedNetwork{}, Tenants: []Tenant{}, Face: a.face,
	}
	for _, n := range s.Networks {
		v.Networks = append(v.Networks, NamedNetwork(n))
	}
	for _, t := range s.Tenants {
		v.Tenants = append(v.Tenants, Tenant(t))
	}
	return v, nil
}

var choices = map[string][]string{
	"theme":    {"system", "light", "dark"},
	"language": {"system", "en", "zh-CN"},
}

// Set chooses a theme or a language.
func (d *Settings) Set(name, value string) (SettingsView, error) {
	if !slices.Contains(choices[name], value) {
		return SettingsView{}, fault.New("set "+name, fault.Invalid, value, "", nil)
	}
	err := d.app.changeSettings(name, value, func(s *config.Settings) {
		if name == "theme" {
			s.Theme = value
		} else {
			s.Language = value
		}
	})
	if err != nil {
		return SettingsView{}, err
	}
	return d.View()
}

// SetNetworks replaces the admin's own names of networks and looks every
// address up again.
func (d *Settings) SetNetworks(list []NamedNetwork) (SettingsView, error) {
	networks := make([]config.Network, 0, len(list))
	for _, n := range list {
		if _, err := netip.ParsePrefix(n.Network); err != nil {
			return SettingsView{}, fault.New("name network", fault.Invalid, n.Network, "write a network such as 10.20.0.0/16", err)
		}
		networks = append(networks, config.Network(n))
	}
	if err := d.app.changeSettings("networks", networks, func(s *config.Settings) { s.Networks = networks }); err != nil {
		return SettingsView{}, err
	}
	for _, o := range d.app.openedAll() {
		o.resolveSoon()
	}
	return d.View()
}

// maxTenants bounds the user's own rows: more than a screen can keep in view
// belongs into a tenants.csv beside the logs. A cell is bounded too.
const (
	maxTenants    = 500
	maxTenantCell = 500
)

// SetTenants replaces the user's own rows of the tenant directory, which are heard
// before tenants.csv, and looks everybody up again.
func (d *Settings) SetTenants(list []Tenant) (SettingsView, error) {
	if len(list) > maxTenants {
		return SettingsView{}, fault.New("set tenants", fault.Limit, strconv.Itoa(len(list)), "put a tenants.csv beside the logs", nil)
	}
	rows := make([]config.Tenant, 0, len(list))
	for _, t := range list {
		row := rowOf(config.Tenant(t))
		if err := row.Check(); err != nil {
			return SettingsView{}, fault.New("set tenants", fault.Invalid, row.Company, "name an account, host, path or network, and what to say of it", err)
		}
		for _, cell := range []string{t.Company, t.Memo, t.Name, t.Scope, t.Account, t.Host, t.Path, t.Network} {
			if len(cell) > maxTenantCell || !utf8.ValidString(cell) {
				return SettingsView{}, fault.New("set tenants", fault.Invalid, row.Company, "use shorter words", nil)
			}
		}
		rows = append(rows, config.Tenant(t))
	}
	if err := d.app.changeSettings("tenants", rows, func(s *config.Settings) { s.Tenants = rows }); err != nil {
		return SettingsView{}, err
	}
	for _, o := range d.app.openedAll() {
		o.resolveSoon()
	}
	return d.View()
}

// shownTenants is how many rows of tenants.csv the settings screen lists.
const shownTenants = 200

// FoundTenants lists what the tenants.csv of an open source says, to be looked at
// and overridden by rows of one's own.
func (d *Settings) FoundTenants(src string) (FoundTenants, error) {
	o, err := d.app.source(src)
	if err != nil {
		return FoundTenants{}, err
	}
	rows := *o.place.tenants.Load()
	found := FoundTenants{Total: len(rows), Rows: []Tenant{}}
	for _, r := range rows[:min(len(rows), shownTenants)] {
		found.Rows = append(found.Rows, Tenant{
			Company: r.Company, Memo: r.Memo, Name: r.Name, Scope: r.Scope, Account: r.Account, Host: r.Host, Path: r.Path, Network: r.Network,
		})
	}
	return found, nil
}

// tenants are the user's own rows of the tenant directory.
func (a *App) tenants() []directory.Row {
	a.mu.Lock()
	own := a.settings.Tenants
	a.mu.Unlock()
	rows := make([]directory.Row, 0, len(own))
	for _, t := range own {
		rows = append(rows, rowOf(t))
	}
	return rows
}

func rowOf(t config.Tenant) directory.Row {
	return directory.Row{Company: t.Company, Memo: t.Memo, Name: t.Name, Scope: t.Scope, Account: t.Account, Host: t.Host, Path: t.Path, Network: t.Network}
}
