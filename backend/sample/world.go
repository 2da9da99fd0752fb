package sample

import (
	"math/rand/v2"
	"time"
)

const (
	sec  = time.Second
	msec = time.Millisecond
)

// world is the suite at one moment of its invented life.
type world struct {
	rng       *rand.Rand
	plan      agenda
	now       time.Time // of the step that runs, in the suite's zone
	out       *journal
	people    *people
	online    []*session
	objects   *objects
	pulse     func(time.Time) float64
	volume    float64   // how much of the full suite's talk there is
	mailStops time.Time // the mail service is silent after it; zero is never
	outage    func(time.Time) float64
	pbxAt     time.Time // of the PBX's last line, and its microseconds beyond the millisecond
	pbxMicro  int
	buf, msg  []byte // reused by each line
}

func newWorld(seed uint64, start time.Time, out *journal) *world {
	w := &world{
		rng: rand.New(rand.NewPCG(seed, 0x636f7264776f6f64)), now: start, out: out, people: settle(),
		pulse: rhythm, volume: 1, outage: func(time.Time) float64 { return 0 },
	}
	w.objects = furnish(w)
	return w
}

// everyday plans all processes of an ordinary suite.
func (w *world) everyday() {
	w.planApplication()
	w.planAppsObjects()
	w.planInboxChannel()
	w.planEmail()
	w.planDatabase()
	w.planJobs()
	w.planCRM()
	w.planCalls()
	w.planPBX()
	w.planAccess()
	w.planAudit()
	w.planMidnight()
}

// planMidnight rotates each family in the last moment of each day, so that a
// copy carries the date of the day that it holds.
func (w *world) planMidnight() {
	y, m, d := w.now.Date()
	midnight := time.Date(y, m, d+1, 0, 0, 0, 0, w.now.Location()).Add(-time.Millisecond)
	if !midnight.After(w.now) {
		midnight = midnight.AddDate(0, 0, 1)
	}
	w.at(midnight, func() {
		for _, f := range Families {
			w.out.rotate(f)
		}
		w.planMidnight()
	})
}

func (w *world) at(t time.Time, do func()) { w.plan.add(t, do) }
func (w *world) in(d time.Duration, do func()) {
	w.plan.add(w.now.Add(d.Truncate(time.Millisecond)), do)
}

// between is a random duration; both are whole milliseconds.
func (w *world) between(lo, hi time.Duration) time.Duration {
	return lo + time.Duration(w.rng.Int64N(int64((hi-lo)/time.Millisecond)+1))*time.Millisecond
}

// chance is true so many times in a hundred.
func (w *world) chance(percent int) bool { return w.rng.IntN(100) < percent }

func (w *world) digits(b []byte, n int) []byte {
	for range n {
		b = append(b, byte('0'+w.rng.IntN(10)))
	}
	return b
}

func (w *world) hex(digits int) string {
	b := make([]byte, digits)
	for i := range b {
		b[i] = hexDigits[w.rng.IntN(16)]
	}
	return string(b)
}

// anybody is a scene with some tenant's user.
func (w *world) anybody() *scene {
	who := pick(w.rng, w.people.tenants)
	return &scene{who: who, ip: who.home.ip}
}

func pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }
