package sample

import (
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"cordwood/backend/event"
	"cordwood/backend/rules"
	"cordwood/backend/serverlog"
)

// suite is the sink in earnest: serverlog, as a server would use it.
type suite struct {
	log     *serverlog.Suite
	writers map[string]*serverlog.Writer
}

func openSuite(opt serverlog.Options) (*suite, error) {
	opt.Families = Families
	log, err := serverlog.Open(opt)
	if err != nil {
		return nil, err
	}
	s := &suite{log: log, writers: map[string]*serverlog.Writer{}}
	for _, f := range Families {
		s.writers[f] = log.Writer(f)
	}
	return s, nil
}

// zeroLevels are zerolog's levels by band.
var zeroLevels = [...]zerolog.Level{
	zerolog.NoLevel, zerolog.TraceLevel, zerolog.DebugLevel, zerolog.InfoLevel, zerolog.WarnLevel, zerolog.ErrorLevel, zerolog.FatalLevel,
}

func (s *suite) write(family string, level event.Severity, entry []byte) error {
	_, err := s.writers[family].WriteLevel(zeroLevels[level.Band()], entry)
	return err
}

func (s *suite) access(r accessRecord) error {
	a := serverlog.AccessRecord{
		Time: r.at, Kind: r.kind, Scope: r.who.scope(), Account: r.who.id, Name: r.who.name,
		Company: r.who.company.name, Memo: r.who.memo, Method: r.method, Path: r.path, Page: r.page, Status: r.status,
		Result: r.result, IP: r.ip, Place: r.place, Agent: r.agent, Millis: float64(r.took.Microseconds()) / 1000,
		Bytes: r.bytes, Session: r.session, RequestID: r.requestID,
	}
	return s.log.Access(a)
}

func (s *suite) audit(r auditRecord) error {
	a := serverlog.AuditRecord{
		Time: r.at, Account: r.who.id, Name: r.who.name, Role: r.who.role, Company: r.company, IP: r.who.home.ip,
		Session: r.session, Action: r.action, Verb: r.verb, Module: r.module, TargetType: r.targetType, TargetID: r.id,
		Target: r.title, Outcome: r.outcome, Reason: r.reason, Correlation: r.correlation,
	}
	if r.before != nil {
		a.Before = r.before
	}
	if r.after != nil {
		a.After = r.after
	}
	return s.log.Audit(a)
}

func (s *suite) rotate(family string) error { return s.log.Rotate(family) }

// clock is the suite's time; serverlog's housekeeper reads it too.
type clock struct {
	nanos atomic.Int64
	zone  *time.Location
}

func (c *clock) set(t time.Time) { c.nanos.Store(t.UnixNano()) }
func (c *clock) now() time.Time  { return time.Unix(0, c.nanos.Load()).In(c.zone) }

// ruleSet is the rules that lie beside the sample: most families inherit, the
// PBX and the database say more, the last audits are never cleaned.
func ruleSet() rules.Set {
	level := func(l rules.Level) *rules.Level { return &l }
	copies := func(n int) *int { return &n }
	off := false
	return rules.Set{
		All: rules.Rule{Level: rules.LevelInfo, Copies: 30, Cleaning: true, Action: rules.Delete, MaxBytes: rules.MaxLiveBytes},
		Families: map[string]rules.Override{
			application:  {Level: level(rules.LevelTrace)},
			database:     {Level: level(rules.LevelDebug), Copies: copies(20)},
			callEvent:    {Level: level(rules.LevelDebug), Copies: copies(40)},
			accessLog:    {Copies: copies(60)},
			scheduleJobs: {Copies: copies(10)},
			auditLog:     {Copies: copies(365), Cleaning: &off},
		},
	}
}

// levels is the lowest severity of each family under the rules.
func levels(set rules.Set) map[string]event.Severity {
	m := map[string]event.Severity{}
	for _, f := range Families {
		if !rules.AlwaysOn(f) {
			m[f] = set.For(f).Level.Severity()
		}
	}
	return m
}
