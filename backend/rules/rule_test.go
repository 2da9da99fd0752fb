package rules

import (
	"errors"
	"testing"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

func ptr[T any](v T) *T { return &v }

func TestForInherits(t *testing.T) {
	s := Default()
	s.Families = map[string]Override{"email": {Level: ptr(LevelTrace), Copies: ptr(3)}, "database": {Cleaning: ptr(true)}}
	f := func(family string, level Level, copies int, cleaning bool) {
		t.Helper()
		r := s.For(family)
		if r.Level != level || r.Copies != copies || r.Cleaning != cleaning || r.Action != Delete || r.MaxBytes != MaxLiveBytes {
			t.Errorf("For(%q) = %+v", family, r)
		}
	}
	f("application", LevelInfo, 10, false)
	f("email", LevelTrace, 3, false)
	f("database", LevelInfo, 10, true)
}

func TestLevelSeverity(t *testing.T) {
	f := func(level Level, want event.Severity) {
		t.Helper()
		if got := level.Severity(); got != want {
			t.Errorf("%q is %v, want %v", level, got, want)
		}
	}
	f(LevelError, event.Error)
	f(LevelWarn, event.Warn)
	f(LevelInfo, event.Info)
	f(LevelDebug, event.Debug)
	f(LevelTrace, event.Trace)
	f("error", event.None) // the file is strict about case
	f("FATAL", event.None)
	f("", event.None)
}

func TestValidate(t *testing.T) {
	f := func(change func(*Set), at string) {
		t.Helper()
		s := Default()
		s.Families = map[string]Override{}
		change(&s)
		err := s.Validate()
		if at == "" {
			if err != nil {
				t.Errorf("refused: %v", err)
			}
			return
		}
		var e *fault.Error
		if !errors.As(err, &e) || e.Path != at || e.Kind != fault.Invalid {
			t.Errorf("got %v, want a fault at %s", err, at)
		}
	}
	f(func(*Set) {}, "")
	f(func(s *Set) { s.All.Copies = 0 }, "all.copies")
	f(func(s *Set) { s.All.Copies = MaxCopies + 1 }, "all.copies")
	f(func(s *Set) { s.All.Level = "LOUD" }, "all.level")
	f(func(s *Set) { s.All.Action = "shred" }, "all.action")
	f(func(s *Set) { s.All.MaxBytes = 100 }, "all.max_bytes") // megabytes meant
	f(func(s *Set) { s.All.MaxBytes = MaxLiveBytes + 1 }, "all.max_bytes")
	f(func(s *Set) { s.Families["email"] = Override{Copies: ptr(-1)} }, "families.email.copies")
	f(func(s *Set) { s.Families["../etc"] = Override{} }, "families.../etc")
	f(func(s *Set) { s.Families[""] = Override{} }, "families.")
	f(func(s *Set) { s.Families["电话"] = Override{Copies: ptr(1)} }, "")
}

func TestDated(t *testing.T) {
	f := func(file, family, date string, index int) {
		t.Helper()
		n, ok := Dated(file)
		if !ok {
			if family != "" {
				t.Errorf("%s is not read", file)
			}
			return
		}
		if n.Family != family || n.Date.Format(dateLayout) != date || n.Index != index {
			t.Errorf("%s read as %+v", file, n)
		}
		if n.File() != file && n.File()+".gz" != file {
			t.Errorf("%s is written back as %s", file, n.File())
		}
	}
	f("application-2026-11-22.log", "application", "2026-11-22", 1)
	f("application-2026-11-22.log.gz", "application", "2026-11-22", 1)
	f("access_log-2026-11-22-2.log.gz", "access_log", "2026-11-22", 2)
	f("a-b-2026-11-22-120.log", "a-b", "2026-11-22", 120)
	f("x-2026-11-22-2026-11-23.log", "x-2026-11-22", "2026-11-23", 1)
	f("application.log", "", "", 0)
	f("application-2026-11-22-1.log", "", "", 0)  // the first has no number
	f("application-2026-11-22-02.log", "", "", 0) // one name, one spelling
	f("application-2026-02-30.log", "", "", 0)
	f("application-2026-11-22.log.gz.part", "", "", 0)
	f("application-2026-11-22T10-11-12.345.log", "", "", 0)
	f("-2026-11-22.log", "", "", 0)
	f("2026-11-22.log", "", "", 0)
	f("", "", "", 0)
}

func TestNext(t *testing.T) {
	n, _ := Dated("email-2026-11-22.log")
	f := func(want string, files ...string) {
		t.Helper()
		if got := Next(n.Family, n.Date, files).File(); got != want {
			t.Errorf("after %v comes %s, want %s", files, got, want)
		}
	}
	f("email-2026-11-22.log")
	f("email-2026-11-22.log", "email.log", "email-2026-11-21-7.log", "call_event-2026-11-22.log")
	f("email-2026-11-22-2.log", "email-2026-11-22.log")
	f("email-2026-11-22-2.log", "email-2026-11-22.log.gz")
	f("email-2026-11-22-2.log", "Email-2026-11-22.log") // one file where case is folded
	f("email-2026-11-22-3.log", "email-2026-11-22-2.log.gz.part")
	f("email-2026-11-22-8.log", "email-2026-11-22.log", "email-2026-11-22-7.log.gz")
}

func FuzzDated(f *testing.F) {
	f.Add("application-2026-11-22-2.log.gz")
	f.Add("a-0000-01-01.log")
	f.Add("-2026-11-22-9999999999999999999.log")
	f.Fuzz(func(t *testing.T, file string) {
		n, ok := Dated(file)
		if ok && n.File() != file && n.File()+".gz" != file {
			t.Errorf("%q is read as %+v and written as %q", file, n, n.File())
		}
		if ok && !validFamily(n.Family) {
			t.Errorf("family %q", n.Family)
		}
	})
}
