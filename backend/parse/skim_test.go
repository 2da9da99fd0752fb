package parse

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

// checkSkim holds a sequence of lines to the law of Skim.
func checkSkim(t testing.TB, p *Parser, lines [][]byte, behind func() []byte) {
	skim := p.Skim()
	if skim == nil {
		return
	}
	for _, line := range lines {
		head, nanos, sev, sure := skim(line)
		if head != p.Head(line) {
			t.Fatalf("%s: head is %v of %q", p.Format(), head, line)
		}
		if !sure {
			continue
		}
		if !head {
			t.Fatalf("%s: sure of %q, which is no head", p.Format(), line)
		}
		entry := bytes.Clone(line)
		for range 3 {
			e := p.Event(entry)
			if at := momentOf(e.Time, e.Zone).nanos; nanos != at || sev != e.Severity {
				t.Fatalf("%s in %s: %d (%s), %d of %q, want %d (%s), %d of %q", p.Format(), p.clock.zone, nanos, time.Unix(0, nanos).UTC(), sev, line, at, e.Time, e.Severity, entry)
			}
			if at, level := p.Peek(entry); !at.Equal(e.Time) || level != e.Severity {
				t.Fatalf("%s: peeked %s, %d of %q, want %s, %d", p.Format(), at, level, entry, e.Time, e.Severity)
			}
			if next := behind(); !p.Head(next) {
				entry = append(append(entry, '\n'), next...)
			}
		}
	}
}

// TestSkim: a look at lines in any order says what Head, Event and Peek say.
func TestSkim(t *testing.T) {
	all := []string{}
	formats := skimFormats()
	for _, f := range catalogue().formats {
		all = append(all, formats[f.name]...)
	}
	rounds := 3
	if testing.Short() {
		rounds = 1
	}
	for _, f := range catalogue().formats {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			own := formats[f.name]
			for i, p := range skimParsers(f.name, own) {
				r := rand.New(rand.NewPCG(7, uint64(i)))
				for range rounds {
					lines := make([][]byte, 0, 2*len(own))
					for range 2 * len(own) {
						line := mutate(r, own[r.IntN(len(own))], all)
						for range 1 + r.IntN(2) {
							lines = append(lines, bytes.ReplaceAll(line, []byte("\n"), nil))
							line = mutate(r, string(line), all)
						}
					}
					checkSkim(t, p, lines, func() []byte { return []byte(all[r.IntN(len(all))]) })
				}
			}
		})
	}
}

// TestSkimStamps: the memory of the last stamp, over days, transitions of the
// zone, and the turn of the year.
func TestSkimStamps(t *testing.T) {
	layouts := []string{
		"2006-01-02 15:04:05 INFO x", "2006-01-02 15:04:05,000 [a] INFO b.C - x", "2006-01-02T15:04:05.000000Z07:00 INFO x", "2006/01/02 15:04:05 INFO x",
		"2006-01-02 15:04:05.000 -0700 INFO x", "2006-01-02 15:04:05Z INFO x", "2006-01-02 15:04:05 MST INFO x", "Jan _2 15:04:05 host app[1]: x", "Mon Jan _2 15:04:05 2006 INFO x", "Mon Jan 02 15:04:05.000000 2006 [a] INFO b.C - x", "Mon Jan _2 15:04:05 MST 2006 INFO x",
		`1.2.3.4 - - [02/Jan/2006:15:04:05 -0700] "GET / HTTP/1.1" 200 1`, `{"time":"2006-01-02T15:04:05.000Z07:00","level":"info"}`, "[2006-01-02 15:04:05] INFO x",
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, format := range []string{"timed_level", "logback", "syslog", "access", "json", "plain", "cri"} {
		for _, p := range skimParsers(format, layouts) {
			at := time.Date(2026, 3, 28, 0, 0, 0, 0, time.UTC)
			var lines [][]byte
			for range 1000 {
				steps := []time.Duration{0, time.Millisecond, time.Second, time.Minute, time.Hour, 24 * time.Hour, 300 * 24 * time.Hour}
				at = at.Add(time.Duration(r.Int64N(3)-1) * steps[r.IntN(len(steps))])
				if at.Year() < 2010 || at.Year() > 2060 {
					at = time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC)
				}
				shown := at
				if r.IntN(3) == 0 {
					shown = at.In(p.clock.zone)
				}
				lines = append(lines, []byte(shown.Format(layouts[r.IntN(len(layouts))])))
			}
			checkSkim(t, p, lines, func() []byte { return []byte("\tat x") })
		}
	}
}

// FuzzSkim: the law of Skim for the lines of the input, as every format.
func FuzzSkim(f *testing.F) {
	for _, samples := range samples() {
		for _, s := range samples {
			f.Add([]byte(strings.Join(s.Entry, "\n")))
		}
	}
	for i := 0; i+3 < len(skimLines); i += 3 {
		f.Add([]byte(strings.Join(skimLines[i:i+4], "\n")))
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		berlin = time.UTC
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := bytes.Split(data, []byte("\n"))
		o := Options{Zone: berlin, Modified: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
		for _, o.Format = range Formats() {
			k := 0
			checkSkim(t, Detect(data, o), lines, func() []byte { k++; return lines[k%len(lines)] })
		}
	})
}

// TestSkimNil: the formats whose first lines do not tell.
func TestSkimNil(t *testing.T) {
	for _, name := range Formats() {
		p, err := Named(name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := p.Skim() == nil, name == "jul" || name == "xml"; got != want {
			t.Errorf("%s: nil is %v, want %v", name, got, want)
		}
	}
}

// TestSkimMostly: a look that is seldom sure is of no use. Only Asterisk's security
// records have their time in a field.
func TestSkimMostly(t *testing.T) {
	for _, f := range catalogue().formats {
		heads, unsure := 0, ""
		for _, s := range samples()[f.name] {
			p := Detect([]byte(strings.Join(s.Entry, "\n")), Options{Format: f.name})
			if skim := p.Skim(); skim != nil {
				if head, _, _, sure := skim([]byte(s.Entry[0])); head && !sure && !strings.Contains(s.Entry[0], "SECURITY[") {
					unsure += fmt.Sprintf("\n%s", s.Entry[0])
				}
				heads++
			}
		}
		if unsure != "" {
			t.Errorf("%s: not sure of%s", f.name, unsure)
		}
	}
}

// TestPeekTogether: many goroutines may ask one parser.
func TestPeekTogether(t *testing.T) {
	for _, format := range []string{"json", "logback", "syslog", "w3c", "docker"} {
		p := Detect([]byte(strings.Join(skimLines, "\n")), Options{Format: format})
		var asking sync.WaitGroup
		for range 4 {
			asking.Go(func() {
				for _, line := range skimLines {
					e := p.Event([]byte(line))
					if at, level := p.Peek([]byte(line)); !at.Equal(e.Time) || level != e.Severity {
						t.Errorf("%s: peeked %s, %d of %q, want %s, %d", format, at, level, line, e.Time, e.Severity)
					}
				}
			})
		}
		asking.Wait()
	}
}
