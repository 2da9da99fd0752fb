package parse

import (
	"testing"
	"time"
)

// A clock that was ahead is corrected in every format and by every way to a time.
func TestAhead(t *testing.T) {
	const ahead = 3*time.Minute + 12*time.Second
	lines := skimFormats()
	for _, name := range Formats() {
		plain, err := Named(name, Options{Year: 2026})
		if err != nil {
			t.Fatal(err)
		}
		right, err := Named(name, Options{Year: 2026, Ahead: ahead})
		if err != nil {
			t.Fatal(err)
		}
		var all [][]byte
		for _, text := range lines[name] {
			line := []byte(text)
			all = append(all, line)
			was, is := plain.Event(line), right.Event(line)
			if !was.Time.IsZero() {
				was.Time = was.Time.Add(-ahead)
			}
			if !is.Time.Equal(was.Time) || is.TimeText != was.TimeText || is.Zone != was.Zone {
				t.Errorf("%s: %q is of %s, %s, want %s, %s", name, text, is.Time, is.TimeText, was.Time, was.TimeText)
			}
		}
		checkSkim(t, right, all, func() []byte { return []byte("\tat x") })
		if plain.Key() == right.Key() {
			t.Errorf("%s: what is kept of the one would be believed for the other", name)
		}
	}
}
