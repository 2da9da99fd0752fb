package parse

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
)

// TestConformance holds the parsers to logs of others, whose expected events are
// known from elsewhere. It prints, per set, how many events agree, and fails when
// a share falls under its floor. Run it with -v to see every disagreement.
func TestConformance(t *testing.T) {
	root := sharedData(t)
	for _, set := range []struct {
		name  string
		floor tally // in percent; see agreement
		run   func(*agreement, string)
	}{
		{"ops-agent", tally{96, 97, 99.9}, opsAgent},
		{"humanlog", tally{100, 100, 100}, humanlog},
		{"dozzle", tally{level: 97}, dozzle},
		{"datadog", tally{100, 83, 90}, datadog},
		{"lnav", tally{level: 81, time: 85}, lnavSamples},
		{"pbx", tally{100, 100, 100}, pbx},
		{"multiline", tally{group: 100}, multiline},
	} {
		t.Run(set.name, func(t *testing.T) {
			a := &agreement{t: t}
			set.run(a, root)
			a.check("grouping", a.grouping, set.floor.group)
			a.check("levels", a.levels, set.floor.level)
			a.check("times", a.times, set.floor.time)
		})
	}
}

// tally is a floor a kind, in percent.
type tally struct{ group, level, time float64 }

type share struct{ hits, all int }

func (s *share) add(hit bool) {
	s.all++
	if hit {
		s.hits++
	}
}

type agreement struct {
	t                       *testing.T
	grouping, levels, times share
}

func (a *agreement) check(what string, s share, floor float64) {
	a.t.Helper()
	if s.all == 0 {
		return
	}
	percent := 100 * float64(s.hits) / float64(s.all)
	a.t.Logf("%-8s %6d of %6d = %.1f %%", what, s.hits, s.all, percent)
	if percent < floor {
		a.t.Errorf("%s: %.1f %% agree, the floor is %.1f %%", what, percent, floor)
	}
}

// count compares a number of events with the expected one.
func (a *agreement) count(what string, got, want int) {
	a.grouping.all += max(got, want)
	a.grouping.hits += min(got, want)
	if got != want {
		a.t.Logf("%s: %d events, want %d", what, got, want)
	}
}

func (a *agreement) level(what string, got event.Severity, want string) {
	s, _ := event.ParseLevel(want)
	hit := got.Band() == s.Band()
	a.levels.add(hit)
	if !hit {
		a.t.Logf("%s: level %q, want %q", what, got, want)
	}
}

func (a *agreement) time(what string, got, want time.Time) {
	hit := got.Equal(want)
	a.times.add(hit)
	if !hit {
		a.t.Logf("%s: time %s, want %s", what, timeText(got), timeText(want))
	}
}

// sharedData is the folder of logs beside the repository.
func sharedData(t testing.TB) string {
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(dir, "..", "shared", "data")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the shared log data is not here:", dir)
	}
	return dir
}

func readFile(t testing.TB, elements ...string) []byte {
	t.Helper()
	name := filepath.Join(elements...)
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return data
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if data, err = io.ReadAll(z); err != nil {
		t.Fatal(err)
	}
	return data
}

// eventsOf detects the format of a file and parses all its entries.
func eventsOf(data []byte, o Options) (*Parser, []event.Event) {
	p := Detect(data[:min(len(data), sampleBytes)], o)
	var events []event.Event
	from := 0
	for i := 0; i < len(data); {
		end := bytes.IndexByte(data[i:], '\n')
		if end < 0 {
			end = len(data)
		} else {
			end += i
		}
		if i > from && p.Head(data[i:end]) {
			events = append(events, p.Event(bytes.TrimSuffix(data[from:i], []byte("\n"))))
			from = i
		}
		i = end + 1
	}
	if len(data) > from {
		events = append(events, p.Event(bytes.TrimSuffix(data[from:], []byte("\n"))))
	}
	return p, events
}

