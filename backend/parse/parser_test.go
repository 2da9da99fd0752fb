package parse

import (
	"fmt"
	"strings"
	"testing"

	"cordwood/backend/event"
)

// show writes an event in one line: time | level | body | fields.
func show(e event.Event) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s | %s | %s |", timeText(e.Time), e.Severity, e.Body)
	for _, f := range e.Fields {
		fmt.Fprintf(&out, " %s=%s", f.Name, f.Value)
	}
	return strings.TrimSpace(strings.TrimSuffix(out.String(), " |"))
}

func TestJSONLines(t *testing.T) {
	f := func(line, want string) {
		t.Helper()
		p := Detect([]byte(line), Options{})
		if p.Format() != "json" {
			t.Errorf("detected as %s: %s", p.Format(), line)
		}
		if got := show(p.Event([]byte(line))); got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
	// ours, written by zerolog
	f(`{"level":"info","logger":"inbox","n":3,"time":"2026-11-22T10:11:12.345Z","message":"ready"}`,
		"2026-11-22T10:11:12.345Z | INFO | ready | logger=inbox n=3")
	// slog, with a level between two, and a nested group
	f(`{"time":"2026-11-22T10:11:12+08:00","level":"WARN+1","msg":"slow","db":{"ms":812,"pool":{"size":4}}}`,
		"2026-11-22T02:11:12Z | WARN | slow | db.ms=812 db.pool.size=4")
	// pino: numbers for levels, epoch milliseconds
	f(`{"level":50,"time":1763806272345,"pid":1,"msg":"x","err":{"type":"E"}}`,
		"2025-11-22T10:11:12.345Z | ERROR | x | pid=1 err.type=E")
	// zap: seconds with a fraction
	f(`{"level":"dpanic","ts":1763806272.345,"msg":"x"}`, "2025-11-22T10:11:12.345Z | FATAL | x")
	// log4j2
	f(`{"instant":{"epochSecond":1763806272,"nanoOfSecond":345000000},"level":"FATAL","message":"x"}`,
		"2025-11-22T10:11:12.345Z | FATAL | x | instant.nanoOfSecond=345000000")
	// Serilog compact leaves Information out
	f(`{"@t":"2026-11-22T10:11:12Z","@mt":"hello {Who}","Who":"you"}`,
		"2026-11-22T10:11:12Z | INFO | hello {Who} | Who=you")
	// GELF counts as syslog does
	f(`{"version":"1.1","short_message":"x","timestamp":1763806272,"level":4}`,
		"2025-11-22T10:11:12Z | WARN | x | version=1.1")
	f(`{"@timestamp":"2026-11-22T10:11:12Z","log.level":"error","message":"x","event":{"action":"login"}}`,
		"2026-11-22T10:11:12Z | ERROR | x | event.action=login")
	f(`{"t":{"$date":"2026-11-22T10:11:12.345+00:00"},"s":"W","c":"REPL","msg":"x"}`,
		"2026-11-22T10:11:12.345Z | WARN | x | c=REPL")
	// no message: the record is its own body
	f(`{"time":"2026-11-22T10:11:12Z","status":200}`,
		`2026-11-22T10:11:12Z |  | {"time":"2026-11-22T10:11:12Z","status":200} | status=200`)
	// the two states of an audit record stay whole
	f(`{"action":"modify","before":{"a":1},"after":{"a":2},"list":[1,2]}`,
		`|  | {"action":"modify","before":{"a":1},"after":{"a":2},"list":[1,2]} | action=modify before={"a":1} after={"a":2} list=[1,2]`)
	// a word in the message is no level
	f(`{"msg":"ERROR in the text"}`, "|  | ERROR in the text")
}

func TestAccessLog(t *testing.T) {
	f := func(line, want string) {
		t.Helper()
		p := Detect([]byte(line), Options{})
		if p.Format() != "access" {
			t.Errorf("detected as %s: %s", p.Format(), line)
		}
		e := p.Event([]byte(line))
		e.Body = ""
		if got := show(e); got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
	f(`10.1.2.3 - - [22/Nov/2026:10:11:12 +0800] "GET /a?b=c HTTP/1.1" 200 512`,
		"2026-11-22T02:11:12Z |  |  | ip=10.1.2.3 method=GET path=/a?b=c protocol=HTTP/1.1 status=200 bytes=512")
	f(`10.1.2.3 - eve [22/Nov/2026:10:11:12 +0000] "POST / HTTP/2.0" 404 - "-" "curl/8 \"x\"" 0.012`,
		`2026-11-22T10:11:12Z |  |  | ip=10.1.2.3 account=eve method=POST path=/ protocol=HTTP/2.0 status=404 agent=curl/8 \"x\" more=0.012`)
	f(`pbx.example.org 10.1.2.3 - - [22/Nov/2026:10:11:12 +0000] "GET / HTTP/1.1" 301 0 "https://a/" "b"`,
		"2026-11-22T10:11:12Z |  |  | vhost=pbx.example.org ip=10.1.2.3 method=GET path=/ protocol=HTTP/1.1 status=301 bytes=0 referer=https://a/ agent=b")
	f(`10.1.2.3 - Jane Doe [22/Nov/2026:10:11:12 +0000] "\x16\x03" 400 226`,
		`2026-11-22T10:11:12Z |  |  | ip=10.1.2.3 account=Jane Doe path=\x16\x03 status=400 bytes=226`)
}

func TestPlain(t *testing.T) {
	f := func(entry, want string) {
		t.Helper()
		p := Detect([]byte(entry), Options{})
		if p.Format() != "plain" {
			t.Errorf("detected as %s: %s", p.Format(), entry)
		}
		if got := show(p.Event([]byte(entry))); got != want {
			t.Errorf("%s\n got %s\nwant %s", entry, got, want)
		}
	}
	f("hello", "|  | hello")
	f("the ERROR was fatal", "|  | the ERROR was fatal")
	f("[2026-11-22 10:11:12,345] hello", "2026-11-22T10:11:12.345Z |  | hello")
	f("10:11:12 hello", "|  | hello")
	f("2026-11-22 10:11:12 hello\n\tat a.b(C.java:1)", "2026-11-22T10:11:12Z |  | hello\n\tat a.b(C.java:1)")
}

func TestContainer(t *testing.T) {
	f := func(file, format string, want ...string) {
		t.Helper()
		p, events := eventsOf([]byte(file), Options{})
		if p.Format() != format || len(events) != len(want) {
			t.Fatalf("%s: %d events, want %d", p.Format(), len(events), len(want))
		}
		for i, e := range events {
			if got := show(e); got != want[i] {
				t.Errorf("got %s\nwant %s", got, want[i])
			}
		}
	}
	// a trace inside is one event again; the runtime's time has a zone, the inner has not
	f(`{"log":"2026-11-22 10:11:12,345 [main] ERROR a.B - gone\n","stream":"stderr","time":"2026-11-22T02:11:12.3456Z"}
{"log":"java.io.IOException: x\n","stream":"stderr","time":"2026-11-22T02:11:12.3457Z"}
{"log":"\tat a.B.c(B.java:1)\n","stream":"stderr","time":"2026-11-22T02:11:12.3458Z"}
{"log":"2026-11-22 10:11:13,345 [main] INFO  a.B - back\n","stream":"stdout","time":"2026-11-22T02:11:13.3456Z"}
`, "docker",
		"2026-11-22T02:11:12.3456Z | ERROR | gone\njava.io.IOException: x\n\tat a.B.c(B.java:1) | thread=main logger=a.B stream=stderr",
		"2026-11-22T02:11:13.3456Z | INFO | back | thread=main logger=a.B stream=stdout")
	f(`2026-11-22T10:11:12.5+08:00 stderr F {"level":"warn","ts":1763806272.5,"msg":"slow"}
2026-11-22T10:11:12.6+08:00 stderr F {"level":"info","msg":"fast"}
`, "cri", "2025-11-22T10:11:12.5Z | WARN | slow | stream=stderr", "2026-11-22T02:11:12.6Z | INFO | fast | stream=stderr")
	f("2026-11-22T10:11:12.123456789Z stdout F hello\n", "cri", "2026-11-22T10:11:12.123456789Z |  | hello | stream=stdout")
}

func TestXML(t *testing.T) {
	f := func(entry, want string) {
		t.Helper()
		p, events := eventsOf([]byte(entry), Options{})
		if p.Format() != "xml" || len(events) != 1 {
			t.Fatalf("%s: %d events", p.Format(), len(events))
		}
		if got := show(events[0]); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
	f(`<log4j:event logger="a.B" timestamp="1483646202027" level="WARN" thread="main">
<log4j:message><![CDATA[less < than]]></log4j:message>
<log4j:throwable><![CDATA[java.lang.Exception: x
	at a.B.c(B.java:1)]]></log4j:throwable>
<log4j:properties><log4j:data name="call_id" value="8f3c"/></log4j:properties>
</log4j:event>`, "2017-01-05T19:56:42.027Z | WARN | less < than\njava.lang.Exception: x\n\tat a.B.c(B.java:1) | logger=a.B thread=main call_id=8f3c")
	f(`<record>
  <date>2012-01-20T07:07:23</date>
  <millis>1327039643864</millis>
  <level>SEVERE</level>
  <message>gone</message>
</record>`, "2012-01-20T06:07:23.864Z | ERROR | gone | date=2012-01-20T07:07:23")
	f(`<Event xmlns="x"><System><EventID>4625</EventID><Level>3</Level><TimeCreated SystemTime="2022-10-01T11:25:54.620Z"/></System><EventData><Data Name="TargetUserName">ann</Data></EventData></Event>`,
		`2022-10-01T11:25:54.62Z | WARN | <Event xmlns="x"><System><EventID>4625</EventID><Level>3</Level><TimeCreated SystemTime="2022-10-01T11:25:54.620Z"/></System><EventData><Data Name="TargetUserName">ann</Data></EventData></Event> | System.EventID=4625 System.Level=3 TargetUserName=ann`)
	f(`<record><level>INFO</level><message>cut o`, `| INFO | <record><level>INFO</level><message>cut o`)
}
