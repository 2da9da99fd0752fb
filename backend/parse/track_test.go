package parse

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTrack: what may change from one line to the next. Each list is read as the
// format it belongs to; every line is held to the law of Skim behind every other.
func TestTrack(t *testing.T) {
	lists := []struct {
		formats string
		lines   []string
	}{
		{"logback spring timed_level python plain", []string{
			"2026-11-22 10:11:12.345 INFO  [main] a.B - long enough",
			"2026-11-22 10:11:12.346 DEBUG [main] a.B - another level, another width",
			"2026-11-22 10:11:12.346 WARNING [main] a.B - wider than the column",
			"2026-11-22 10:11:12.346 WARNINGS [main] a.B - no level",
			"2026-11-22 10:11:12.346  WARNING [main] a.B - a blank before",
			"2026-11-22 10:11:12.346 INFO      [main] a.B - a wide column",
			"2026-11-22 10:11:12.346     INFO  [main] a.B - on its other side",
			"2026-11-22 10:11:12.346 INFORM [main] a.B - no level",
			"2026-11-22 10:11:12.346 INFOé [main] a.B - no level either",
			"2026-11-22 10:11:59.999 INFO  [main] a.B - the minute turns",
			"2026-11-22 10:12:00.000 INFO  [main] a.B - here",
			"2026-11-30 23:59:59.999 INFO  [main] a.B - the month turns",
			"2026-12-01 00:00:00.000 INFO  [main] a.B - here",
			"2024-02-29 00:00:00.000 INFO  [main] a.B - a leap day",
			"2026-02-29 00:00:00.000 INFO  [main] a.B - and none",
			"2026-03-29 02:30:00.000 INFO  [main] a.B - in no hour of Berlin",
			"2026-10-25 02:30:00.000 INFO  [main] a.B - in two of them",
			"2026-11-22 10:11:1x.345 INFO  [main] a.B - no digit",
			"2026-11-22 10:11:60.345 INFO  [main] a.B - a leap second",
			"2026-11-22 10:11:61.345 INFO  [main] a.B - and none",
			"2026-11-22 10:61:12.345 INFO  [main] a.B - no minute",
			"2026-11-22 10.11:12.345 INFO  [main] a.B - another separator",
			"2026-11-22T10:11:12.345 INFO  [main] a.B - another one",
			"2026/11/22 10:11:12,345 INFO  [main] a.B - and more",
			"2026-11-22 10:11:12.345678 INFO  [main] a.B - a longer fraction",
			"2026-11-22 10:11:12. INFO  [main] a.B - a point, no fraction",
			"2026-11-22 10:11:12 INFO  [main] a.B - none",
			"2026-11-22 10:11:12.345Z INFO  [main] a.B - a zone",
			"2026-11-22 10:11:12.345+01:00 INFO  [main] a.B - a zone",
			"2026-11-22 10:11:12.345 +0100 INFO  [main] a.B - a zone",
			"2026-11-22 10:11:12.345 CET INFO  [main] a.B - a zone",
			"2026-11-22 10:11:12.345 PM INFO  [main] a.B - half a day",
			"2026-11-22 10:11:12.345 PMX  [main] a.B - none",
			"2026-11-22 10:11:12.345 INFO\t[main]\ta.B - tabs",
			"2026-11-22 10:11:12.345  INFO [main] a.B - blanks before",
			"2026-11-22 10:11:12.345 INFO  [main]  a.B  -  blanks between",
			"2026-11-22 10:11:12.345 INFO  [ma in] a.B - a blank in the thread",
			"2026-11-22 10:11:12.345 INFO  [ma\rin] a.B - a control character in it",
			"2026-11-22 10:11:12.345 INFO  [\x1b[31mmain\x1b[0m] a.B - a colour in it",
			"2026-11-22 10:11:12.345 INFO  [t]\x1b[0m x] a.B - a colour that hides where it ends",
			"2026-11-22 10:11:12.345 \x1b[32mINFO\x1b[0m  [main] a.B - a colour around the level",
			"2026-11-22 10:11:12.345 INFO  [main] a.B - \x1b[1ma colour in the text\x1b[0m",
			"2026-11-22 10:11:12.345 INFO  [main] a.B \x1b[1m-\x1b[0m a colour before it",
			"2026-11-22 10:11:12.345 INFO  [main] a.B -\r",
			"2026-11-22 10:11:12.345 INFO  [main] a.B - \r\r",
			"2026-11-22 10:11:12.345 INFO  [main] a.B\r",
			"2026-11-22 10:11:12.345 INFO  [main] a.B",
			"2026-11-22 10:11:12.345 INFO  [main] - no logger",
			"2026-11-22 10:11:12.345 INFO  [] a.B - no thread",
			"2026-11-22 10:11:12.345 INFO  main a.B - no brackets",
			"2026-11-22 10:11:12.345 [main] INFO  a.B - the thread first",
			"2026-11-22 10:11:12.345 INFO  a.B - no thread at all",
			"2026-11-22 10:11:12.345 4711 INFO  a.B: a process",
			"[2026-11-22 10:11:12.345] INFO a.B - in brackets",
			"\x1b[33m2026-11-22 10:11:12.345 INFO  [main] a.B - colour first",
			"2026-11-22 10:11:12.345 INFO  [main] a.B - x", "2026-11-22 10:11:12.345 INFO  [main] a.B -", "2026-11-22 10:11:12.345 INFO", "2026-11-22 10:11:12.345", "2026-11-22 10:11",
			"\tat a.B.c(B.java:1)", "java.lang.IllegalStateException: gone", "Caused by: java.io.IOException", "", " ", strings.Repeat("\x00", 40),
		}},
		{"timed_level timed_word python plain", []string{
			"2026-11-22 10:11:12 a long text",
			"2026-11-22 10:11:12 x", "2026-11-22 10:11:12 INFO x", "2026-11-22 10:11:12 INFO: x", "2026-11-22 10:11:12 \x1b[31mPM x is long enough", "2026-11-22 10:11:12 P\x1b[31mM is long enough",
			"2026-11-22 10:11:12 PM is long enough", "2026-11-22 10:11:12     PM is long enough", "2026-11-22 10:11:12     \x1b[31mPM is long enough", "2026-11-22 10:11:12 C\x1b[31mET is long enough",
			"2026-11-22 10:11:12+0\x1b[31m1:00 INFO is long enough", "2026-11-22 10:11:12 | INFO | a:b:12 - is long enough",
		}},
		{"json logfmt docker", []string{
			`{"level":"info","time":"2026-11-22T10:11:12Z","message":"x"}`, `{"level":"warn","time":"2026-11-22T10:11:13Z","message":"x"}`, `{"Level":"warn","time":"2026-11-22T10:11:13Z"}`, `{"level" :"warn","time": "2026-11-22T10:11:14Z"}`,
			`{"levels":"warn","times":"2026-11-22T10:11:12Z"}`, `{"leve":"warn","tim":"2026-11-22T10:11:12Z"}`, `{"leve\u006c":"warn","time":"2026-11-22T10:11:12Z"}`, `{"level":{"level":"warn","time":"2026-11-22T10:11:15Z"},"time":"2026-11-22T10:11:12Z"}`,
			`{"log":{"level":"error","time":"2026-11-22T10:11:12Z"},"level":"warn"}`, `{"time":"2026-11-22T10:11:12Z","level":"warn"}`, `{"time":"2026-11-22T10:11:12Z","":"warn"}`, `{"":"a","":"b"}`, `{"level"`, `{"level":`, `{"level":"info"`, `{"level":"info",`,
			`{"log":{"time":"2026-11-22T10:11:12Z","level":"error"},"time":"2026-11-22T10:11:16Z"}`, `{"log" :{"level":"error","time":"2026-11-22T10:11:12Z"}}`, `{"log":"x","level":"debug","a":{"level":"error"},"level":"info"}`,
		}},
	}
	for _, list := range lists {
		for format := range strings.FieldsSeq(list.formats) {
			t.Run(format, func(t *testing.T) {
				for _, p := range skimParsers(format, list.lines) {
					var lines [][]byte
					for _, a := range list.lines {
						for _, b := range list.lines {
							lines = append(lines, []byte(a), []byte(b))
						}
					}
					checkSkim(t, p, lines, func() []byte { return []byte("\tat a.B.c(B.java:1)") })
				}
			})
		}
	}
}

