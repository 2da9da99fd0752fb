package app

import (
	"maps"
	"slices"

	"cordwood/backend/decode"
	"cordwood/backend/fault"
	"cordwood/backend/source"
)

// charsetAct is what the trail tells of a charset that was set.
type charsetAct struct {
	Families []string `json:"families"` // none: all
	Charset  string   `json:"charset"`  // "": found out
}

// SetCharset reads text of families that is not UTF-8 in another charset, a name such
// as gbk, or finds it out again when it is empty; no families are all. It is remembered
// for the source, which is read again.
func (d *Sources) SetCharset(source string, families []string, charset string) (Source, error) {
	o, err := d.app.source(source)
	if err != nil {
		return Source{}, err
	}
	if err := knownCharset(charset); err != nil {
		return Source{}, err
	}
	as := asRead{o.clocks, o.withCharset(families, charset)}
	return d.app.readAgain(o, "set charset", charsetAct{families, charset}, as, true)
}

// withCharset are the charsets of the source with another one for some families.
func (o *opened) withCharset(families []string, charset string) source.Charsets {
	if len(families) == 0 {
		return source.Charsets{All: charset}
	}
	next := source.Charsets{All: o.charsets.All, Of: maps.Clone(o.charsets.Of)}
	if next.Of == nil {
		next.Of = map[string]string{}
	}
	for _, f := range o.inventory().Families {
		if len(f.Copies) == 0 || !slices.Contains(families, f.Name) {
			continue
		}
		if trunk := source.Trunk(f.Copies[0].Path); charset == "" {
			delete(next.Of, trunk)
		} else {
			next.Of[trunk] = charset
		}
	}
	return next
}

// charsetOf is the charset that was set for a family; "": it is found out.
func (o *opened) charsetOf(f source.Family) string {
	if len(f.Copies) == 0 {
		return ""
	}
	return o.charsets.For(f.Copies[0].Path)
}

func knownCharset(name string) error {
	if _, ok := decode.ParseCharset(name); name != "" && !ok {
		return fault.New("read charset", fault.Invalid, name, "write a name such as gbk, big5, shift_jis, euc-kr or windows-1252", nil)
	}
	return nil
}