// opsAgent: severity and time of every entry, as Google's agent found them in
// the zone of Los Angeles. "now" is the agent's word for "no time found".
func opsAgent(a *agreement, root string) {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		a.t.Skip(err)
	}
	dirs, _ := filepath.Glob(filepath.Join(root, "02-applog/ops-agent/*"))
	for _, dir := range dirs {
		what := strings.TrimPrefix(filepath.Base(dir), "logging_processor-")
		want := agentEntries(readFile(a.t, dir, "output_otel.yaml"))
		p, events := eventsOf(readFile(a.t, dir, "input.log"), Options{Zone: zone, Modified: time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)})
		what += " (" + p.Format() + ")"
		if len(want) == 0 {
			continue
		}
		a.count(what, len(events), len(want))
		if len(events) != len(want) {
			continue
		}
		for i, e := range events {
			if want[i].level != "" {
				a.level(what, e.Severity, want[i].level)
			}
			if at, err := time.Parse(time.RFC3339Nano, want[i].time); err == nil {
				a.time(what, e.Time, at)
			}
		}
	}
}

type agentEntry struct{ level, time string }

// agentEntries reads the two keys it needs from the agent's YAML, by indentation.
func agentEntries(yaml []byte) []agentEntry {
	var all []agentEntry
	scanner := bufio.NewScanner(bytes.NewReader(yaml))
	scanner.Buffer(nil, 1<<20)
	inside := false
	for scanner.Scan() {
		line := scanner.Text()
		if strings.HasPrefix(line, "- ") {
			inside = line == "- entries:"
		}
		if inside && strings.HasPrefix(line, "  - ") {
			all = append(all, agentEntry{})
			line = "    " + line[4:]
		}
		if len(all) == 0 {
			continue
		}
		if value, ok := strings.CutPrefix(line, "    severity: "); ok {
			all[len(all)-1].level = value
		}
		if value, ok := strings.CutPrefix(line, "    timestamp: "); ok {
			all[len(all)-1].time = value
		}
	}
	return all
}

// humanlog: events a file; and, since these frameworks always write both, a level
// on every event and a time on those whose stamps have a date.
func humanlog(a *agreement, root string) {
	dir := filepath.Join(root, "02-applog/humanlog-frameworks")
	for _, row := range table(readFile(a.t, dir, "EVENT_COUNTS.tsv")) {
		want, _ := strconv.Atoi(row["events"])
		data := readFile(a.t, dir, row["file"])
		if len(data) > 8<<20 { // the beginning of the big one says it all
			data = data[:bytes.LastIndexByte(data[:8<<20], '\n')+1]
			want = bytes.Count(data, []byte("\n"))
		}
		p, events := eventsOf(data, Options{})
		what := row["file"] + " (" + p.Format() + ")"
		a.count(what, len(events), want)
		levels, times, texts := 0, 0, 0
		for _, e := range events {
			if e.Severity != event.None {
				levels++
			}
			if !e.Time.IsZero() {
				times++
			}
			if e.TimeText != "" {
				texts++
			}
		}
		dated := !strings.Contains(what, "serilog") && !strings.Contains(what, "java-logback-text") &&
			!strings.Contains(what, "java-logback/") && !strings.Contains(what, "java-logback-mdc")
		if p.Format() != "gin" { // an access log
			a.levels.all += want
			a.levels.hits += min(levels, want)
		}
		a.times.all += want
		a.times.hits += min(texts, want)
		if dated && times < texts {
			a.t.Errorf("%s: %d of %d times have no instant", what, texts-times, texts)
		}
		if levels < want && p.Format() != "gin" || texts < want {
			a.t.Logf("%s: %d levels, %d times of %d", what, levels, texts, want)
		}
	}
}

// dozzle: a level a line; "unknown" must not be guessed.
func dozzle(a *agreement, root string) {
	for _, line := range bytes.Split(bytes.TrimSpace(readFile(a.t, root, "02-applog/dozzle-levels.jsonl")), []byte("\n")) {
		var row struct{ Line, Level string }
		if err := json.Unmarshal(line, &row); err != nil {
			a.t.Fatal(err)
		}
		p := Detect([]byte(row.Line), Options{})
		a.level(p.Format()+": "+row.Line, p.Event([]byte(row.Line)).Severity, row.Level)
	}
}

