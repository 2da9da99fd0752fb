package checklist

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"cordwood/app"
)

var logChecks = map[int]check{
	75: readAsOne, 76: viewFrom, 77: followed, 78: searchText, 79: caseTold, 80: expression, 81: levelAndTime, 82: booleans,
	83: wholeEntries, 84: linesOverTime, 85: logFacets, 86: entryWhole, 87: jumped, 88: queryErrors,
}

func readAsOne(w *world) error {
	for _, f := range w.marker.Manifest.Families {
		text, bad, code := w.runIn("", "show", w.sample, f.Name)
		if code != 0 {
			return fmt.Errorf("show %s: %d %s", f.Name, code, bad)
		}
		if want := strings.Join(w.lines(f.Name), ""); text != want {
			return fmt.Errorf("%s: %d bytes differ from the %d bytes of its files", f.Name, len(text), len(want))
		}
	}
	return nil
}

func viewFrom(w *world) error {
	lines := w.lines("schedule_jobs")
	want := lines[len(lines)/2]
	text, _ := w.run("show", w.sample, "schedule_jobs", "--from", want[:19], "-n", "1")
	return same("the entry at "+want[:19], text[:19], want[:19])
}

// followed writes to a live file and sees the entry come.
func followed(w *world) error {
	dir := w.copySample()
	s, err := w.serve(dir)
	if err != nil {
		return err
	}
	before, err := s.open(app.LogRequest{Families: []string{"application"}})
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, "application.log"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := fmt.Fprintln(f, time.Now().In(w.marker.End.Location()).Format("2006-01-02 15:04:05.000")+" [queue-1] ERROR suite.call.Bridge - a line that came later"); err != nil {
		return err
	}
	for range 200 {
		now, err := call[app.LogState](s, "ServerLogs.State", before.Handle)
		if err != nil || s.mute {
			return first(err, fmt.Errorf("no state"))
		}
		if now.Total > before.Total {
			page, err := get[app.LogPage](s, "/data/rows", "h", before.Handle, "from", fmt.Sprint(now.Start+now.Total-1), "n", "1")
			if err != nil {
				return err
			}
			return first(same("entries", now.Total, before.Total+1), same("text", strings.HasSuffix(page.Rows[0].Text, "a line that came later"), true), same("level", page.Rows[0].Level, 5))
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the line did not come in 10 s")
}

// lineCount is `search --lines --count`, which counts as grep does.
func (w *world) lineCount(args ...string) (int64, error) {
	text, bad, code := w.runIn("", append([]string{"search", w.sample, "--lines", "--count"}, args...)...)
	var n int64
	if _, err := fmt.Sscan(text, &n); err != nil {
		return 0, fmt.Errorf("exit code %d: %q %s", code, text, bad)
	}
	return n, nil
}

func searchText(w *world) error {
	for _, word := range []string{"refused", "Osprenne", "at java.base", "203.0.113.10:5060"} {
		want := w.grep(func(line string) bool { return strings.Contains(strings.ToLower(line), strings.ToLower(word)) })
		got, err := w.lineCount(`"` + word + `"`)
		if err := first(err, same(word, got, want), same("there are some", want > 0, true)); err != nil {
			return err
		}
	}
	none, code := w.run("search", w.sample, "--count", `"quagga no such word"`)
	return first(same("nothing", none, "0\n"), same("exit code for nothing", code, 1))
}

func caseTold(w *world) error {
	for _, word := range []string{"ERROR", "error"} {
		got, err := w.lineCount("--case", word)
		want := w.grep(func(line string) bool { return strings.Contains(line, word) })
		if err := first(err, same(word, got, want), same("there are some", want > 0, true)); err != nil {
			return err
		}
	}
	return nil
}

func expression(w *world) error {
	for _, text := range []string{`call [0-9a-f]{8} (answered|ended)`, `^2026\S+ 0\d:`, `\b5\d\d\b`} {
		re := regexp.MustCompile(text)
		got, err := w.lineCount("--case", `~"`+text+`"`)
		want := w.grep(re.MatchString)
		if text[0] == '^' {
			// The sample's year is that of its making.
			if strings.HasPrefix(w.marker.End.Format("2006"), "2026") {
				err = first(err, same("there are some", want > 0, true))
			}
		}
		if err := first(err, same(text, got, want)); err != nil {
			return err
		}
	}
	return nil
}

func levelAndTime(w *world) error {
	m := w.marker.Manifest.Family("crm_data")
	text, _ := w.run("search", w.sample, "--count", "file:crm_data level:error")
	if err := same("level:error", text, fmt.Sprintln(m.Levels["ERROR"])); err != nil {
		return err
	}
	text, _ = w.run("search", w.sample, "--count", "file:crm_data level:>=warn")
	if err := same("level:>=warn", text, fmt.Sprintln(m.Levels["ERROR"]+m.Levels["WARN"]+m.Levels["FATAL"])); err != nil {
		return err
	}
	all, err := w.objects("crm_data")
	if err != nil {
		return err
	}
	day, n := all[len(all)/2].time().Format("2006-01-02"), 0
	for _, o := range all {
		if strings.HasPrefix(o.text("time"), day) {
			n++
		}
	}
	text, _ = w.run("search", w.sample, "--count", "file:crm_data time:"+day)
	return same("time:"+day, text, fmt.Sprintln(n))
}

func booleans(w *world) error {
	has := strings.Contains
	f := func(query string, keep func(line string) bool) error {
		got, err := w.lineCount("--case", "--", query)
		want := w.grep(keep)
		return first(err, same(query, got, want), same("there are some", want > 0, true))
	}
	return first(
		f("call answered", func(l string) bool { return has(l, "call") && has(l, "answered") }),
		f("call -answered", func(l string) bool { return has(l, "call") && !has(l, "answered") }),
		f("-call", func(l string) bool { return !has(l, "call") }),
		f("refused OR answered", func(l string) bool { return has(l, "refused") || has(l, "answered") }),
		f(`(refused OR answered) "call "`, func(l string) bool { return (has(l, "refused") || has(l, "answered")) && has(l, "call ") }),
	)
}

// wholeEntries: a stack trace is one entry, found by any of its lines.
func wholeEntries(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	state, err := s.open(app.LogRequest{Families: []string{"application"}, Query: `"at java.base"`})
	if err != nil {
		return err
	}
	page, err := get[app.LogPage](s, "/data/rows", "h", state.Handle, "n", "3")
	if err != nil {
		return err
	}
	for _, row := range page.Rows {
		line, err := w.line(row.Name, row.Line)
		if err := first(err, same("first line ends with the message", strings.HasSuffix(line, row.Text) && row.Text != "", true), same("several lines", row.Lines > 3, true), same("the rest is there", len(row.More), row.Lines-1)); err != nil {
			return err
		}
	}
	all, err := s.open(app.LogRequest{Families: []string{"application"}})
	return first(err, same("rows", len(page.Rows), 3), same("entries", all.Total, w.marker.Manifest.Family("application").Entries))
}

func linesOverTime(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	state, err := s.open(app.LogRequest{Families: []string{"database"}, Query: "level:>=warn"})
	if err != nil {
		return err
	}
	h, err := get[app.Histogram](s, "/data/histogram", "h", state.Handle, "buckets", "50")
	if err != nil {
		return err
	}
	var sum, serious int64
	for _, b := range h.Buckets {
		for band, n := range b.Counts {
			sum += n
			if band == 5 {
				serious += n
			}
		}
	}
	m := w.marker.Manifest.Family("database")
	return first(same("all", sum+h.Untimed, state.Total), same("errors", serious, m.Levels["ERROR"]), same("some", serious > 0, true))
}

func logFacets(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	all, err := w.objects("crm_data")
	if err != nil {
		return err
	}
	state, err := s.open(app.LogRequest{Families: []string{"crm_data"}})
	if err != nil {
		return err
	}
	f, err := call[app.Facet](s, "ServerLogs.Facet", state.Handle, "crm")
	if err != nil {
		return err
	}
	count := map[string]int64{}
	for _, o := range all {
		count[o.text("crm")]++
	}
	for _, v := range f.Values {
		if err := same("crm "+v.Text, v.Count, count[v.Text]); err != nil {
			return err
		}
	}
	return same("some", len(f.Values) > 0, true)
}

func entryWhole(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	state, err := s.open(app.LogRequest{Families: []string{"crm_data"}, Query: "level:error"})
	if err != nil {
		return err
	}
	e, err := get[app.LogEntry](s, "/data/entry", "h", state.Handle, "pos", fmt.Sprint(state.Start))
	if err != nil {
		return err
	}
	line, err := w.line(e.Row.Name, e.Row.Line)
	if err != nil {
		return err
	}
	o, err := parseObject(line)
	if err != nil {
		return err
	}
	for _, f := range e.Fields {
		if err := same(f.Name, f.Value, o.text(f.Name)); err != nil {
			return err
		}
	}
	return first(same("raw", e.Raw, line), same("fields", len(e.Fields) >= 3, true), same("format", e.Format, "json"))
}

func jumped(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	state, err := s.open(app.LogRequest{Families: []string{"crm_data"}})
	if err != nil {
		return err
	}
	end, err := call[app.Seek](s, "ServerLogs.Seek", state.Handle, "100%", 0)
	if err != nil {
		return err
	}
	line, err := call[app.Seek](s, "ServerLogs.Seek", state.Handle, "3", state.Start)
	if err != nil {
		return err
	}
	all, err := w.objects("crm_data")
	if err != nil {
		return err
	}
	want := len(all) / 2
	at, err := call[app.Seek](s, "ServerLogs.Seek", state.Handle, all[want].time().In(w.marker.End.Location()).Format("2006-01-02 15:04:05.000"), 0)
	return first(err, same("100%", end.Pos-state.Start, int64(len(all)-1)), same("line 3", line.Pos-state.Start, 2), same("a time", at.Pos-state.Start, int64(want)))
}

func queryErrors(w *world) error {
	_, bad, code := w.runIn("", "search", w.sample, "--count", "level:loud")
	if err := first(same("exit code", code, 2), same("says where", strings.Contains(bad, "column"), true)); err != nil {
		return err
	}
	_, bad, code = w.runIn("", "search", w.sample, "--count", `~"(open"`)
	return first(same("exit code", code, 2), same("says where", strings.Contains(bad, "column"), true))
}
