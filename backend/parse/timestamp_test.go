package parse

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
)

func TestTimestamp(t *testing.T) {
	c := newClock(Options{Modified: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)})
	f := func(text, want string, zone event.ZoneKind) {
		t.Helper()
		st, n := c.read([]byte(text + " rest of the line"))
		if n != len(text) {
			t.Errorf("%q: read %d bytes of %d", text, n, len(text))
		}
		if got := timeText(st.time); got != want || st.zone != zone {
			t.Errorf("%q = %s (%s), want %s", text, got, zoneText(st.zone), want)
		}
	}
	const none, assumed, known = event.ZoneNone, event.ZoneAssumed, event.ZoneKnown
	f("2026-11-22T10:11:12.345Z", "2026-11-22T10:11:12.345Z", known)
	f("2026-11-22T10:11:12,345+0800", "2026-11-22T02:11:12.345Z", known)
	f("2026-11-22 10:11:12,345", "2026-11-22T10:11:12.345Z", assumed)
	f("2026-11-22 10:11:12.345678 +08:00", "2026-11-22T02:11:12.345678Z", known)
	f("2026-11-22 10:11:12 CET", "2026-11-22T09:11:12Z", known)
	f("2026-11-22 10:11:12 CST", "2026-11-22T10:11:12Z", assumed) // Chicago or Shanghai?
	f("2026/11/22 10:11:12", "2026-11-22T10:11:12Z", assumed)
	f("2026/11/22 - 10:11:12", "2026-11-22T10:11:12Z", assumed)
	f("22/Nov/2026:10:11:12 +0800", "2026-11-22T02:11:12Z", known)
	f("22-Nov-2026 10:11:12.345", "2026-11-22T10:11:12.345Z", assumed)
	f("22 Nov 2026 10:11:12.345", "2026-11-22T10:11:12.345Z", assumed)
	f("22.11.2026 10:11:12", "2026-11-22T10:11:12Z", assumed)
	f("11/22/2026 10:11:12 PM", "2026-11-22T22:11:12Z", assumed)
	f("Nov 22, 2026 10:11:12 AM", "2026-11-22T10:11:12Z", assumed)
	f("Sun Nov 22 10:11:12 2026", "2026-11-22T10:11:12Z", assumed)
	f("Sun Nov 22 10:11:12.345 CET 2026", "2026-11-22T09:11:12.345Z", known)
	f("Mon Mar  2 04:32:02 2015,910", "2015-03-02T04:32:02.91Z", assumed)
	f("Nov 22 10:11:12", "2026-11-22T10:11:12Z", assumed)
	f("Nov 23 10:11:12", "2026-11-23T10:11:12Z", assumed) // a clock that runs ahead
	f("Dec 31 23:59:59", "2025-12-31T23:59:59Z", assumed) // never in the future
	f("Feb 29 10:11:12", "2024-02-29T10:11:12Z", assumed) // only leap years have it
	f("20261122-101112", "2026-11-22T10:11:12Z", assumed)
	f("20261122T101112Z", "2026-11-22T10:11:12Z", known)
	f("20261122101112", "2026-11-22T10:11:12Z", assumed)
	f("261122  0:04:00", "2026-11-22T00:04:00Z", assumed)
	f("081109 203615", "2008-11-09T20:36:15Z", assumed)
	f("17/06/09 20:10:52", "2017-06-09T20:10:52Z", assumed)
	f("11-22 10:11:12.345", "2026-11-22T10:11:12.345Z", assumed)
	f("1763806272", "2025-11-22T10:11:12Z", known)
	f("1763806272.345678", "2025-11-22T10:11:12.345678Z", known)
	f("1763806272345", "2025-11-22T10:11:12.345Z", known)
	f("1763806272345678", "2025-11-22T10:11:12.345678Z", known)
	f("1763806272345678901", "2025-11-22T10:11:12.345678901Z", known)
	f("@400000006921b6c814939178", "2025-11-22T13:12:30.345215352Z", known)
	f("2026-326T10:11:12", "2026-11-22T10:11:12Z", assumed)
	f("2026-11-22 10:11:12 PM", "2026-11-22T22:11:12Z", assumed)
	f("2026年11月22日 10:11:12", "2026-11-22T10:11:12Z", assumed)
	f("十一月 22, 2026 10:11:12 下午", "2026-11-22T22:11:12Z", assumed)
	f("11月 22, 2026 12:11:12 上午", "2026-11-22T00:11:12Z", assumed)
	f("22-十一月-2026 10:11:12.345", "2026-11-22T10:11:12.345Z", assumed)
	f("10:11:12.345", "", none) // a time of day is no instant
}

