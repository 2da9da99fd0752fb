package app

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What is usual is told of a finding when the days before say it, and is not known otherwise.
func TestUsualFigures(t *testing.T) {
	f := func(days int, errors, all, ip string) {
		t.Helper()
		dir := filepath.Join(t.TempDir(), "suite")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		now := time.Now().UTC()
		var log, access []byte
		entry := func(before time.Duration, level string) {
			log = fmt.Appendf(log, "%s [main] %s a.B - x\n", now.Add(-before).Format("2006-01-02 15:04:05.000"), level)
		}
		refused := func(before time.Duration, ip string) {
			access = fmt.Appendf(access, `{"time":%q,"kind":"refused","account":"7","path":"/login","status":401,"result":"wrong password","ip":%q}`+"\n", now.Add(-before).Format(time.RFC3339Nano), ip)
		}
		for d := days; d >= 1; d-- { // each of the days before: 48 errors, 3 refused
			for i := range 48 {
				entry(time.Duration(d)*24*time.Hour+24*time.Hour-time.Duration(i+1)*29*time.Minute, "ERROR")
			}
			refused(time.Duration(d)*24*time.Hour+3*time.Hour, "203.0.113.9")
			refused(time.Duration(d)*24*time.Hour+2*time.Hour, "203.0.113.9")
			refused(time.Duration(d)*24*time.Hour+time.Hour, "203.0.113.8")
		}
		for i := range 40 {
			entry(time.Duration(40-i)*time.Minute, "ERROR")
			refused(time.Duration(40-i)*time.Minute, "203.0.113.9")
		}
		for name, text := range map[string][]byte{"application.log": log, "access_log.log": access} {
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		a := testApp(t)
		src, err := a.Sources().Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if src, err = a.Sources().SetZone(src.ID, "UTC"); err != nil {
			t.Fatal(err)
		}
		said := func(n *float64) string {
			if n == nil {
				return "unknown"
			}
			return fmt.Sprint(*n)
		}
		var got string
		want := fmt.Sprint("errors ", errors, ", all ", all, ", address ", ip)
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			v, err := a.Health().View(src.ID)
			if err != nil {
				t.Fatal(err)
			}
			figures := map[string]string{}
			for _, x := range v.Findings {
				figures[x.Kind] = said(x.Usual)
			}
			if got = fmt.Sprint("errors ", figures["errors"], ", all ", said(v.Refused.Usual), ", address ", figures["refused"]); got == want {
				return
			}
		}
		t.Errorf("after %d days: %s, want %s", days, got, want)
	}
	f(1, "unknown", "unknown", "unknown")
	f(5, "2", "3.6", "2.4") // 15 and 10 refused in four days and three hours
}
