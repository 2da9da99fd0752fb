package query

import (
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// visit is a row of the access desk, refused is a log entry of two lines.
var (
	visit = &entry{
		text: "GET /api/v2/queue/7 Acme Ltd tel 138-0013-8000 8f3c2e71-0b4d-4c58-9d0e-5f0f6b1f2a3c",
		fields: map[string]string{
			"account": "1001", "company": "Acme Ltd", "module": "call_queue_main", "path": "/api/v2/queue/7", "ms": "1500", "bytes": "10485760",
			"status": "503", "ip": "10.1.2.3", "country": "CN", "scope": "administrator", "memo": "", "count": "2.5",
			"call_id": "8F3C2E71-0b4d-4c58-9d0e-5f0f6b1f2a3c", "file": "logs/access_log-2026-11-21.log.gz",
		},
		at: time.Date(2026, 11, 22, 9, 20, 59, 999e6, cst), level: event.Warn,
	}
	trace = &entry{
		text:   "ERROR bridge LOST: Straße\n\tat Bar.java:12 job=9f00aa11 done, ext 13912345678 from +86 10 8888 6666",
		fields: map[string]string{"took": "2.5s", "file": "call_event.log", "Job": "9f00aa11", "code": "503"},
		at:     time.Date(2026, 11, 21, 23, 30, 0, 0, cst), level: event.Fatal,
	}
	silent = &entry{text: "-- no level, no time --"}
)

func TestMatch(t *testing.T) {
	f := func(in string, r Record, want bool) {
		t.Helper()
		q, _, err := Parse(in, openDesk())
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
			return
		}
		if got := q.Match(r); got != want {
			t.Errorf("%q matches %v, want %v", in, got, want)
		}
		no, _, err := Parse("-("+in+")", openDesk())
		if err != nil || no.Match(r) == want {
			t.Errorf("the negation of %q: %v, %v", in, !want, err)
		}
	}
	yes := func(in string, r Record) { t.Helper(); f(in, r, true) }
	no := func(in string, r Record) { t.Helper(); f(in, r, false) }

	yes("bridge lost", trace)
	yes("lost bridge", trace)
	yes(`"bridge lost"`, trace)
	no(`"lost bridge"`, trace)
	yes("STRASSE OR straße", trace)
	no("strasse", trace)
	yes("bar.java:12", trace) // an open name that no field has: the text as written
	yes("at Bar.java:12 job=9f00aa11", trace)
	yes("-heartbeat", trace)
	no("bridge -lost", trace)
	yes("nothing OR (bridge lost)", trace)

	yes("level:fatal", trace)
	yes("level:>=warn", visit)
	no("level:>warn", visit)
	yes("level:<error", visit)
	yes("level:info..error", visit)
	no("level:>fatal", trace)
	yes("level:none", silent)
	no("level:<error", silent)
	yes("-level:error", silent)

	yes("account:1001", visit)
	yes("account:10*", visit)
	yes("account:1000..1999", visit)
	no("account:>1001", visit)
	yes(`company:"acme ltd"`, visit)
	no("company:acme", visit)
	yes("tenant:acme*", visit)
	yes("module:*queue*", visit)
	no("module:*queue", visit)
	yes("scope:admin", visit)
	yes("-account:7", silent)
	yes("country:cn", visit)

	yes("ms:>500", visit)
	yes("ms:1.5s", visit)
	no("ms:>1.5s", visit)
	yes("ms:1s..2s", visit)
	yes("bytes:10MB", visit)
	yes("bytes:>=10240kb", visit)
	yes("count:2.5", visit)
	yes("count:>2", visit)
	yes("status:5xx", visit)
	yes("status:>=500", visit)
	yes("status:50*", visit)
	no("status:4xx", visit)
	yes("took:>2s", trace)
	no("took:<100ms", trace)
	yes("code:5xx", trace)

	yes("ip:10.0.0.0/8", visit)
	yes("ip:10.1.2.3", visit)
	yes("ip:10.1.*", visit)
	yes("ip:10.1.2.0..10.1.2.9", visit)
	yes("ip:10.1.2.3..", visit)
	no("ip:192.168.0.0/16", visit)
	no("ip:fe80::/10", visit)
	yes("ip:::ffff:10.0.0.0/104", visit)

	sip := &entry{text: "sip from 10.1.2.3:5060, or [fe80::1], at 09:10:11."}
	f2 := func(in string, want bool) { // without a field for addresses, they are looked for in the text
		t.Helper()
		q, _, err := Parse(in, Options{OpenFields: true})
		if err != nil || q.Match(sip) != want {
			t.Errorf("%q matches %v, want %v (%v)", in, !want, want, err)
		}
	}
	f2("ip:10.0.0.0/8", true)
	f2("ip:10.1.*", true)
	f2("IP:fe80::1", true)
	f2("ip:9.0.0.0/8", false)
	f2("ip:0.1.2.3", false)
	f2("ip:host", false)
	sip.text = "version v10.1.2.3 of 10.1.2.3x"
	f2("ip:10.0.0.0/8", false)

	yes("has:account", visit)
	no("has:memo", visit)
	no("memo:*", visit)
	yes(`memo:""`, visit)
	yes("has:time has:level", visit)
	no("has:time", silent)

	yes(`~"queue/\d"`, visit)
	yes(`~"^\s+at "`, trace)
	yes(`path:~"^/api/v2"`, visit)
	no(`path:~"^api"`, visit)

	yes("time:09:10..09:20", visit) // both ends in, to the unit written
	no("time:09:10..09:20:59.998", visit)
	yes("time:09:10..09:20:59.999", visit)
	no("time:09:10..09:19", visit)
	yes("time:2026-11-22", visit)
	yes("time:today", visit)
	yes("time:yesterday", trace)
	yes("time:-3h..", visit)
	no("time:-2h..", visit)
	yes("time:..now", visit)
	yes("time:23:00..01:00", trace) // over midnight: it began the day before
	yes("time:2026-11-21T23:00..23:30", trace)
	yes("time:2026-11-21T15:30Z", trace)
	yes("time:>=2026-11-21T15:30:00Z", trace)
	no("time:>2026-11-21T23:30", trace)
	yes("time:<2026-11", &entry{at: time.Date(2026, 10, 31, 23, 59, 59, 0, cst)})
	yes("time:2026-11", trace)
	yes("time:1795275000", trace)
	no("time:today", silent)
	yes("-time:today", silent)

	yes("file:call_event", trace)
	yes("file:CALL_EVENT.log", trace)
	no("file:call", trace)
	yes("file:access_log", visit)
	yes("file:logs/access_log-2026-11-21.log.gz", visit)
	yes("file:*2026-11-21*", visit)
	yes("id:8f3c2e71", visit)
	no("id:8f3c2e", visit)
	yes("id:9f00aa11", trace)
	no("id:9f00", trace)
	no("id:9f00aa11", &entry{text: "job=x9f00aa11"})
	yes("id:9f00", &entry{text: "job=9f00a job=9f00, done"})
	no("id:0b4d4c58", visit)
	// The Call-ID of SIP is a word with a host behind an @, or without one.
	invite := &entry{text: "INVITE Call-ID: 3848276298220188511@atlanta.example.com, callid=-x4a+b.c~d%e!@10.0.0.1 i:a84b4c76e66710@[2001:db8::1]:5060"}
	yes("id:3848276298220188511@atlanta.example.com", invite)
	yes("id:3848276298220188511", invite)
	yes("id:38482762", invite)
	no("id:48276298", invite)
	no("id:3848276298220188512@atlanta.example.com", invite)
	yes("id:-x4a+b.c~d%e!@10.0.0.1", invite)
	yes("id:a84b4c76e66710@[2001:db8::1]", invite)

	yes("number:13800138000", visit)
	yes(`number:"+86 138 0013 8000"`, visit)
	yes("number:008613912345678", trace)
	yes("number:01088886666", trace)
	yes("number:88886666", trace)
	no("number:88886667", trace)
	yes("number:13800138000", &entry{text: "(138)-0013 8000"})
	for _, spelling := range []string{
		"138/0013/8000", "138_0013_8000", "138\u20110013\u20118000", "138–0013–8000", "138\u00a00013\u202f8000", "１３８００１３８０００", "１３８－００１３－８０００", "（138）0013 8000", "138／0013　8000",
		"tel:+86/138.0013.8000;x", "sip:+8613800138000@pbx.example.com", "job_138_0013_8000_end",
	} {
		yes("number:13800138000", &entry{text: "call " + spelling})
		yes("number:13800138000", &entry{text: spelling + "。"})
		end := strings.TrimRightFunc(spelling, func(r rune) bool { return digit(r) < 0 })
		no("number:13800138000", &entry{text: end + "1"})
		no("number:13800138000", &entry{text: end + "１"})
	}
	yes(`number:"１３８ 0013/8000"`, &entry{text: "13800138000"})
	yes("number:138_0013\u20118000", &entry{text: "13800138000"})
	no("number:001", &entry{text: "１001"})
	yes("number:001", &entry{text: "x001"})
	no("number:13800138000", &entry{text: "138    0013    8000"})
	no("number:1234567890", trace)
	yes("number:12345678", trace)
}

