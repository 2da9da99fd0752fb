package serverlog

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"sync"
	"time"

	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/rules"
)

// report is what the suite says in cordwood-rules.status.json, kept in memory
// and written when it changed.
type report struct {
	suite  *Suite
	writer string

	mu       sync.Mutex
	families map[string]*told
	problems map[string]error // of compressing, by family
	written  rules.Status
	failed   error // of writing the status itself
}

// told is what is kept about one family between the runs.
type told struct {
	before   int64          // rotations counted before Open
	cleaning rules.Cleaning // the last run; At is zero when there was none
	rotation rules.Rotation // the last that was asked for; without an id when none was
}

func newReport(s *Suite) *report {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	return &report{suite: s, families: map[string]*told{}, writer: fmt.Sprintf("serverlog, process %d on %s", os.Getpid(), host)}
}

// begin takes up the counts of the status file. Copies that are newer than the
// last one it names, and not older than itself, were made between its last
// writing and a crash; older ones somebody put there.
func (r *report) begin() {
	status, _ := rules.LoadStatus(r.suite.opt.Dir) // without one the counts begin at zero
	names, _ := atomicfile.Names(r.suite.root)
	for name := range r.suite.families {
		was, known := status.Families[name]
		t := &told{before: was.Rotations, cleaning: rules.Cleaning{Rotations: was.Rotations}}
		if known {
			t.before += newerThan(was.Newest, r.suite.opt.dateOf(status.Time), r.suite.copies(name, names))
		}
		if was.Cleaning != nil {
			t.cleaning = *was.Cleaning
		}
		if was.Rotation != nil {
			t.rotation = *was.Rotation
		}
		r.families[name] = t
	}
}

// before is the number of rotations that were counted before Open.
func (r *report) before(family string) int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.families[family].before
}

func (r *report) cleaning(family string) rules.Cleaning {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.families[family].cleaning
}

func (r *report) rotation(family string) rules.Rotation {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.families[family].rotation
}

// rotated notes what came of a request.
func (r *report) rotated(family string, did rules.Rotation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.families[family].rotation = did
}

// cleaned notes a run. One that had nothing to do keeps the figures of the last
// that had, for the window to show, and counts as news once a day.
func (r *report) cleaned(family string, c rules.Cleaning) {
	r.mu.Lock()
	defer r.mu.Unlock()
	last := &r.families[family].cleaning
	if c.Files == 0 {
		c.Files, c.Bytes = last.Files, last.Bytes
		same := c
		same.At = last.At
		if since := c.At.Sub(last.At); same == *last && since >= 0 && since < quietRun {
			return
		}
	}
	*last = c
}

// problem notes how the compressing went, by family.
func (r *report) problem(by map[string]error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.problems = by
}

// trouble is what a Close should tell: compression and the status itself.
func (r *report) trouble() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	errs := []error{r.failed}
	for _, err := range r.problems {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// write puts the status on disk when it says something new.
func (r *report) write() {
	if !r.suite.opt.Rules {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	next := r.status()
	same := next
	same.Time = r.written.Time
	if reflect.DeepEqual(same, r.written) && r.failed == nil {
		return
	}
	r.failed = rules.UpdateStatus(context.Background(), r.suite.opt.Dir, func(s *rules.Status) {
		s.Rev, s.Time, s.Trouble, s.Writer = next.Rev, next.Time, next.Trouble, next.Writer
		for name, f := range next.Families {
			s.Families[name] = f
		}
	})
	r.written = next
}

// writeAgain writes what could not be written the last time: somebody waits for it.
func (r *report) writeAgain() {
	r.mu.Lock()
	failed := r.failed
	r.mu.Unlock()
	if failed != nil {
		r.write()
	}
}

func (r *report) status() rules.Status {
	s := r.suite
	file, trouble := s.rules.inForce()
	status := rules.Status{
		Rev: file.Rev, Time: s.opt.Clock().UTC(), Trouble: rules.TroubleOf(trouble), Writer: r.writer,
		Families: map[string]rules.FamilyStatus{},
	}
	for name, f := range s.families {
		t := r.families[name]
		copies, rotations, _ := s.snapshot(f) // the compressing meets the same error and tells it
		told := rules.FamilyStatus{
			Level: file.Set.For(name).Level, Rev: file.Rev, Writer: r.writer,
			Rotations: t.before + rotations, Newest: newest(copies), Trouble: rules.TroubleOf(r.problems[name]),
		}
		if rules.AlwaysOn(name) {
			told.Level = rules.LevelTrace // whatever the rule says
		}
		if c := t.cleaning; !c.At.IsZero() || c.Waiting != "" {
			told.Cleaning = &c
		}
		if did := t.rotation; did.ID != "" {
			told.Rotation = &did
		}
		status.Families[name] = told
	}
	return status
}

// snapshot is the copies of a family and the rotations since Open, which belong
// together: no rotation comes between the two.
func (s *Suite) snapshot(f *family) (copies rules.Family, rotations int64, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	names, err := atomicfile.Names(s.root)
	return s.copies(f.familyName, names), f.rotations.Load(), err
}

// newest is the plain name of the newest copy; empty when there is none.
func newest(copies rules.Family) string {
	var last rules.Name
	for _, c := range copies.Copies {
		if n, _ := rules.Dated(c.Path); last.Family == "" || last.Before(n) {
			last = n
		}
	}
	if last.Family == "" {
		return ""
	}
	return last.File()
}

// newerThan counts the copies after the one of that name, from that date on.
// Without a name it counts all from that date on.
func newerThan(name string, from time.Time, copies rules.Family) (count int64) {
	last, _ := rules.Dated(name)
	for _, c := range copies.Copies {
		if n, _ := rules.Dated(c.Path); last.Before(n) && !n.Date.Before(from) {
			count++
		}
	}
	return count
}