// TestTrackMade: layouts that are easier to mistake than those of the catalogue.
func TestTrackMade(t *testing.T) {
	layouts := []struct {
		patterns []string
		lines    []string
	}{
		{
			// What a stamp says may depend on a little of the text behind it.
			[]string{"{time} {body}"},
			[]string{
				"2026-11-22 10:11:12 it is long enough",
				"2026-11-22 10:11:12 PM is long enough", "2026-11-22 10:11:12 \x1b[31mPM is long enough", "2026-11-22 10:11:12 P\x1b[31mM is long enough", "2026-11-22 10:11:12    \x1b[31mPM is long enough",
				"2026-11-22 10:11:12 CET is long enough", "2026-11-22 10:11:12 CE\x1b[31mT is long enough", "2026-11-22 10:11:12 AWS\x1b[31mT is long enough", "2026-11-22 10:11:12 AWST", "2026-11-22 10:11:12 AWST\r",
			},
		},
		{
			// The same text is a level in one place and none in the other.
			[]string{"{time} {level} {body}", "[{time} {LEVEL}] {body}"},
			[]string{
				"2026-11-22 10:11:12 info it is long enough", "2026-11-22 10:11:12 info] it is long enough", "[2026-11-22 10:11:12 INFO] it is long enough", "[2026-11-22 10:11:12 info] it is long enough",
			},
		},
		{
			// Blanks or none, two texts in a row, a text that ends in what it may hold.
			[]string{"<{time}>~|~{level}~| {a+} :: {b} - {body}", "<{time}> {level=END}{body}"},
			[]string{
				"<2026-11-22 10:11:12>|INFO| a: b :: c - it is long enough", "<2026-11-22 10:11:12> | INFO |  a  ::  c  -  it is long enough", "<2026-11-22 10:11:12>|INFO| :: c - it is long enough",
				"<2026-11-22 10:11:12>|INFO| a :: - it is long enough", "<2026-11-22 10:11:12>|INFO|a :: c - it is long enough", "<2026-11-22 10:11:12> END it is long enough", "<2026-11-22 10:11:12> ENDs it is long enough",
				"<2026-11-22 10:11:12>|INFO| a :: c\t-\tit is long enough", "<2026-11-22 10:11:12>\t|INFO| a\t:: c - it is long enough", "<2026-11-22 10:11:12>|INFO| a  :: c -it is long enough",
				"<2026-11-22 10:11:12>|INFO| \x1b[0m :: c - a column that is a colour", "<2026-11-22 10:11:12>|INFO| a\x1b[0m :: c - a colour in it",
			},
		},
		{
			// What an older pattern takes for something else.
			[]string{"{time} {a} - {level} {body}", "{time} {level}: {body}"},
			[]string{"2026-11-22 10:11:12 INFO: it is long enough", "2026-11-22 10:11:12 INFO: - WARN it is long enough", "2026-11-22 10:11:12 a - WARN it is long enough"},
		},
		{
			[]string{"{time} {LEVEL} - {level} {body}", "{time} {level} {body}"},
			[]string{"2026-11-22 10:11:12 INFO it is long enough", "2026-11-22 10:11:12 INFO - warn it is long enough", "2026-11-22 10:11:12 INFO - it is long enough"},
		},
		{
			// A word that means something else.
			[]string{"{time} {level=SECURITY} - {level} {body}", "{time} {level=NOTICE} {level} {body}", "{time} {level} {body}"},
			[]string{
				"2026-11-22 10:11:12 INFO it is long enough", "2026-11-22 10:11:12 SECURITY - warn it is long enough", "2026-11-22 10:11:12 SECURITY - it is long enough",
				"2026-11-22 10:11:12 NOTICE warn it is long enough", "2026-11-22 10:11:12 NOTICE it is long enough", "2026-11-22 10:11:12 INFO warn it is long enough",
			},
		},
		{
			// An end of more than one byte.
			[]string{"{time} {level} <<{a+}>> {b} - {body}"},
			[]string{
				"2026-11-22 10:11:12 INFO <<a b>> c - it is long enough", "2026-11-22 10:11:12 INFO <<a=> b>> c - it is long enough", "2026-11-22 10:11:12 INFO <<a=> b - it is long enough", "2026-11-22 10:11:12 INFO <<a>= b - it is long enough",
				"2026-11-22 10:11:12 INFO <<>> b - it is long enough", "2026-11-22 10:11:12 INFO << >> b - it is long enough", "2026-11-22 10:11:12 INFO <<a>>\tb>>  c - it is long enough",
			},
		},
		{
			// Before the first stamp of ISO's layout there is none that could be repeated.
			[]string{"{time} {level} {body}"},
			[]string{"Sun Nov 22 10:11:12 2026 INFO it is long enough", strings.Repeat("\x00", 19) + " INFO it is long enough"},
		},
	}
	for _, made := range layouts {
		d := definition{Patterns: made.patterns}
		r, err := d.compile()
		if err != nil {
			t.Fatal(err)
		}
		var lines [][]byte
		for _, a := range made.lines {
			for _, b := range made.lines {
				for _, c := range made.lines {
					lines = append(lines, []byte(a), []byte(b), []byte(c))
				}
			}
		}
		for _, zone := range []*time.Location{time.UTC, time.FixedZone("", 3600)} {
			checkSkim(t, &Parser{name: made.patterns[0], read: r, clock: newClock(Options{Zone: zone})}, lines, func() []byte { return []byte("\tat x") })
		}
	}
}

