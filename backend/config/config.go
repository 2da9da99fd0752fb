// Package config is where Cordwood keeps its things, and what the user set.
//
// Everything lies under CORDWOOD_HOME when that is set, else in the platform's
// data and cache folders. Nothing is ever written elsewhere, except into a log
// folder that the user unlocked.
package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/pelletier/go-toml/v2"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
)

// Home names the folders of one user.
type Home struct {
	Data  string // cordwood.db, audit.db, config.toml, bundles/, geo/
	Cache string // may be lost
}

// Find resolves the home and makes its folders, readable by the user only.
func Find() (Home, error) {
	h := Home{Data: filepath.Join(xdg.DataHome, "cordwood"), Cache: filepath.Join(xdg.CacheHome, "cordwood")}
	if dir := os.Getenv("CORDWOOD_HOME"); dir != "" {
		h = Home{Data: dir, Cache: filepath.Join(dir, "cache")}
	}
	for _, dir := range []string{h.Data, h.Cache, h.Bundles(), h.Geo(), h.Logs(), h.Locks()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return h, fault.New("make folder", fault.KindOf(err), dir, "set CORDWOOD_HOME to a folder you can write", err)
		}
	}
	return h, nil
}

// Database is the user's work and the events of live folders.
func (h Home) Database() string { return filepath.Join(h.Data, "cordwood.db") }

// Bundles holds one database a bundle, dropped with it.
func (h Home) Bundles() string { return filepath.Join(h.Data, "bundles") }

// Geo is where .mmdb files are dropped in.
func (h Home) Geo() string { return filepath.Join(h.Data, "geo") }

// Logs holds our own debug log.
func (h Home) Logs() string { return filepath.Join(h.Data, "logs") }

// Locks holds one lock a source and one for the window.
func (h Home) Locks() string { return filepath.Join(h.Data, "locks") }

// Sample is where the sample server is kept.
func (h Home) Sample() string { return filepath.Join(h.Data, "sample") }

func (h Home) file() string { return filepath.Join(h.Data, "config.toml") }

// Settings are what the user chose.
type Settings struct {
	Theme    string    `toml:"theme"`    // system | light | dark
	Language string    `toml:"language"` // system | en | zh-CN
	Networks []Network `toml:"networks"` // the admin's own names
	Tenants  []Tenant  `toml:"tenants"`  // the admin's own rows of the tenant directory
}

// Network names a CIDR range: "10.20.0.0/16" is "HQ".
type Network struct {
	Network string `toml:"network"`
	Name    string `toml:"name"`
}

// Tenant is a row of the tenant directory, in the words of tenants.csv.
type Tenant struct {
	Company string `toml:"company,omitempty"`
	Memo    string `toml:"memo,omitempty"`
	Name    string `toml:"name,omitempty"`
	Scope   string `toml:"scope,omitempty"`
	Account string `toml:"account,omitempty"`
	Host    string `toml:"host,omitempty"`
	Path    string `toml:"path,omitempty"`
	Network string `toml:"network,omitempty"`
}

// Load reads the settings; a missing file gives the defaults, a broken one is
// an error that names the place and leaves the file alone.
func (h Home) Load() (Settings, error) {
	s := Settings{Theme: "system", Language: "system"}
	b, err := os.ReadFile(h.file())
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, fault.New("read settings", fault.KindOf(err), h.file(), "", err)
	}
	if err := toml.Unmarshal(b, &s); err != nil {
		return Settings{Theme: "system", Language: "system"}, fault.New("read settings", fault.Damaged, h.file(), "mend the line it names or remove the file", err)
	}
	return s, nil
}

// Save replaces the settings.
func (h Home) Save(s Settings) error {
	b, err := toml.Marshal(s)
	if err != nil {
		return fault.New("save settings", fault.Internal, h.file(), "", err)
	}
	return atomicfile.Write(h.file(), b, 0o600)
}