func TestNoTimestamp(t *testing.T) {
	c := newClock(Options{})
	for _, text := range []string{
		"", "hello", "2026", "2026-13-01 10:11:12", "2026-02-30 10:11:12", "2026-11-22 25:11:12",
		"127.0.0.1 GET", "1234567", "99999999999", "Monday is a day", "Mayor 12 10:11:12", "12345 10:11:12", "1.2.3 started",
	} {
		if st, n := c.read([]byte(text)); n != 0 {
			t.Errorf("%q is a timestamp: %s, %d bytes", text, st.time, n)
		}
	}
}

// TestZone: the source's zone gives what the text leaves out, and decides what an
// ambiguous name means.
func TestZone(t *testing.T) {
	f := func(zone, text, want string) {
		t.Helper()
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Skip(err)
		}
		c := newClock(Options{Zone: loc})
		if st, _ := c.read([]byte(text)); timeText(st.time) != want {
			t.Errorf("%s in %s = %s, want %s", text, zone, timeText(st.time), want)
		}
	}
	f("Asia/Shanghai", "2026-11-22 10:11:12", "2026-11-22T02:11:12Z")
	f("Asia/Shanghai", "2026-11-22 10:11:12 CST", "2026-11-22T02:11:12Z")
	f("America/Chicago", "2026-11-22 10:11:12 CST", "2026-11-22T16:11:12Z")
	f("Asia/Shanghai", "2026-11-22 10:11:12Z", "2026-11-22T10:11:12Z")
	f("Europe/Berlin", "2026-07-22 10:11:12", "2026-07-22T08:11:12Z")
}

// TestYear: a year that is given wins, unless it lies in the future of the file.
func TestYear(t *testing.T) {
	f := func(o Options, want string) {
		t.Helper()
		c := newClock(o)
		if st, _ := c.read([]byte("Dec 31 23:59:59 host")); timeText(st.time) != want {
			t.Errorf("%+v: %s, want %s", o, timeText(st.time), want)
		}
	}
	f(Options{}, "")
	f(Options{Year: 2024}, "2024-12-31T23:59:59Z")
	f(Options{Year: 2026, Modified: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}, "2025-12-31T23:59:59Z")
	f(Options{Modified: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}, "2025-12-31T23:59:59Z")
}

// TestAnchor: times of the same file that have a year decide before its last change.
func TestAnchor(t *testing.T) {
	f := func(file, want string) {
		t.Helper()
		_, events := eventsOf([]byte(file), Options{Modified: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)})
		if got := timeText(events[0].Time); got != want {
			t.Errorf("%.30s: %s, want %s", file, got, want)
		}
	}
	f("[Sep 29 09:09:16] NOTICE[1] loader.c: x\n[2025-09-29 09:09:17] DEBUG[1] config.c: y\n", "2025-09-29T09:09:16Z")
	f("[Dec 31 23:59:59] NOTICE[1] loader.c: x\n[2025-01-01 00:00:01] DEBUG[1] config.c: y\n", "2024-12-31T23:59:59Z")
	f("[Sep 29 09:09:16] NOTICE[1] loader.c: x\n[Sep 29 09:09:17] DEBUG[1] config.c: y\n", "2026-09-29T09:09:16Z")
	f("Sep 29 09:09:16.1234 2025 x\n", "2025-09-29T09:09:16.1234Z")
}

// TestDateparseOracle compares with the table of another library. It also reads
// forms that no log has, and takes zone names for UTC; the floor is what is left.
func TestDateparseOracle(t *testing.T) {
	rows := table(readFile(t, sharedData(t), filepath.Join("05-timestamps", "dateparse.tsv")))
	agree := 0
	for _, row := range rows {
		zone, err := time.LoadLocation(row["location"])
		if err != nil {
			t.Skip(err)
		}
		c := newClock(Options{Zone: zone})
		st, _ := c.whole(row["input"])
		want, err := time.Parse("2006-01-02 15:04:05.999999999 -0700 MST", row["expected_utc"])
		if err != nil {
			t.Fatal(err)
		}
		if st.time.Equal(want) {
			agree++
			continue
		}
		t.Logf("%-50q %s, want %s", row["input"], timeText(st.time), strings.TrimSuffix(row["expected_utc"], " +0000 UTC"))
	}
	t.Logf("%d of %d agree", agree, len(rows))
	if agree < 250 {
		t.Errorf("only %d of %d agree", agree, len(rows))
	}
}