// TestTrackAnyByte: a line that differs from the one before in any one or two
// bytes of its columns.
func TestTrackAnyByte(t *testing.T) {
	signs := []byte("\x00\t\x0c\r\x1b !\"'()*+,-./0159:;<>@AINMPTZ[\\]_aimpz{|}\x7f\x80\xe4\xff")
	for _, f := range skimBenches {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(3, 5))
			at := time.Date(2026, 11, 22, 10, 11, 12, 345e6, time.FixedZone("", 8*3600))
			for _, p := range skimParsers(f.format, []string{f.entry(1, at)}) {
				var lines [][]byte
				for i := range 6 {
					line := []byte(f.entry(i, at))
					for k := range min(len(line), 110) {
						for range 4 {
							other := bytes.Clone(line)
							other[k] = signs[r.IntN(len(signs))]
							if r.IntN(3) == 0 {
								other[min(k+1+r.IntN(3), len(other)-1)] = signs[r.IntN(len(signs))]
							}
							if r.IntN(4) == 0 {
								other = other[:min(k+r.IntN(12), len(other))]
							}
							lines = append(lines, line, bytes.ReplaceAll(other, []byte("\n"), nil))
						}
					}
				}
				checkSkim(t, p, lines, func() []byte { return []byte("\tat a.B.c(B.java:1)") })
			}
		})
	}
}

