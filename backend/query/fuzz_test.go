package query

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// checkParse holds what is true of every input: no panic, an error only of the
// two sorts with its place in the input, and a query that survives printing.
func checkParse(t *testing.T, in string, o Options) {
	t.Helper()
	q, notices, err := Parse(in, o)
	end := column(in, len(in))
	for _, n := range notices {
		if n.Col < 1 || n.End < n.Col || n.End > end || n.Msg == "" {
			t.Fatalf("Parse(%q): notice %+v", in, n)
		}
	}
	if err != nil {
		var e *SyntaxError
		if !errors.As(err, &e) || e.Code != BadValue && e.Code != BadExpr || e.Col < 1 || e.End <= e.Col || e.End > end {
			t.Fatalf("Parse(%q): %#v", in, err)
		}
		return
	}
	again, _, err := Parse(q.String(), o)
	if len(in) > maxInput || len(q.String()) > maxInput {
		return // quoting may make a text too long to be read again
	}
	if err != nil || !reflect.DeepEqual(q, again) {
		t.Fatalf("Parse(%q) prints %q, which reads as %q (%v)", in, q, again, err)
	}
	if q.Match(trace) != q.Simplify().Match(trace) {
		t.Fatalf("Parse(%q): simplified to %q", in, q.Simplify())
	}
	q.Highlights(trace.text)
	if q.Explain() == "" {
		t.Fatalf("Parse(%q) explains nothing", in)
	}
	if _, _, err := q.SQL(columns); err != nil {
		t.Fatalf("Parse(%q): %v", in, err)
	}
}

func optionsOf(flags uint8) Options {
	o := desk
	o.OpenFields, o.Expr, o.Case = flags&1 != 0, flags&2 != 0, flags&4 != 0
	return o
}

func FuzzParse(f *testing.F) {
	for i, s := range append(append([]string{}, written...), pasted...) {
		f.Add(s, uint8(i%8))
	}
	for _, s := range []string{"", "(", `"`, `~"`, `~"\`, `a:"b`, "a:(b", "NOT", "- -", "“a”", "time:..", "a:..b..c", "a:**", `a:"x"*"y"..`, "\xff：", "id:*", "has:*", "number:*"} {
		f.Add(s, uint8(1))
	}
	f.Fuzz(func(t *testing.T, in string, flags uint8) { checkParse(t, in, optionsOf(flags)) })
}

// pasted are lines as people copy them from logs.
var pasted = []string{
	`2026-11-22 09:10:11,123 ERROR [http-nio-8080-exec-7] c.e.b.BridgeService : bridge lost, cause: timeout=30s (attempt 3)`,
	`10.1.2.3 - admin [22/Nov/2026:09:10:11 +0800] "GET /api/v2/queue?x=1&y=%20 HTTP/1.1" 503 1234 "https://pbx.example/ui/" "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101"`,
	`{"time":"2026-11-22T09:10:11.123+08:00","level":"error","msg":"bridge lost","ms":12,"tags":["a","b"]}`,
	`ts=2026-11-22T09:10:11Z lvl=warn msg="slow query" took=1.5s rows=[]`,
	`<134>Nov 22 09:10:11 pbx01 asterisk[1234]: NOTICE[5678][C-00000012]: chan_sip.c:24512 handle_request_register: Registration from 'x' failed`,
	`	at com.example.queue.Consumer$1.run(Consumer.java:42) ~[queue-1.2.jar!/:1.2]`,
	`Caused by: java.sql.SQLException: ORA-00942: table or view does not exist`,
	`[2026-11-22 09:10:11] VERBOSE[1234] pbx.c:     Executing [s@macro:7] Dial("SIP/1001-00000001", "SIP/1002,30,tT") in new stack`,
	`SELECT * FROM cdr WHERE a = 1 OR b IN (SELECT id FROM t WHERE c <> 'x''y')`,
	`C:\Program Files\suite\logs\application.log: Access is denied.`,
	`错误：连接失败（超时 30 秒），请重试“稍后”`,
	`ConnectionError:refused http://host:8080/path?a=b#c (see RFC:1234)`,
}

// A pasted line is a query, and finds itself.
func TestPastedLines(t *testing.T) {
	for _, line := range pasted {
		q, _, err := Parse(line, openDesk())
		if err != nil {
			t.Errorf("%s\n%v", line, err)
			continue
		}
		if !q.Match(&entry{text: line}) {
			t.Errorf("does not find itself: %s\nread as %s", line, q)
		}
	}
}

func TestNaughtyStrings(t *testing.T) {
	data, err := os.ReadFile(filepath.FromSlash("../../../shared/data/10-encoding/blns/blns.json"))
	if err != nil {
		t.Skip("the list of naughty strings is not here: ", err)
	}
	var list []string
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) < 100 {
		t.Fatalf("only %d strings", len(list))
	}
	for _, s := range list {
		for flags := range uint8(8) {
			checkParse(t, s, optionsOf(flags))
		}
		for _, o := range []Options{desk, openDesk()} {
			if _, _, err := Parse(s, o); err != nil {
				t.Errorf("Parse(%q): %v", s, err)
			}
		}
	}
}
