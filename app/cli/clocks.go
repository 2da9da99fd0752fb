package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"cordwood/app"
	"cordwood/backend/fault"
)

// clocks is the flags that say by which clocks logs were written.
type clocks struct {
	Zone   zones    `help:"Zone of times without one: an IANA name or +08:00 (default: the one that was set, else found, else this computer's); FAMILY=ZONE for one family." placeholder:"[FAMILY=]ZONE" sep:"none"`
	Offset []string `help:"How far the clock of a family was ahead (+3m12s) or behind (-2.4s): its times are corrected by that (default: what was set)." placeholder:"FAMILY=OFFSET" sep:"none"`
}

// zone is the value of --zone. An offset west of Greenwich begins like a flag
// and is none.
type zone string

// Decode takes the next argument, as kong asks it to.
func (z *zone) Decode(ctx *kong.DecodeContext) error {
	t := ctx.Scan.Pop()
	text := t.String()
	west := len(text) > 1 && text[0] == '-' && text[1] >= '0' && text[1] <= '9'
	if t.IsEOL() || !t.IsValue() && !west {
		return fmt.Errorf("expected a zone but got %q", t)
	}
	*z = zone(text)
	return nil
}

// zones is the value of a --zone that may be given more than once.
type zones []zone

// Decode takes the next argument.
func (z *zones) Decode(ctx *kong.DecodeContext) error {
	var one zone
	if err := one.Decode(ctx); err != nil {
		return err
	}
	*z = append(*z, one)
	return nil
}

// set has the source read by the clocks of the flags; what they do not say stays.
func (c *clocks) set(a *app.App, id string) (string, error) {
	families, err := a.Clocks(id)
	if err != nil || len(c.Zone)+len(c.Offset) == 0 {
		return id, err
	}
	own := false
	of := func(family string) *app.FamilyClock {
		own = true
		same := func(f app.FamilyClock) bool { return strings.EqualFold(f.Family, family) }
		if i := slices.IndexFunc(families, same); i >= 0 {
			return &families[i]
		}
		families = append(families, app.FamilyClock{Family: family})
		return &families[len(families)-1]
	}
	for _, z := range c.Zone {
		family, name, one := strings.Cut(string(z), "=")
		if one {
			of(family).Zone = name
			continue
		}
		src, err := a.Sources().SetZone(id, family)
		if err != nil {
			return id, err
		}
		id = src.ID
	}
	for _, o := range c.Offset {
		family, text, _ := strings.Cut(o, "=")
		ahead, err := time.ParseDuration(text)
		if err != nil {
			return id, fault.New("read offset", fault.Invalid, o, "write a family and how far its clock was ahead, such as mysql=+3m12s", nil)
		}
		of(family).Ahead = ahead.Milliseconds()
	}
	if !own {
		return id, nil
	}
	src, err := a.Sources().SetClocks(id, families)
	return src.ID, err
}
