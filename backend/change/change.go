package change

import (
	"slices"
	"strings"
)

// Kind says what became of a field.
type Kind string

const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
	Same    Kind = "same"
)

// Field is one field before and after. Texts are as the record has them, "–" for
// null; a list is its items joined by commas.
type Field struct {
	Path    string // "overflow.after", "members[17].penalty"; "" when the record is no object
	Label   string // "Overflow › After"
	Kind    Kind
	Before  string
	After   string
	List    bool     // the two below are filled
	Removed []string // items that went
	Added   []string // items that came
	Note    string   // "+360, ×10", "reordered"; "" for most
	Masked  bool     // the values are a secret and are not shown
}

// maxFields bounds a difference; what is beyond is left out.
const maxFields = 10_000

// Of compares two values. An empty text is a value that the server did not
// record, or that was not there: all fields of the other are then added or
// removed. Text that is no JSON is one field. Names in secrets are masked as the
// built-in ones are.
func Of(before, after string, secrets ...string) []Field {
	d := differ{secrets: foldAll(secrets)}
	a, b := parse(before), parse(after)
	if a == nil && b == nil {
		return nil
	}
	d.pair(path{}, a, b)
	return d.out
}

// Count is the number of fields that are not the same.
func Count(fields []Field) int {
	n := 0
	for i := range fields {
		if fields[i].Kind != Same {
			n++
		}
	}
	return n
}

// path is where a value stands.
type path struct {
	text   string
	label  string
	secret bool
}

func (p path) key(name string, secret bool) path {
	q := path{name, label(name), p.secret || secret}
	if p.text != "" {
		q.text, q.label = p.text+"."+q.text, p.label+" › "+q.label
	}
	return q
}

func (p path) item(name string) path {
	return path{p.text + "[" + name + "]", strings.TrimSpace(p.label + " " + name), p.secret}
}

type differ struct {
	secrets []string
	out     []Field
}

// pair compares two values of one path; nil is "not there".
func (d *differ) pair(p path, a, b *node) {
	if len(d.out) >= maxFields {
		return
	}
	some := a
	if a == nil || a.kind == null {
		some = b
	}
	switch {
	case p.secret || some == nil || !alike(a, b):
		d.field(p, a, b)
	case some.kind == object && !some.empty(a, b):
		d.objects(p, a, b)
	case some.kind == array && (holdsNodes(a) || holdsNodes(b)):
		d.items(p, a, b)
	default:
		d.field(p, a, b)
	}
}

// alike reports whether two values can be compared part by part; what is not
// there can be with anything.
func alike(a, b *node) bool {
	return a == nil || b == nil || a.kind == b.kind
}

func (d *differ) objects(p path, a, b *node) {
	for _, key := range bothKeys(a, b) {
		x, y := a.get(key), b.get(key)
		d.pair(p.key(key, d.secretKey(key) || key == "value" && (d.namesSecret(a) || d.namesSecret(b))), x, y)
	}
}

// bothKeys are a's keys in their order, then those that only b has.
func bothKeys(a, b *node) []string {
	var keys []string
	if a != nil {
		keys = append(keys, a.keys...)
	}
	if b != nil {
		for _, k := range b.keys {
			if a.get(k) == nil {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// items compares lists of objects: item by item with the same id, or with the
// same place where there are no ids.
func (d *differ) items(p path, a, b *node) {
	x, y := byID(a), byID(b)
	if x == nil || y == nil {
		x, y = byPlace(a), byPlace(b)
	}
	for _, key := range bothKeys(x, y) {
		d.pair(p.item(key), x.get(key), y.get(key))
	}
}

// field adds one row.
func (d *differ) field(p path, a, b *node) {
	f := Field{Path: p.text, Label: p.label, Masked: p.secret}
	switch {
	case a == nil:
		f.Kind = Added
	case b == nil:
		f.Kind = Removed
	case same(a, b):
		f.Kind = Same
	default:
		f.Kind = Changed
	}
	if p.secret {
		f.Before, f.After = hidden(a), hidden(b)
		if f.Kind == Changed {
			f.Note = "changed"
		}
		d.out = append(d.out, f)
		return
	}
	f.Before, f.After = d.text(a), d.text(b)
	if isList(a) || isList(b) {
		f.List = true
		f.Removed, f.Added = listDifference(d.list(a), d.list(b))
		if f.Kind == Changed && len(f.Removed)+len(f.Added) == 0 && isList(a) && isList(b) {
			f.Note = "reordered"
		}
	} else if f.Kind == Changed {
		f.Note = distance(f.Before, f.After)
	}
	d.out = append(d.out, f)
}

// Mask is what stands for a secret.
const Mask = "•••••"

func hidden(n *node) string {
	if n == nil || n.kind == null || n.kind == text && n.text == "" {
		return d0(n)
	}
	return Mask
}

// d0 is the text of nothing: "" when it is not there, "–" for null.
func d0(n *node) string {
	if n != nil && n.kind == null {
		return "–"
	}
	return ""
}

func isList(n *node) bool { return n != nil && n.kind == array }

func (d *differ) list(n *node) []string {
	if !isList(n) {
		return nil
	}
	var items []string
	for i := range n.kids {
		items = append(items, d.text(&n.kids[i]))
	}
	return items
}

// listDifference takes lists as bags: an item that stands twice and once has
// gone once.
func listDifference(a, b []string) (removed, added []string) {
	count := map[string]int{}
	for _, s := range b {
		count[s]++
	}
	for _, s := range a {
		if count[s] > 0 {
			count[s]--
		} else {
			removed = append(removed, s)
		}
	}
	for _, s := range slices.Backward(b) {
		if count[s] > 0 {
			count[s]--
			added = append(added, s)
		}
	}
	slices.Reverse(added)
	return removed, added
}
