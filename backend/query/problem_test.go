package query

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"cordwood/backend/fault"
)

func TestErrors(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		q, _, err := Parse(in, desk)
		var e *SyntaxError
		if !errors.As(err, &e) || q != nil || fault.KindOf(err) != fault.Invalid {
			t.Errorf("Parse(%q) = %v, %v", in, q, err)
			return
		}
		got := fmt.Sprintf("%d-%d %s | %s", e.Col, e.End, e.Msg, e.Fix)
		if e.Incomplete {
			got += " ..."
		}
		if got != want {
			t.Errorf("Parse(%q)\n  is %s\nwant %s", in, got, want)
		}
	}
	f("错误 ms:>fast", "4-12 ms: needs a number, for example ms:>500 | ms:>500")
	f("ms:> x", "1-5 ms: needs a number, for example ms:>500 | ms:>500")
	f("ms:>", "1-5 ms: needs a number, for example ms:>500 | ms:>500 ...")
	f("ms:500..100", "1-12 ms: the range ends before it begins | ms:100..500")
	f("a bytes:1q", "3-11 bytes: needs a number, for example bytes:>10MB | bytes:>10MB")
	f("status:ok", "1-10 status: needs a number, for example status:5xx | status:5xx")
	f("level:loud", "1-11 level: needs TRACE, DEBUG, INFO, WARN, ERROR, FATAL or none, for example level:>=warn | level:>=warn")
	f("level:error..info", "1-18 level: the range ends before it begins | level:info..error")
	f("ip:10.1", "1-8 ip: needs an address or a network, for example ip:10.1.0.0/16 | ip:10.1.0.0/16 ...")
	f("time:25:00", "1-11 time: needs a time, for example time:09:10..09:20 | time:09:10..09:20")
	f("time:2026-11-22..2026-11-20", "1-28 time: the range ends before it begins | time:2026-11-20..2026-11-22")
	f("number:12", "1-10 number: needs a phone number of at least three digits, for example number:13800138000 | number:13800138000 ...")
	f("has:nothing", `1-12 has: does not know a field "nothing" | `)
	f(`a ~"(b"`, `3-8 not an expression: missing closing ) | "(b"`)
	f(`~"a{2,1}b"`, `1-11 not an expression: invalid repeat count: {2,1} | "a{2,1}b"`)
	f(`path:~"("`, `6-10 not an expression: missing closing ) | "("`)
}

func TestIncomplete(t *testing.T) {
	f := func(in string, want bool) {
		t.Helper()
		_, _, err := Parse(in, desk)
		var e *SyntaxError
		if !errors.As(err, &e) || e.Incomplete != want {
			t.Errorf("Parse(%q) = %+v, want incomplete %v", in, e, want)
		}
	}
	f("level:>=", true)
	f("level:wa", true)
	f("level:wa ", false)
	f("level:wo", false)
	f("ms:1.", true)
	f("ms:f", false)
	f("status:5x", true)
	f("status:o", false)
	f("time:0", true)
	f("time:09:1", true)
	f("time:09:10..09:", true)
	f("time:2026-1", true)
	f("time:yes", true)
	f("time:-15", true)
	f("time:25:00", false)
	f("time:noon", false)
	f("ip:10.", true)
	f("ip:10.0.0.0/", true)
	f("ip:fe80:", true)
	f("ip:host", false)
	f("has:mem", true)
	f("has:xyz", false)
}

func TestErrorOfLongExpression(t *testing.T) {
	if _, _, err := Parse(`~"`+strings.Repeat("x", maxExpr+1)+`"`, desk); err == nil {
		t.Error("an expression of 1,001 bytes was taken")
	}
	if _, _, err := Parse(`~"`+strings.Repeat("x", maxExpr)+`"`, desk); err != nil {
		t.Error(err)
	}
}

func TestNotices(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		_, notices, err := Parse(in, desk)
		var got []string
		for _, n := range notices {
			s := fmt.Sprintf("%d-%d %s", n.Col, n.End, n.Code)
			if n.Incomplete {
				s += " ..."
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ", "); s != want || err != nil {
			t.Errorf("Parse(%q) notes %q, want %q (%v)", in, s, want, err)
		}
	}
	f("bridge lost", "")
	f("http://host C:\\logs", "13-15 unknown_field")
	f("错误 colour:red", "4-11 unknown_field")
	f("Caused by: x", "")
	f("level: error", "1-7 dangling")
	f("a level:", "3-9 dangling ...")
	f(`say "hi`, "5-8 unbalanced ...")
	f(`say ~"hi`, "5-9 unbalanced ...")
	f(`path:~"hi`, "6-10 unbalanced ...")
	f(`company:"Acme`, "9-14 unbalanced ...")
	f("a (b", "3-4 unbalanced ...")
	f("a b) f(x))", "3-5 unbalanced, 6-11 unbalanced")
	f("a OR", "3-5 dangling ...")
	f("OR a", "1-3 dangling")
	f("a AND OR b", "3-6 dangling")
	f("(a OR) b", "4-6 dangling")
	f("a NOT", "3-6 dangling ...")
	f(strings.Repeat("(", 101)+"a"+strings.Repeat(")", 101), "101-102 too_deep, 203-204 unbalanced")
	f(strings.Repeat("NOT ", 101)+"a", "401-404 too_deep")
	f(strings.Repeat("x", maxInput+1), "1-65538 too_long")
}
