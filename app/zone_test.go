package app

import "testing"

func TestParseZone(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		loc, err := parseZone(in)
		got := ""
		if err == nil {
			got = zoneOf(loc, "set").Name
		}
		if got != want {
			t.Errorf("parseZone(%q) is %q (%v), want %q", in, got, err, want)
		}
	}
	f("UTC", "UTC+00:00")
	f("", "UTC+00:00")
	f("+08:00", "UTC+08:00")
	f("UTC+08:00", "UTC+08:00")
	f("-0330", "UTC-03:30")
	f("+5", "UTC+05:00")
	f("Asia/Shanghai", "Asia/Shanghai")
	f("Europe/Berlin", "Europe/Berlin")
	f("Nowhere/Else", "")
	f("+15:00", "")
	f("+08:61", "")
	f("Local", "")
}
