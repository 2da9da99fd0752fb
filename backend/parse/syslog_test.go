package parse

import (
	"strings"
	"testing"
	"time"
)

func TestSyslog(t *testing.T) {
	o := Options{Modified: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	f := func(line, want string) {
		t.Helper()
		p := Detect([]byte(line), o)
		if p.Format() != "syslog" {
			t.Errorf("detected as %s: %s", p.Format(), line)
		}
		if got := show(p.Event([]byte(line))); got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
	f("Nov 22 10:11:12 mail postfix/smtpd[1830]: connect from example.com[127.0.0.1]",
		"2026-11-22T10:11:12Z |  | connect from example.com[127.0.0.1] | host=mail program=postfix/smtpd pid=1830")
	f("May  6 09:25:41 mail postfix/smtpd[9]: warning: unknown[203.0.113.10]: SASL LOGIN authentication failed",
		"2026-05-06T09:25:41Z | WARN | unknown[203.0.113.10]: SASL LOGIN authentication failed | host=mail program=postfix/smtpd pid=9")
	f("2020-01-30T06:26:05.404714+09:00 mail dovecot: imap-login: Login: user=<alice>",
		"2020-01-29T21:26:05.404714Z |  | imap-login: Login: user=<alice> | host=mail program=dovecot")
	f("<34>Nov 22 10:11:12 px1 kamailio[1375]: hello",
		"2026-11-22T10:11:12Z | ERROR | hello | host=px1 program=kamailio pid=1375") // crit is ERROR's upper end
	f("Mar 10 14:59:14 px1 /usr/sbin/kamailio[1375]: CRITICAL: <core> [pass_fd.c:277]: receive_fd(): EOF",
		"2026-03-10T14:59:14Z | FATAL | <core> [pass_fd.c:277]: receive_fd(): EOF | host=px1 program=/usr/sbin/kamailio pid=1375")
	f(`<165>1 2026-11-22T10:11:12.003Z host app 8710 ID47 [x@32473 iut="3" name="a b"] text`,
		"2026-11-22T10:11:12.003Z | INFO | text | host=host program=app pid=8710 msgid=ID47 iut=3 name=a b")
	f("<78>1 2017-04-27T08:09:01+02:00 cloud CRON 1472 - -  (root) CMD (x)",
		"2017-04-27T06:09:01Z | INFO | (root) CMD (x) | host=cloud program=CRON pid=1472")
	f(`2022-08-27T14:22:01.613Z space NSX 3106 - [abc@6876 comp="edge" level="ERROR"] keep-alive`,
		"2022-08-27T14:22:01.613Z | ERROR | keep-alive | host=space program=NSX pid=3106 comp=edge level=ERROR")
	// a level word further inside is only text
	f("Nov 22 10:11:12 host app[1]: the ERROR: was here",
		"2026-11-22T10:11:12Z |  | the ERROR: was here | host=host program=app pid=1")
}

func TestLogfmt(t *testing.T) {
	f := func(line, want string) {
		t.Helper()
		p := Detect([]byte(line), Options{})
		if p.Format() != "logfmt" {
			t.Errorf("detected as %s: %s", p.Format(), line)
		}
		if got := show(p.Event([]byte(line))); got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
	f(`time="2024-11-12T14:39:08+09:00" level=warning msg="System \"x\" warning" n=3`,
		`2024-11-12T05:39:08Z | WARN | System "x" warning | n=3`)
	f(`logger=settings t=2025-04-24T19:51:48.520963849Z level=info msg=Unauthorized uname= version=11.5.2`,
		"2025-04-24T19:51:48.520963849Z | INFO | Unauthorized | logger=settings uname= version=11.5.2")
	f(`ts=1763806272.5 lvl=eror a=1,2,3`, "2025-11-22T10:11:12.5Z | ERROR | ts=1763806272.5 lvl=eror a=1,2,3 | a=1,2,3")
}

func TestPairs(t *testing.T) {
	f := func(text, want string) {
		t.Helper()
		got := ""
		for _, field := range appendPairs(nil, []byte(text), text) {
			got += field.Name + "=" + field.Value + ";"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	f("", "")
	f("no pairs here", "")
	f("a=1", "a=1;")
	f("[1-1] user=ann,db=crm,app=x client=10.0.0.1 ", "user=ann;db=crm;app=x;client=10.0.0.1;")
	f(`SecurityEvent="A b",EventTV="2021",Severity="Error"`, "SecurityEvent=A b;EventTV=2021;Severity=Error;")
	f("a==b c= d", "a==b;c=;")
	f("1 + 1 = 2", "")
	f(`open="never closed`, `open="never;`)
}

func TestShape(t *testing.T) {
	f := func(shape, line, want string) {
		t.Helper()
		s, err := compileShape(shape)
		if err != nil {
			t.Fatal(err)
		}
		l, c := &layout{}, newClock(Options{})
		var m match
		got := "no"
		if s.match([]byte(line), l, &c, &m) {
			got = ""
			for i, name := range s.names {
				got += name + "=" + line[m.spans[i].from:m.spans[i].to] + ";"
			}
		}
		if got != want {
			t.Errorf("%s on %q: %s, want %s", shape, line, got, want)
		}
	}
	f("{time} {level} {body}", "2026-11-22 10:11:12 INFO  hello you", "time=2026-11-22 10:11:12;level=INFO;body=hello you;")
	f("{time} {level} {body}", "2026-11-22 10:11:12 hello you", "no")
	f("{time} {LEVEL} {body}", "2026-11-22 10:11:12 error opening it", "no")
	f("{time} {level} {body}", "2026-11-22 10:11:12 INFO", "time=2026-11-22 10:11:12;level=INFO;body=;")
	f("[~{level}~] {body}", "[ ERROR ] x", "level=ERROR;body=x;")
	f("[{thread+}] {body}", "[a b c] x", "thread=a b c;body=x;")
	f("[{thread+}] - {body}", "[a [b] c] - x", "thread=a [b] c;body=x;")
	f("[{thread+}] {body}", "[] x", "no")
	f("[{thread*}] {body}", "[] x", "thread=;body=x;")
	f("{logger} - {body}", "a.b - x - y", "logger=a.b;body=x - y;")
	f("{logger}: {body}", "a b: x", "no")
	f("{pid#} {body}", "12a x", "no")
	f("{source:} {body}", "file.c:12 x", "source=file.c:12;body=x;")
	f("{source:} {body}", "file.c x:1", "no")
	f("{a}|{b}", "1|2", "a=1;b=2;")
}

func TestContinues(t *testing.T) {
	f := func(line string, want bool) {
		t.Helper()
		if got := continues([]byte(line)); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
	f("", true)
	f("hello", false)
	f("\tat a.b.C(D.java:1)", true)
	f("Caused by: x", true)
	f("... 3 more", true)
	f("Traceback (most recent call last):", true)
	f("ValueError: bad", true)
	f("java.io.IOException", true)
	f("Error: this is what people write", true)
	f("An Error: no", false)
	f("main.(*T).run(0xc000, 0x1)", true)
	f("runtime.gopark(...)", true)
	f("started (fast)", false)
	f("} // end", true)
	f("#0 /var/www/index.php(52): main()", true)
	f("# comment", false)
	f("at a.B.c(B.java:1)", true)
	f("from x.rb:4:in `f'", true)
	f("at the beginning", false)
	f("from now on", false)
}

func TestDetect(t *testing.T) {
	f := func(sample, want string) {
		t.Helper()
		if got := Detect([]byte(sample), Options{}).Format(); got != want {
			t.Errorf("%q: %s, want %s", sample, got, want)
		}
	}
	f("", "plain")
	f("\x00\x01\x02", "plain")
	f("hello\nworld\n", "plain")
	f("{\n  \"time\": \"2026-11-22T10:11:12Z\",\n  \"msg\": \"x\"\n}\n", "json")
	// most lines are continuation: the few heads decide
	f("2023-02-14 13:04:52.586738 [NOTICE] a.c:1 x\n"+"v=0\no=x\ns=y\nc=z\nt=0 0\nm=audio\na=b\n", "freeswitch")
	// one line of something else does not turn a format over
	f("Starting\n2026-11-22 10:11:12,345 [main] INFO  a.B - x\n2026-11-22 10:11:13,345 [main] WARN  a.B - y\n", "logback")
	// but a single one in a long text proves nothing
	f("2023-02-14 13:04:52.586738 [NOTICE] a.c:1 x\n"+strings.Repeat("hello\n", 45), "plain")
	// colours and Windows line ends are looked through
	f("\x1b[32m2026-11-22 10:11:12,345 [main] INFO  a.B - x\x1b[0m\r\n", "logback")
	if p := Detect([]byte("{}"), Options{Format: "plain"}); p.Format() != "plain" {
		t.Error("a forced format was not taken:", p.Format())
	}
	if p := Detect([]byte("{}"), Options{Format: "nonsense"}); p.Format() != "json" {
		t.Error("an unknown forced format was taken:", p.Format())
	}
	if _, err := Named("nonsense", Options{}); err == nil {
		t.Error("an unknown name made a parser")
	}
}
