package parse

import "testing"

func TestTold(t *testing.T) {
	logback := "2025-03-04 09:05:07.008 [main] INFO  suite.Call - call done call_id=8f3c2e71 ms=900 note=\"two words, ms=1\" user=ann,db=crm"
	f := func(text, name, want string) {
		t.Helper()
		p := Detect([]byte(text+"\n"), Options{})
		e := p.Event([]byte(text))
		if got := p.Told(&e, name); got != want {
			t.Errorf("%s of %s (%s): %q, want %q", name, text, p.Format(), got, want)
		}
	}
	f(logback, "ms", "900")
	f(logback, "call_id", "8f3c2e71")
	f(logback, "id", "")
	f(logback, "note", "two words, ms=1")
	f(logback, "user", "ann")
	f(logback, "db", "crm")
	f(logback, "MS", "")
	f(logback, "", "")
	f(logback+"\n\tat a.b(C.java:1) line=7", "line", "7")
	f("2025-03-04 09:05:07.008123 [DEBUG] switch_core.c:12 hangup cause=NORMAL_CLEARING billsec=31", "billsec", "31")
	f("Mar  4 09:05:07 host daemon[1]: done ms=42 retries=3", "retries", "3")
	f("2025-03-04 09:05:07.008 [main] INFO  suite.Call - https://a/b?ms=5", "ms", "")
}
