package sample

import (
	"time"

	"cordwood/backend/event"
)

// sink is where entries go; serverlog in earnest, memory in tests.
type sink interface {
	write(family string, level event.Severity, entry []byte) error
	access(accessRecord) error
	audit(auditRecord) error
	rotate(family string) error
}

// journal stands between the world and the sink: it keeps the times of a family
// from going backwards, leaves out what the rules' levels would, and counts.
// After an error it swallows everything; the walk looks at err.
type journal struct {
	sink     sink
	levels   map[string]event.Severity // lowest that is written
	families map[string]*FamilyCount
	accesses AccessCount
	audits   AuditCount
	err      error
}

func newJournal(to sink, levels map[string]event.Severity) *journal {
	j := &journal{
		sink: to, levels: levels, families: map[string]*FamilyCount{},
		accesses: AccessCount{Kinds: map[string]int64{}, Scopes: map[string]int64{}},
		audits:   AuditCount{Actions: map[string]int64{}, Outcomes: map[string]int64{}, Modules: map[string]int64{}},
	}
	for _, f := range Families {
		j.families[f] = &FamilyCount{Name: f, Levels: map[string]int64{}}
	}
	return j
}

// admit gives the time that an entry of the family gets, and whether it is
// written at all.
func (j *journal) admit(family string, level event.Severity, now time.Time) (time.Time, bool) {
	if level != event.None && level < j.levels[family] {
		return now, false
	}
	if last := j.families[family].Last; now.Before(last) {
		return last, true
	}
	return now, true
}

func (j *journal) count(family string, level event.Severity, at time.Time) {
	f := j.families[family]
	if f.Entries == 0 {
		f.First = at
	}
	f.Last = at
	f.Entries++
	f.Levels[level.String()]++
}

// write hands one entry over; at is what admit gave.
func (j *journal) write(family string, level event.Severity, at time.Time, entry []byte) {
	if j.err == nil {
		j.err = j.sink.write(family, level, entry)
		j.count(family, level, at)
	}
}

// writeTimeless hands over a line that belongs to the entry before it.
func (j *journal) writeTimeless(family string, level event.Severity, line []byte) {
	if j.err == nil {
		j.err = j.sink.write(family, level, line)
		j.families[family].Timeless++
	}
}

func (j *journal) access(r accessRecord) {
	if j.err != nil {
		return
	}
	r.at, _ = j.admit(accessLog, event.None, r.at)
	j.err = j.sink.access(r)
	j.count(accessLog, event.None, r.at)
	j.accesses.Records++
	j.accesses.Kinds[r.kind]++
	j.accesses.Scopes[r.who.scope()]++
}

func (j *journal) audit(r auditRecord) {
	if j.err != nil {
		return
	}
	r.at, _ = j.admit(auditLog, event.None, r.at)
	j.err = j.sink.audit(r)
	j.count(auditLog, event.None, r.at)
	j.audits.Records++
	j.audits.Actions[r.action]++
	j.audits.Outcomes[r.outcome]++
	j.audits.Modules[r.module]++
}

func (j *journal) rotate(family string) {
	if j.err == nil {
		j.err = j.sink.rotate(family)
	}
}
