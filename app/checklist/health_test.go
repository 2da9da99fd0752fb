package checklist

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"cordwood/app"
)

var healthChecks = map[int]check{
	1: aTileAFamily, 2: errorsOfTheDay, 3: sparkline, 4: refusedSignIns, 5: diskFree, 6: latestChanges, 7: rulesInBrief, 129: silent, 130: growingFast, 131: figuresOpenTheirRows,
}

func (w *world) health() (*served, app.HealthView, error) {
	s, err := w.door()
	if err != nil {
		return nil, app.HealthView{}, err
	}
	v, err := call[app.HealthView](s, "Health.View", s.src.ID)
	return s, v, err
}

func tileOf(v app.HealthView, family string) app.Tile {
	i := slices.IndexFunc(v.Tiles, func(t app.Tile) bool { return t.Family == family })
	return v.Tiles[i]
}

func aTileAFamily(w *world) error {
	_, v, err := w.health()
	if err != nil {
		return err
	}
	for _, f := range w.marker.Manifest.Families {
		t := tileOf(v, f.Name)
		var stored int64
		for _, file := range f.Files {
			stored += file.Stored
		}
		_, last := w.times(f.Name)
		err := first(same(f.Name+" bytes", t.Bytes, stored), same(f.Name+" copies", t.Copies, len(f.Files)-1),
			same(f.Name+" last entry", *t.Last, last))
		if err != nil {
			return err
		}
	}
	return same("tiles", len(v.Tiles), len(w.marker.Manifest.Families))
}

func errorsOfTheDay(w *world) error {
	_, v, err := w.health()
	if err != nil {
		return err
	}
	for _, family := range []string{"apps_objects", "inbox_channel", "crm_data"} {
		all, err := w.objects(family)
		if err != nil {
			return err
		}
		// The tile was counted a little before the view's clock.
		from := time.UnixMilli(v.Now).Add(-24 * time.Hour)
		var least, most int64
		for _, o := range all {
			if o.text("level") != "error" {
				continue
			}
			if o.time().After(from) {
				least++
			}
			if o.time().After(from.Add(-time.Minute)) {
				most++
			}
		}
		if day := tileOf(v, family).Day; day < least || day > most {
			return fmt.Errorf("%s: %d errors in the last day, want %d to %d", family, day, least, most)
		}
	}
	return nil
}

func sparkline(w *world) error {
	_, v, err := w.health()
	if err != nil {
		return err
	}
	some := false
	for _, t := range v.Tiles {
		var sum, hour int64
		for i, n := range t.Spark {
			sum += n
			if i >= 46 {
				hour += n
			}
		}
		some = some || sum > 0
		if err := first(same(t.Family+" half hours", len(t.Spark), 48), same(t.Family+" day", t.Day, sum), same(t.Family+" hour", t.Hour, hour)); err != nil {
			return err
		}
	}
	return same("any error in the last day", some, true)
}

func refusedSignIns(w *world) error {
	s, v, err := w.health()
	if err != nil {
		return err
	}
	ip := w.marker.Manifest.Incident.GuesserIP
	want := w.grep(func(line string) bool {
		return strings.Contains(line, `"kind":"refused"`) && strings.Contains(line, `"ip":"`+ip+`"`) ||
			strings.HasPrefix(line, ip+" ") && strings.Contains(line, `"POST /login HTTP/1.1" 401 `)
	})
	i := slices.IndexFunc(v.Refused.From, func(r app.RefusedRow) bool { return r.IP == ip })
	rows, err := s.access(app.RecordRequest{Query: "kind:refused ip:" + ip})
	if err != nil {
		return err
	}
	return first(same("refused from "+ip, v.Refused.From[i].Count, want), same("rows behind the figure", rows.Total, want),
		same("guesses", want >= int64(w.marker.Manifest.Incident.Guesses), true))
}

