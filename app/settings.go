package app

import (
	"net/netip"
	"slices"

	"cordwood/backend/config"
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
		PlaceData: place.Attribution, Networks: []NamedNetwork{}, Face: a.face,
	}
	for _, n := range s.Networks {
		v.Networks = append(v.Networks, NamedNetwork(n))
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
		o.resolveSoon("a network was named", nil)
	}
	return d.View()
}
