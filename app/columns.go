package app

import (
	"regexp"
	"slices"
	"strconv"

	"cordwood/backend/fault"
)

// Columns are those that somebody chose to see of a source on a desk, in their order; none
// when nobody did. The page knows which there are and leaves out what it does not know.
func (d *Sources) Columns(source, desk string) ([]string, error) {
	o, err := d.app.source(source)
	if err != nil {
		return nil, err
	}
	names, err := d.app.store.Columns(o.ctx, o.path, desk)
	return orEmpty(names), err
}

var columnName = regexp.MustCompile(`^[a-z_]{1,32}$`)

// SetColumns keeps them on this computer, none to show again what the desk shows by itself.
func (d *Sources) SetColumns(source, desk string, names []string) error {
	o, err := d.app.source(source)
	if err != nil {
		return err
	}
	bad := slices.IndexFunc(names, func(n string) bool { return !columnName.MatchString(n) })
	switch {
	case desk != "access":
		return fault.New("set columns", fault.Invalid, desk, "", nil)
	case bad >= 0:
		return fault.New("set columns", fault.Invalid, names[bad], "", nil)
	case len(names) > 64:
		return fault.New("set columns", fault.Invalid, strconv.Itoa(len(names)), "", nil)
	}
	return d.app.store.SetColumns(o.ctx, o.path, desk, names)
}