// datadog: status and milliseconds a sample; a time of 1 stands for none.
func datadog(a *agreement, root string) {
	for _, line := range bytes.Split(bytes.TrimSpace(readFile(a.t, root, "02-applog/datadog-log-tests.jsonl")), []byte("\n")) {
		var row struct {
			Source, Sample, Status string
			Time                   int64 `json:"timestamp_ms"`
		}
		if err := json.Unmarshal(line, &row); err != nil {
			a.t.Fatal(err)
		}
		p, events := eventsOf([]byte(row.Sample), Options{Modified: time.UnixMilli(row.Time)})
		what := p.Format() + ": " + row.Sample[:min(100, len(row.Sample))]
		a.count(what, len(events), 1)
		if row.Status != "" {
			a.level(what, events[0].Severity, row.Status)
		}
		if row.Time > 1 {
			a.time(what, events[0].Time.Truncate(time.Millisecond), time.UnixMilli(row.Time))
		}
	}
}

// lnavSamples: a level for some of the lines. Those of access logs are made from
// the status, which we leave to the desks.
func lnavSamples(a *agreement, root string) {
	for _, line := range bytes.Split(bytes.TrimSpace(readFile(a.t, root, "02-applog/lnav-format-samples.jsonl")), []byte("\n")) {
		var row struct{ Format, Line, Level string }
		if err := json.Unmarshal(line, &row); err != nil {
			a.t.Fatal(err)
		}
		if row.Format == "access_log" {
			continue
		}
		p, events := eventsOf([]byte(row.Line), Options{Modified: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)})
		what := row.Format + " (" + p.Format() + "): " + row.Line[:min(100, len(row.Line))]
		a.times.add(events[0].TimeText != "")
		if events[0].TimeText == "" {
			a.t.Logf("%s: no time", what)
		}
		if row.Level != "" {
			a.level(what, events[0].Severity, row.Level)
		}
	}
}

// pbx: events, levels and both ends of each file.
func pbx(a *agreement, root string) {
	dir := filepath.Join(root, "13-pbx")
	for _, row := range table(readFile(a.t, dir, "events.tsv")) {
		p, events := eventsOf(readFile(a.t, dir, row["file"]), Options{Modified: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)})
		what := row["file"] + " (" + p.Format() + ")"
		want, _ := strconv.Atoi(row["events"])
		without, _ := strconv.Atoi(row["heads_without_time"])
		if n := len(events); n > want && n <= want+without {
			want = n
		}
		a.count(what, len(events), want)
		var bands [7]int
		for _, e := range events {
			bands[e.Severity.Band()]++
		}
		for i, name := range []string{"none", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"} {
			n, _ := strconv.Atoi(row[name])
			a.levels.all += n
			a.levels.hits += min(n, bands[i])
			if n > bands[i] {
				a.t.Logf("%s: %d %s, want %d", what, bands[i], name, n)
			}
		}
		first, last := events[0].TimeText, events[len(events)-1].TimeText
		for _, end := range [][2]string{{first, row["first_ts"]}, {last, row["last_ts"]}} {
			if end[1] == "" || strings.HasPrefix(row["file"], "asterisk/security") {
				continue // security records have a better time than their head's
			}
			hit := end[0] == end[1]
			a.times.add(hit)
			if !hit {
				a.t.Logf("%s: time %q, want %q", what, end[0], end[1])
			}
		}
	}
}

// multiline: each file is the trace of one exception.
func multiline(a *agreement, root string) {
	files, _ := filepath.Glob(filepath.Join(root, "06-multiline/exceptions/*_EXC*.txt"))
	for _, file := range files {
		_, events := eventsOf(readFile(a.t, file), Options{})
		if strings.Contains(file, "PART2") {
			continue // half a trace, without its head
		}
		a.count(filepath.Base(file), len(events), 1)
	}
}

// table reads tab-separated rows under a head line.
func table(data []byte) []map[string]string {
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	names := strings.Split(strings.TrimRight(lines[0], "\r"), "\t")
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, value := range strings.Split(strings.TrimRight(line, "\r"), "\t") {
			if i < len(names) {
				row[names[i]] = value
			}
		}
		rows = append(rows, row)
	}
	return rows
}
