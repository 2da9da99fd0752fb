package checklist

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"

	"cordwood/app"
)

var healthChecks = map[int]check{
	1: aTileAFamily, 2: errorsOfTheDay, 3: sparkline, 4: refusedSignIns, 5: diskFree, 6: latestChanges, 7: rulesInBrief,
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
	return first(same("total", v.Volume.Total, total), same("logs", v.Volume.Logs, w.marker.Manifest.Stored),
		same("days to full are told", v.Volume.PerDay > 0 && v.Volume.FullDays > 0, true))
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