// TestTrackTaken: lines of one layout go by its track, all but the first.
func TestTrackTaken(t *testing.T) {
	layouts := slices.DeleteFunc(slices.Clone(skimBenches), func(f skimBench) bool { return f.name != "logback" && f.name != "spring" })
	layouts = append(layouts, skimBench{"microseconds", "timed_level", func(i int, at time.Time) string {
		return at.Format("2006-01-02T15:04:05.000000") + " " + levelFor(i) + " Message delivered"
	}})
	for _, f := range layouts {
		p, err := Named(f.format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		m := newMemory(&p.clock)
		at := time.Date(2026, 11, 22, 23, 59, 59, 0, time.UTC)
		for i := range 50 {
			line := []byte(f.entry(i, at.Add(time.Duration(i)*77*time.Millisecond)))
			if m.track != nil {
				if _, _, ok := m.track.follow(line, m); !ok {
					t.Errorf("%s: not by the track: %s", f.name, line)
				}
			} else if i > 0 {
				t.Fatalf("%s: no track", f.name)
			}
			p.read.(skimmer).skim(line, m)
		}
	}
}

// TestLowByte against a loop.
func TestLowByte(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 20000 {
		b := make([]byte, r.IntN(80))
		low := byte(1 + r.IntN(128))
		if r.IntN(2) == 0 {
			low = ' ' + 1
		}
		for i := range b {
			b[i] = byte(r.IntN(256))
			if r.IntN(4) > 0 {
				b[i] = low + byte(r.IntN(3)) - 1
			}
			if r.IntN(3) > 0 {
				b[i] |= 0x80
			}
		}
		want := 0
		for want < len(b) && b[want] >= low {
			want++
		}
		if got := lowByte(b, low); got != want {
			t.Fatal(fmt.Sprintf("% x", b), low, got, want)
		}
		if got := wordEnd(b); low == ' '+1 && got != want {
			t.Fatal(fmt.Sprintf("% x", b), got, want)
		}
	}
}
