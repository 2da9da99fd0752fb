package query

import (
	"slices"
	"testing"
	"time"
)

var cst = time.FixedZone("CST", 8*3600)

// desk is what most tests parse with: a Sunday noon in Shanghai.
var desk = Options{
	Fields: map[string]Kind{
		"account": Text, "company": Text, "memo": Text, "module": Text, "path": Text, "scope": Text, "kind": Text, "country": Text,
		"ms": Duration, "bytes": Bytes, "status": Status, "count": Number, "ip": IP, "call_id": Text, "session": Text,
	},
	Clock: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, cst) },
}

func openDesk() Options {
	o := desk
	o.OpenFields = true
	return o
}

func TestFields(t *testing.T) {
	f := func(in string, want ...string) {
		t.Helper()
		q, _, err := Parse(in, Options{OpenFields: true, Fields: map[string]Kind{"ms": Duration}})
		if got := q.Fields(); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q asks for %q, want %q (%v)", in, got, want, err)
		}
	}
	f("")
	f("bridge lost")
	f(`level:error time:-1h.. file:eml id:4711 number:13800138000`)
	f("colour:red -(shade:blue OR colour:green)", "colour", "shade")
	f("has:colour ms:>5 Colour:x", "colour", "ms", "Colour")
	f("ip:10.0.0.1") // anywhere in the text
	f(`path:~"^/api"`, "path")
}

func TestPrint(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		q, _, err := Parse(in, desk)
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
			return
		}
		if got := q.String(); got != want {
			t.Errorf("Parse(%q) prints %q, want %q", in, got, want)
		}
		again, _, err := Parse(want, desk)
		if err != nil || again.String() != want {
			t.Errorf("Parse(%q) prints %q, %v", want, again, err)
		}
	}
	f("", "")
	f("  bridge   lost ", "bridge lost")
	f(`"bridge lost"`, `"bridge lost"`)
	f(`"bridge"`, "bridge")
	f("-heartbeat", "-heartbeat")
	f("NOT heartbeat", "-heartbeat")
	f("NOT NOT heartbeat", "NOT -heartbeat")
	f("timeout OR refused", "timeout OR refused")
	f("a AND b OR c", "a b OR c")
	f("a (b OR c)", "a (b OR c)")
	f("-(b OR c)", "-(b OR c)")
	f("((a))", "a")
	f("level:ERR", "level:error")
	f("level:>=Warning", "level:>=warn")
	f("level:..info", "level:<=info")
	f("level:none", "-has:level")
	f(`company:"Acme Ltd"`, `company:"Acme Ltd"`)
	f("tenant:Acme", "company:Acme")
	f("Company:Acme", "company:Acme")
	f("module:*queue*", "module:*queue*")
	f(`company:"Acme "*`, `company:"Acme "*`)
	f(`company:"5*"`, `company:"5*"`)
	f("ms:>500", "ms:>500")
	f("ms:100..500", "ms:100..500")
	f("ms:..1.5s", "ms:..1.5s")
	f("account:1000..1999", "account:1000..1999")
	f("path:../etc/passwd", `path:"../etc/passwd"`)
	f("account:1..2..3", `account:"1..2..3"`)
	f("status:5xx", "status:5xx")
	f("ip:10.0.0.0/8", "ip:10.0.0.0/8")
	f("ip:fe80::1", "ip:fe80::1")
	f("has:memo", "has:memo")
	f("memo:*", "has:memo")
	f(`memo:""`, "-has:memo")
	f("-has:account", "-has:account")
	f(`~"retry \d+ of \d+"`, `~"retry \d+ of \d+"`)
	f(`path:~"^/api/v2"`, `path:~"^/api/v2"`)
	f(`~"say \"hi\""`, `~"say \"hi\""`)
	f("time:09:10..09:20", "time:09:10..09:20")
	f("time:-15m..", "time:-15m..")
	f(`time:"2026-11-22 09:10"`, `time:"2026-11-22 09:10"`)
	f("file:call_event", "file:call_event")
	f("id:8f3c2e71", "id:8f3c2e71")
	f(`number:"+86 138-0013-8000"`, `number:"+86 138-0013-8000"`)
	f("company：“Acme Ltd” （a OR b）", `company:"Acme Ltd" (a OR b)`)
	f("错误：连接失败", `"错误：连接失败"`)
	f("unknown:word", `"unknown:word"`)
	f("http://host/path", `"http://host/path"`)
	f("a OR", `a "OR"`)
	f("(a OR b", `"(" a OR b`)
	f(`say "hi`, `say "\"hi"`)
	f("a -> b", `a "->" b`)
	f("--verbose", `"--verbose"`)
	f("main() f(x)", `"main()" "f(x)"`)
}
