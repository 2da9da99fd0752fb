package sample

import (
	"encoding/json"
	"strconv"
)

// object is something that administrators work on, with its record.
type object struct {
	id      int
	title   string
	company *company // nil for the platform's
	values  []json.RawMessage
}

// objects is everything that there is, by module, in a fixed order.
type objects struct {
	of   [][]*object
	next int
}

// furnish gives each module its first objects: those that are always there,
// and one more.
func furnish(w *world) *objects {
	o := &objects{of: make([][]*object, len(modules)), next: 11}
	for i := range modules {
		for _, title := range modules[i].titles {
			o.of[i] = append(o.of[i], w.invent(o, i, title))
		}
		o.of[i] = append(o.of[i], w.invent(o, i, w.newTitle(i)))
	}
	return o
}

func (w *world) newTitle(m int) string { return string(w.say(modules[m].fresh, nil)) }

func (w *world) invent(o *objects, m int, title string) *object {
	x := &object{id: o.next, title: title}
	o.next++
	if o.next == 318 { // the incident's campaign has it
		o.next++
	}
	if modules[m].tenant {
		x.company = &companies[w.rng.IntN(len(companies))]
	}
	for _, f := range modules[m].fields {
		x.values = append(x.values, w.value(f))
	}
	return x
}

func (w *world) value(f column) json.RawMessage {
	return json.RawMessage(f.value.append(nil, w.rng, nil))
}

// document is the whole record as JSON, in the order of the module's fields.
func (x *object) document(m *module) json.RawMessage {
	b := []byte(`{"name":` + strconv.Quote(x.title))
	for i, f := range m.fields {
		b = append(append(append(b, ",\""...), f.name...), "\":"...)
		b = append(b, x.values[i]...)
	}
	return append(b, '}')
}
