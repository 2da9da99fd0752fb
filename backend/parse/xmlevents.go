package parse

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"

	"cordwood/backend/event"
)

// xmlEvents reads one XML element an entry: log4j's XML layout, the XMLFormatter
// of java.util.logging, and Windows events as they are exported.
type xmlEvents struct{}

// maxXMLFields bounds the fields of one element; more than that is a document.
const maxXMLFields = 256

var xmlHeads = [][]byte{[]byte("<log4j:event"), []byte("<record>"), []byte("<Event "), []byte("<Event>")}

func (xmlEvents) fits(line []byte, _ *clock) bool {
	line = line[blanks(line, 0):]
	for _, head := range xmlHeads {
		if bytes.HasPrefix(line, head) {
			return true
		}
	}
	return false
}

func (r xmlEvents) head(line []byte, c *clock) bool { return r.fits(line, c) }

func (r xmlEvents) event(entry []byte, c *clock) event.Event {
	if !r.fits(entry, c) {
		return event.Event{Body: string(entry)}
	}
	rec := record{jsonScanner: jsonScanner{s: string(entry), i: len(entry)}, clock: c}
	trace := rec.element(entry)
	e := rec.event()
	if trace != "" {
		e.Body += "\n" + trace
	}
	if n, err := strconv.Atoi(rec.value("System.Level")); err == nil && n >= 0 && n < len(windowsSeverities) {
		e.Severity, e.LevelText = windowsSeverities[n], rec.value("System.Level")
	}
	return e
}

// windowsSeverities are the levels of Windows events, 0 (always) to 5 (verbose).
var windowsSeverities = [...]event.Severity{event.Info, event.Fatal, event.Error, event.Warn, event.Info, event.Debug}

// element gathers attributes and texts as fields, named by their path below the
// element, and returns log4j's throwable. Damaged XML gives what stood before.
func (r *record) element(entry []byte) (trace string) {
	d := xml.NewDecoder(bytes.NewReader(entry))
	d.Strict = false
	var path []string
	var text strings.Builder
	named := ""
	for len(r.fields) < maxXMLFields {
		token, err := d.RawToken()
		if err != nil {
			return trace
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(path) > maxFlatDepth {
				return trace
			}
			path = append(path, t.Name.Local)
			text.Reset()
			named = r.attributes(t.Attr, path)
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			if len(path) == 0 {
				return trace
			}
			value, name := strings.TrimSpace(text.String()), strings.Join(path[1:], ".")
			if named != "" {
				name, named = named, ""
			}
			switch {
			case value == "" || name == "":
			case name == "throwable":
				trace = value
			case len(name) < maxFlatName:
				r.add(name, value, kindOf(value))
			}
			text.Reset()
			if path = path[:len(path)-1]; len(path) == 0 {
				return trace
			}
		}
	}
	return trace
}

// attributes adds the attributes of one element. A pair of name and value is one
// field; a name alone names the text that follows.
func (r *record) attributes(attributes []xml.Attr, path []string) (named string) {
	prefix := strings.Join(path[1:], ".")
	name, value, paired := "", "", false
	for _, a := range attributes {
		switch {
		case strings.EqualFold(a.Name.Local, "name") && len(path) > 1:
			name = a.Value
		case a.Name.Local == "value":
			value, paired = a.Value, true
		case a.Name.Space == "xmlns" || a.Name.Local == "xmlns":
		case prefix == "":
			r.add(a.Name.Local, a.Value, kindOf(a.Value))
		case len(prefix)+len(a.Name.Local) < maxFlatName:
			r.add(prefix+"."+a.Name.Local, a.Value, kindOf(a.Value))
		}
	}
	if paired && name != "" {
		r.add(name, value, kindOf(value))
		return ""
	}
	return name
}