func TestEmptyQueriesMatchAll(t *testing.T) {
	parsed, _, err := Parse("   ", desk)
	for _, q := range []*Query{nil, {}, parsed} {
		if err != nil || !q.Empty() || !q.Match(silent) || q.String() != "" || fault.Text(q.Explain()) != "everything" || q.Literals() != nil ||
			q.Highlights("x") != nil {
			t.Errorf("%#v is not the empty query", q)
		}
		if where, args, err := q.SQL(Columns{}); where != "1" || args != nil || err != nil {
			t.Errorf("SQL = %q, %v, %v", where, args, err)
		}
	}
}

func TestCase(t *testing.T) {
	f := func(in string, want bool) {
		t.Helper()
		o := openDesk()
		o.Case = true
		q, _, err := Parse(in, o)
		if err != nil || q.Match(visit) != want {
			t.Errorf("%q matches %v, want %v (%v)", in, !want, want, err)
		}
	}
	f("Acme", true)
	f("acme", false)
	f(`company:"Acme Ltd"`, true)
	f(`company:"acme ltd"`, false)
	f("company:acme*", false)
	f("company:Acme*", true)
	f(`~"acme"`, false)
	f("level:WARN", true)
}

func TestBareExpression(t *testing.T) {
	f := func(in, print string, want bool) {
		t.Helper()
		o := openDesk()
		o.Expr = true
		q, _, err := Parse(in, o)
		if err != nil || q.String() != print || q.Match(trace) != want {
			t.Errorf("%q prints %q, matches %v (%v)", in, q, q.Match(trace), err)
		}
	}
	f(`bridge \w+: str`, `~"bridge \w+: str"`, true)
	f(`(lost|found).*level`, `~"(lost|found).*level"`, false)
	f(`level:fatal ^\s+at`, `level:fatal ~"^\s+at"`, true)
	f(`"a.c"`, `"a.c"`, false)
	f(`br.dge -hello OR x{9}`, `~"br.dge" -~"hello" OR ~"x{9}"`, true)
	f(`a\"b`, `~"a\"b"`, false)
}

func TestPlainWordsDoNotAllocate(t *testing.T) {
	q, _, err := Parse(`bridge "lost: stra" -heartbeat (skip OR straße) account:1001`, desk)
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { q.Match(trace) }); n != 0 {
		t.Errorf("%v allocations a match", n)
	}
}
