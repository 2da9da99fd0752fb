package event

import "testing"

func TestBand(t *testing.T) {
	f := func(s Severity, want string) {
		t.Helper()
		if got := s.String(); got != want {
			t.Errorf("Severity(%d) = %q, want %q", s, got, want)
		}
	}
	f(None, "")
	f(1, "TRACE")
	f(4, "TRACE")
	f(Debug, "DEBUG")
	f(8, "DEBUG")
	f(Notice, "INFO")
	f(Warn, "WARN")
	f(Crit, "ERROR")
	f(Fatal, "FATAL")
	f(Emerg, "FATAL")
}

func TestParseLevel(t *testing.T) {
	f := func(word, band string) {
		t.Helper()
		s, ok := ParseLevel(word)
		if ok != (band != "") || s.String() != band {
			t.Errorf("ParseLevel(%q) = %v %v, want %q", word, s, ok, band)
		}
	}
	f("WARNING", "WARN")
	f("severe", "ERROR")
	f("Crit", "FATAL")
	f("NOTICE", "INFO")
	f("VRB", "TRACE")
	f("SUCCESS", "INFO")
	f("警告", "WARN")
	f("hello", "")
	f("", "")
}
