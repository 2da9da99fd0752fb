package app

import (
	"slices"
	"time"

	"cordwood/backend/rules"
)

// forecastDays is how far the effect chart looks.
const forecastDays = 30

// forecast adds what goes over the next days, at each family's present growth.
func (o *opened) forecast(e *Effect, set rules.Set, inv rules.Inventory, now time.Time) {
	growth := map[string]rules.Growth{}
	for _, f := range inv.Families {
		growth[f.Name] = o.growth(f)
	}
	sim := rules.Simulate(set, inv, growth, now, forecastDays)
	row := map[string]*EffectFamily{}
	for i := range e.Families {
		e.Families[i].Days, e.Families[i].Then = make([]int, forecastDays), sim.Copies[e.Families[i].Family]
		row[e.Families[i].Family] = &e.Families[i]
	}
	for _, day := range sim.Days {
		n := int(day.Date.Sub(now).Hours()/24 + 0.5)
		if n < 1 || n > forecastDays {
			continue // today's are in the effect already
		}
		for _, it := range day.Items {
			e.Later++
			e.LaterBytes += it.Copy.Size
			if f := row[it.Family]; f != nil {
				f.Days[n-1]++
			}
			e.Items = append(e.Items, EffectItem{
				Day: n, At: day.Date.UnixMilli(), Family: it.Family, Code: codeOf(it.Family), Path: it.Copy.Path,
				Bytes: it.Copy.Size, Why: said(it.Reason), From: millis(it.Copy.First), UpTo: millis(it.Copy.Last),
			})
		}
	}
}

// growth is a family's decoded bytes over the days that it covers, and how well
// its copies packed.
func (o *opened) growth(f rules.Family) rules.Growth {
	s := o.summary(f.Name)
	var g rules.Growth
	if days := s.Last.Sub(s.First).Hours() / 24; days >= 0.5 {
		g.BytesPerDay = int64(float64(s.Bytes) / days)
	}
	var decoded, stored int64
	sizes := map[string]int64{}
	for _, c := range f.Copies {
		if !c.Live {
			sizes[c.Path] = c.Size
		}
	}
	for _, file := range s.Files {
		if n, ok := sizes[file.Name]; ok {
			decoded, stored = decoded+file.Bytes, stored+n
		}
	}
	if decoded > 0 {
		g.Ratio = float64(stored) / float64(decoded)
	}
	g.Daily = daily(f)
	return g
}

// dailyCopies in a row, a day apart, show a writer that rotates every day.
const dailyCopies = 3

// daily reports whether the newest copies carry the dates of successive days.
func daily(f rules.Family) bool {
	var dates []time.Time
	for _, c := range f.Copies {
		if !c.Live && !c.Date.IsZero() {
			dates = append(dates, c.Date)
		}
	}
	slices.SortFunc(dates, time.Time.Compare)
	dates = slices.Compact(dates)
	if len(dates) < dailyCopies {
		return false
	}
	newest := dates[len(dates)-dailyCopies:]
	return newest[dailyCopies-1].Equal(newest[0].AddDate(0, 0, dailyCopies-1))
}
