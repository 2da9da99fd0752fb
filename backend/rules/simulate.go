package rules

import "time"

// Growth is how one family grows.
type Growth struct {
	BytesPerDay int64   // of the live file
	Ratio       float64 // bytes of a copy for a byte of the live file; 0 means 0.1
	Daily       bool    // the writer also rotates once a day, however small the file
}

// defaultRatio: gzip leaves about a tenth of log text.
const defaultRatio = 0.1

// maxDays bounds a forecast; beyond a year today's growth says nothing.
const maxDays = 366

// Day is what would go on one day.
type Day struct {
	Date  time.Time // that day's moment of the run; the first is now
	Items []Item
	Bytes int64
}

// Forecast is a dry run, dated forward.
type Forecast struct {
	Days     []Day                // only those on which something goes
	Files    int                  // of all days
	Bytes    int64                // of all days
	Stored   int64                // bytes of all files at the end
	Earliest map[string]time.Time // by family: the oldest entry at the end; zero when unknown
	Copies   map[string]int       // by family: at the end
}

// Simulate runs the rules once a day, now and for that many days (at most 366),
// on files that grow as they are told to: the live file is rotated where its
// rule says, and once a day where the writer does so, and the same MakePlan chooses what goes. What would wait for a
// person today is listed as going today, for this is what the person decides.
func Simulate(set Set, inv Inventory, growth map[string]Growth, now time.Time, days int) Forecast {
	world := Inventory{Root: inv.Root}
	for _, f := range inv.Families {
		world.Families = append(world.Families, Family{Name: f.Name, Copies: append([]Copy(nil), f.Copies...)})
	}
	out := Forecast{Earliest: map[string]time.Time{}, Copies: map[string]int{}}
	var last Plan
	for day := range min(max(days, 0), maxDays) + 1 {
		at := now.AddDate(0, 0, day)
		if day > 0 {
			for i := range world.Families {
				f := &world.Families[i]
				f.grow(set.For(f.Name), growth[f.Name], at.AddDate(0, 0, -1), at)
			}
		}
		last = MakePlan(set, world, at)
		if items := last.Items(); len(items) > 0 {
			out.Days = append(out.Days, Day{Date: at, Items: items, Bytes: last.Bytes()})
			out.Files += len(items)
			out.Bytes += last.Bytes()
		}
		for i := range world.Families {
			world.Families[i].drop(last.Families[i].Items)
		}
	}
	for i, f := range world.Families {
		out.Earliest[f.Name] = last.Families[i].Earliest
		for _, c := range f.Copies {
			out.Stored += c.Size
			if !c.Live {
				out.Copies[f.Name]++
			}
		}
	}
	return out
}

// grow lets one day pass: the live file takes the day's bytes evenly, and each
// time it is full it becomes a copy.
func (f *Family) grow(rule Rule, g Growth, from, to time.Time) {
	if g.BytesPerDay <= 0 {
		return
	}
	live := f.live(from)
	limit := max(rule.MaxBytes, MinLiveBytes)
	day := to.Sub(from)
	for left := g.BytesPerDay; left > 0; {
		room := limit - live.Size
		if left < room {
			live.Size += left
			break
		}
		left -= max(room, 0)
		live.Size += max(room, 0)
		passed := float64(g.BytesPerDay-left) / float64(g.BytesPerDay)
		full := from.Add(time.Duration(passed * float64(day)))
		f.rotate(live, g, full)
		live = f.live(full) // the copies may have moved in memory
		live.Size, live.First = 0, full
	}
	live.Last, live.Modified = to, to
	if g.Daily && live.Size > 0 {
		f.rotate(live, g, to)
		live = f.live(to)
		live.Size, live.First = 0, to
	}
}

// rotate adds the copy that live becomes.
func (f *Family) rotate(live *Copy, g Growth, at time.Time) {
	ratio := g.Ratio
	if ratio <= 0 {
		ratio = defaultRatio
	}
	y, m, d := at.Date()
	n := Name{Family: f.Name, Date: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), Index: 1}
	for _, c := range f.Copies {
		if !c.Live && c.Date.Equal(n.Date) {
			n.Index = max(n.Index, c.Index+1)
		}
	}
	f.Copies = append(f.Copies, Copy{
		Path: n.File() + ".gz", Size: int64(float64(live.Size) * ratio), Modified: at,
		Date: n.Date, Index: n.Index, First: live.First, Last: at,
	})
}

// live is the family's live file, made when there is none.
func (f *Family) live(at time.Time) *Copy {
	for i := range f.Copies {
		if f.Copies[i].Live {
			return &f.Copies[i]
		}
	}
	f.Copies = append(f.Copies, Copy{Path: f.Name + ".log", Live: true, First: at, Modified: at})
	return &f.Copies[len(f.Copies)-1]
}

// drop takes the items' copies out.
func (f *Family) drop(items []Item) {
	gone := map[string]bool{}
	for _, item := range items {
		gone[item.Copy.Path] = true
	}
	kept := f.Copies[:0]
	for _, c := range f.Copies {
		if !gone[c.Path] {
			kept = append(kept, c)
		}
	}
	f.Copies = kept
}