func diskFree(w *world) error {
	_, v, err := w.health()
	if err != nil {
		return err
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(w.sample, &disk); err != nil {
		return err
	}
	total, free := int64(disk.Blocks)*disk.Bsize, int64(disk.Bavail)*disk.Bsize
	if off := v.Volume.Free - free; off < -1<<30 || off > 1<<30 {
		return fmt.Errorf("free: %d, want about %d", v.Volume.Free, free)
	}
	var from, to int64
	for _, f := range w.marker.Manifest.Families {
		begin, end := w.times(f.Name)
		if from == 0 || begin < from {
			from = begin
		}
		to = max(to, end)
	}
	perDay := float64(w.marker.Manifest.Stored) / (float64(to-from) / 86_400_000)
	return first(same("total", v.Volume.Total, total), same("logs", v.Volume.Logs, w.marker.Manifest.Stored),
		near("growth a day", float64(v.Volume.PerDay), perDay, 0.01), near("days to full", v.Volume.FullDays, float64(free)/perDay, 0.05))
}

// near compares figures that are measured a moment apart.
func near(what string, got, want, part float64) error {
	if want <= 0 || got < want*(1-part) || got > want*(1+part) {
		return fmt.Errorf("%s: %v, want %v", what, got, want)
	}
	return nil
}

// beating is a log with an entry each minute between two ages, and more in its last hour.
func (w *world) beating(name string, from, to time.Duration, more int) (s *served, v app.HealthView, err error) {
	dir, now := w.t.TempDir(), time.Now().UTC()
	var text strings.Builder
	for age := from; age > to; age -= time.Minute {
		fmt.Fprintf(&text, "%s INFO beat\n", now.Add(-age).Format("2006-01-02T15:04:05.000Z"))
	}
	for i := range more {
		fmt.Fprintf(&text, "%s INFO more\n", now.Add(time.Duration(i)*time.Millisecond-10*time.Minute).Format("2006-01-02T15:04:05.000Z"))
	}
	if err := os.WriteFile(filepath.Join(dir, name+".log"), []byte(text.String()), 0o600); err != nil {
		return nil, v, err
	}
	if s, err = w.serve(dir); err != nil {
		return nil, v, err
	}
	v, err = call[app.HealthView](s, "Health.View", s.src.ID)
	return s, v, err
}

func finding(v app.HealthView, kind string) app.Finding {
	i := slices.IndexFunc(v.Findings, func(f app.Finding) bool { return f.Kind == kind })
	return v.Findings[i]
}

func silent(w *world) error {
	_, v, err := w.beating("pulse", 20*time.Hour, 3*time.Hour, 0)
	if err != nil {
		return err
	}
	f := finding(v, "silent")
	_, lively, err := w.beating("pulse", 20*time.Hour, 0, 0)
	if err != nil {
		return err
	}
	return first(same("family", f.Family, "pulse"), near("since", float64(f.Count), float64(3*time.Hour.Milliseconds()), 0.02),
		near("usual distance", float64(f.Before), float64(time.Minute.Milliseconds()), 0.1), same("state", tileOf(v, "pulse").State, "silent"),
		same("one that goes on is not", len(lively.Findings), 0))
}

func growingFast(w *world) error {
	_, v, err := w.beating("surge", 20*time.Hour, 0, 5000)
	if err != nil {
		return err
	}
	f := finding(v, "growing")
	return first(same("family", f.Family, "surge"), near("entries of the hour", float64(f.Count), 5060, 0.01), near("an hour before", float64(f.Before), 60*19.0/23, 0.1))
}

// figuresOpenTheirRows asks each desk what the click on a figure asks.
func figuresOpenTheirRows(w *world) error {
	s, v, err := w.health()
	if err != nil {
		return err
	}
	some := false
	for _, tile := range v.Tiles {
		if tile.Unit != "errors" {
			continue
		}
		for hours, figure := range map[int64]int64{1: tile.Hour, 24: tile.Day} {
			from, to := *tile.Until-hours*time.Hour.Milliseconds(), *tile.Until
			rows, err := s.open(app.LogRequest{Families: []string{tile.Family}, Query: "level:>=error", From: &from, To: &to})
			if err := first(err, same(fmt.Sprintf("%s, rows of %d h", tile.Family, hours), rows.Total, figure)); err != nil {
				return err
			}
			some = some || figure > 0
		}
	}
	from := v.Now - 24*time.Hour.Milliseconds()
	refused, err := s.access(app.RecordRequest{Query: "kind:refused", From: &from, To: &v.Now})
	return first(err, same("some errors", some, true), same("refused", refused.Total, v.Refused.Day))
}

func latestChanges(w *world) error {
	_, v, err := w.health()
	if err != nil {
		return err
	}
	all, err := w.objects("audit_log")
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(o object) bool { return o.text("action") == "query" })
	for i, row := range v.Latest {
		if err := same(fmt.Sprintf("change %d", i), *row.Time, all[len(all)-1-i].time().UnixMilli()); err != nil {
			return err
		}
	}
	return same("latest changes", len(v.Latest) > 0, true)
}

func rulesInBrief(w *world) error {
	_, v, err := w.health()
	if err != nil {
		return err
	}
	return first(same("revision", v.Rules.Rev, 1), same("level", v.Rules.Level, "INFO"), same("copies", v.Rules.Copies, 30),
		same("families with a rule of their own", v.Rules.Own, 6), same("families that are cleaned", v.Rules.Cleaning, len(w.marker.Manifest.Families)-1))
}
