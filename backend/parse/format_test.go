package parse

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// TestSamples holds every format to its own samples: the first line of an entry
// is a head, detection finds the format, and the entry parses as written.
func TestSamples(t *testing.T) {
	for _, f := range catalogue().formats {
		for i, s := range samples()[f.name] {
			if len(s.Entry) == 0 {
				t.Errorf("%s: sample %d is empty", f.name, i)
				continue
			}
			checkSample(t, f.name, s)
		}
	}
}

func checkSample(t *testing.T, name string, s sample) {
	t.Helper()
	o := Options{Modified: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	entry := strings.Join(s.Entry, "\n")
	p, err := Named(name, o)
	if err != nil {
		t.Fatal(err)
	}
	if !p.Head([]byte(s.Entry[0])) {
		t.Errorf("%s: not a head: %q", name, s.Entry[0])
	}
	for _, line := range s.Entry[1:] {
		if p.Head([]byte(line)) {
			t.Errorf("%s: a head inside an entry: %q", name, line)
		}
	}
	if d := Detect([]byte(entry), o); d.Format() != name {
		t.Errorf("%s: detected as %s: %q", name, d.Format(), s.Entry[0])
	}
	e := p.Event([]byte(entry))
	if got := timeText(e.Time); got != s.Time {
		t.Errorf("%s: time %s, want %s: %q", name, got, s.Time, s.Entry[0])
	}
	if zone := zoneText(e.Zone); s.Zone != "" && zone != s.Zone {
		t.Errorf("%s: zone %s, want %s: %q", name, zone, s.Zone, s.Entry[0])
	}
	if e.Severity.String() != s.Level {
		t.Errorf("%s: level %s, want %s: %q", name, e.Severity, s.Level, s.Entry[0])
	}
	if e.Body != s.Body {
		t.Errorf("%s: body\n%q, want\n%q", name, e.Body, s.Body)
	}
	if e.Lines != len(s.Entry) {
		t.Errorf("%s: %d lines, want %d", name, e.Lines, len(s.Entry))
	}
	for field, want := range s.Fields {
		if got, ok := e.Field(field); got != want || !ok {
			t.Errorf("%s: field %s = %q, want %q: %q", name, field, got, want, s.Entry[0])
		}
	}
	if len(s.Fields) > 0 && len(e.Fields) != len(s.Fields) {
		t.Errorf("%s: fields %v, want %v", name, e.Fields, s.Fields)
	}
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func zoneText(z event.ZoneKind) string {
	return [...]string{"none", "assumed", "known"}[z]
}

// TestNamedUnknown: who errs in a format's name reads the names there are.
func TestNamedUnknown(t *testing.T) {
	_, err := Named("log4k", Options{})
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		t.Fatalf("%v is not fault.Invalid", err)
	}
	for _, name := range Formats() {
		if !strings.Contains(f.Hint.String(), name) {
			t.Errorf("the hint %q leaves out %s", f.Hint, name)
		}
	}
}
