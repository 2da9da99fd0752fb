package hold

import (
	"slices"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

// Room is the volume that the root lies on, in bytes. A Total of 0 means that it
// is not known; then only dates count.
type Room struct{ Free, Total int64 }

func (r Room) low() bool {
	return r.Total > 0 && float64(r.Free) < lowSpace*float64(r.Total)
}

// Due is a batch whose end has come.
type Due struct {
	ID      string
	HeldAt  time.Time
	PurgeAt time.Time
	Reason  string // for the trail
}

// Doubt is a batch that would be due if its times could be believed. A person
// has to look.
type Doubt struct {
	ID  string
	Why fault.Said
}

// MakeDue says which batches are to be purged now, oldest first: those whose
// date has come, and, while room is low, more of the oldest until it would not
// be. It is pure. Never due are batches with a Problem, those held a moment ago,
// and those in doubt.
func MakeDue(batches []Batch, now time.Time, room Room) (due []Due, doubts []Doubt) {
	sorted := slices.Clone(batches)
	slices.SortStableFunc(sorted, func(a, b Batch) int { return a.HeldAt.Compare(b.HeldAt) })
	for _, b := range sorted {
		d := Due{ID: b.ID, HeldAt: b.HeldAt, PurgeAt: b.PurgeAt}
		came := !now.Before(b.PurgeAt)
		if !b.Problem.None() || !came && !room.low() {
			continue
		}
		if why := b.doubt(now); !why.None() {
			doubts = append(doubts, Doubt{b.ID, why})
			continue
		}
		if came {
			d.Reason = "its date has come: " + b.PurgeAt.UTC().Format(time.DateTime) + " UTC"
		} else if d.Reason = "less than a tenth of the disk is free"; now.Sub(b.HeldAt) < undoWhenLow {
			continue
		}
		due = append(due, d)
		room.Free += b.Bytes()
	}
	return due, doubts
}

// doubt says why the times of the batch, or the clock, cannot be believed.
func (b Batch) doubt(now time.Time) fault.Said {
	const layout = "2006-01-02 15:04"
	switch {
	case b.HeldAt.IsZero() || b.PurgeAt.Before(b.HeldAt):
		return fault.Say("its dates contradict each other")
	case rules.ClockMoved(b.HeldAt, b.PurgeAt, now):
		return fault.Say("the clock moved: it was held at {0}, now it is {1}", b.HeldAt.UTC().Format(layout), now.UTC().Format(layout))
	}
	return fault.Said{}
}
