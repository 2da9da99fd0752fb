package parse

import (
	"math/rand/v2"
	"strings"
	"time"
)

// skimLines are lines of the formats that data cannot say, and the odd ones.
var skimLines = []string{
	`{"level":"info","logger":"inbox","n":3,"time":"2026-11-22T10:11:12.345Z","message":"ready"}`,
	`{"time":"2026-11-22T10:11:12+08:00","level":"WARN+1","msg":"slow","db":{"ms":812,"pool":{"size":4}}}`,
	`{"level":50,"time":1763806272345,"pid":1,"msg":"x","err":{"type":"E"}}`,
	`{"level":"dpanic","ts":1763806272.345,"msg":"x"}`, `{"ts":1.763806272345e9,"level":"warn"}`,
	`{"instant":{"epochSecond":1763806272,"nanoOfSecond":345000000},"level":"FATAL","message":"x"}`,
	`{"@t":"2026-11-22T10:11:12Z","@mt":"hello {Who}","Who":"you"}`, `{"@t":"2026-11-22T10:11:12Z","@l":"Error","@m":"x"}`,
	`{"version":"1.1","short_message":"x","timestamp":1763806272,"level":4}`,
	`{"@timestamp":"2026-11-22T10:11:12Z","log.level":"error","message":"x","event":{"action":"login"}}`,
	`{"@timestamp":"2026-11-22T10:11:12Z","log":{"level":"error"},"message":"x"}`,
	`{"t":{"$date":"2026-11-22T10:11:12.345+00:00"},"s":"W","c":"REPL","msg":"x"}`, `{"s":"W","t":"2026-11-22"}`,
	`{"ts":"2026-11-22 10:11:12","time":"x","level":"info","time":"2026-11-23T10:11:12Z"}`,
	`{"level":"info","severity":"error","LEVEL":"debug","a":[1,{"time":"2026-11-22T10:11:12Z"}]}`,
	`{"PRIORITY":"3","__REALTIME_TIMESTAMP":"1763806272345678","MESSAGE":"x"}`, `{"severityNumber":17,"timeUnixNano":"1763806272345678900"}`,
	`{"time":"2026-11-22T10:11:12Z","level":"in\u0066o"}`, `{"\u0074ime":"2026-11-22T10:11:12Z","level":" info "}`,
	`{"time":null,"level":true,"ts":"2026-11-22T10:11:12Z"}`, `{"level":"error","time":"2026-11-22"} trailing.f(x)`,
	`{"time":"2026-11-22T10:11:12Z","level":"info","x":01}`, `{"time":"2026-11-22T10:11:12Z","level":"info"`, `{`, `  "level":"info",`, `}`, `[{"level":"info"}`, `,`,
	`{"before":{"level":"info"},"after":{"time":"2026-11-22T10:11:12Z"},"level":"warn","time":"2026-11-22T10:11:12.5Z"}`,
	`10.1.2.3 - - [22/Nov/2026:10:11:12 +0800] "GET /a?b=c HTTP/1.1" 200 512`,
	`10.1.2.3 - eve [22/Nov/2026:10:11:12 +0000] "POST / HTTP/2.0" 404 - "-" "curl/8 \"x\"" 0.012`,
	`pbx.example.org 10.1.2.3 - - [22/Nov/2026:10:11:13 +0000] "GET / HTTP/1.1" 301 0 "https://a/" "b"`,
	`10.1.2.3 - Jane Doe [22/Nov/2026:10:11:12 +0000] "\x16\x03" 400 226`, `::1 - - [22/Nov/2026:10:11:12.345 -0330] "-" - -`,
	`10.1.2.3 - - [22/11/2026:10:11:12 +0800] "GET / HTTP/1.1" 200 512`, `1.2.2026 1:2 - [x`,
	`<34>1 2026-11-22T10:11:12.345Z host app 12 ID47 [x@1 level="warn"] text`, `<34>Nov 22 10:11:12 host app[12]: text`,
	`Nov 22 10:11:12 host app[12]: text`, `Dec 31 23:59:59 host postfix/smtpd[12]: warning: text`, `Feb 29 00:00:00 h kamailio[12]: ERROR: text`,
	`Jan  1 00:00:01 host app: x`, `Nov 24 10:11:12 host app: tomorrow`, `Nov 22 10:11:12 2026 host app: x`, `Nov 22 10:11:12 am-1 app: x`,
	`2026-11-22T10:11:12.345678+08:00 host app[12]: text`, `2026-11-22T10:11:12.345678+08:00 host app 12 ID47 - text`, `Nov 22 10:11:12 last message repeated 2 times`,
	`time="2026-11-22T10:11:12Z" level=info msg="two words" n=3`, `ts=2026-11-22T10:11:12.345Z lvl=eror caller=x.go:1 msg=a,b=c`, `level="wa\u0072n" t=1763806272 a=`,
	`msg=x level=info level=error time=bad ts=2026-11-22T10:11:12Z`, `a=b`, `level=30 time=2026-11-22T10:11:12Z`,
	"#Fields: date time c-ip cs-method sc-status", "2026-11-22 10:11:12 10.0.0.1 GET 200", `2026-11-22 10:11:12 10.0.0.1 "GET 200`, `2026-11-22 10:11:12 "a b" c d`,
	`{"log":"2026-11-22 10:11:12,345 [main] ERROR a.B - gone\n","stream":"stderr","time":"2026-11-22T02:11:12.3456Z"}`,
	`{"log":"2026-11-22T10:11:12+01:00 [main] INFO a.B - gone\nmore\n","stream":"stderr","time":"2026-11-22T02:11:12.3456Z"}`,
	`{"log":"\tat a.b(C.java:1)\n","stream":"stderr","time":"2026-11-22T02:11:12.3456Z"}`,
	`2026-11-22T10:11:12.5+08:00 stderr F 2026-11-22 10:11:12,345 [main] ERROR a.B - gone`, `2026-11-22T10:11:12.5+08:00 stderr F 	at x`,
	"hello", "[2026-11-22 10:11:12,345] hello", "(10:11:12) hello", "2026-11-22", "1:2", "0806 14:54:52.", "0806 14:54:52.1", "2026-11-22 10:11", "\tat a.b(C.java:1)",
	"Caused by: java.io.IOException: gone", "java.lang.NullPointerException", "ValueError: x", "goroutine 1 [running]:", "main.(*T).f(0x1, 0x2)", "", "   ", "\x1b[33mred\x1b[0m\r",
	"2026-03-29 02:30:00 INFO in the gap", "2026-10-25 02:30:00,5 INFO twice", "2026-10-25 01:59:60 INFO leap", "2026-11-22 24:00:00 INFO end", "0001-01-01 00:00:00 INFO first",
	"1677-12-31 23:59:59 INFO early", "2262-01-01 00:00:00Z INFO late", "2026-02-30 10:11:12 INFO no day", "2026-11-22 10:11:12 AM INFO half", "2026-11-22 10:11:12 CET INFO named",
	"2026-11-22 10:11:12 CST INFO named", "2026-11-22 10:11:12.123456789123 PM", "2026-11-22 10:11:12 上午 INFO x", "2026-11-22 10:11:12:345 INFO x", "2026-11-22 10:11:12 +01 INFO x",
	"Sun Nov 22 10:11:12 2026", "Sun Nov 22 10:11:12.5 2026,910 INFO x", "Sun Nov  2 10:11:12 2026,910 x", "Sun Nov 22 10:11:12 2026-x INFO", "Sun Nov 22 10:11:12  2026 INFO x",
	"2011-12-30 10:11:12 INFO the day that Samoa left out", "1763806272 INFO x", "1763806272.345678 x", "1763806272345 x", "@4000000067405d0a1b2c3d4e x",
}

// skimFormats are the lines of every format: its samples', and skimLines.
func skimFormats() map[string][]string {
	lines := map[string][]string{}
	for _, f := range catalogue().formats {
		for _, s := range samples()[f.name] {
			lines[f.name] = append(lines[f.name], s.Entry...)
		}
		lines[f.name] = append(lines[f.name], skimLines...)
	}
	return lines
}

// skimParsers are parsers of a format that differ in what the lines do not say.
func skimParsers(format string, lines []string) []*Parser {
	sample := []byte(strings.Join(lines, "\n"))
	parsers := []*Parser{}
	for i, name := range []string{"", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Shanghai"} {
		o := Options{Format: format, Modified: time.Date(2026, 11, 22, 20, 0, 0, 5, time.UTC)}
		if zone, err := time.LoadLocation(name); err == nil {
			o.Zone = zone
		}
		switch i % 3 {
		case 1:
			o.Modified, o.Year = time.Time{}, 2024
		case 2:
			o.Year = 2026
		}
		if i < 2 {
			p, err := Named(format, o)
			if err != nil {
				panic(err)
			}
			parsers = append(parsers, p)
			continue
		}
		parsers = append(parsers, Detect(sample, o))
	}
	return parsers
}

// mutate makes a line that differs a little.
func mutate(r *rand.Rand, line string, all []string) []byte {
	b := []byte(line)
	for range r.IntN(3) {
		at := r.IntN(len(b) + 1)
		switch r.IntN(9) {
		case 0: // another digit
			for i := range b {
				if k := (at + i) % len(b); isDigit(b[k]) {
					b[k] = '0' + byte(r.IntN(10))
					break
				}
			}
		case 1:
			b = b[:at]
		case 2:
			if at < len(b) {
				b = append(b[:at], b[at+1:]...)
			}
		case 3:
			signs := []byte(" \t\"\\{}[](),:;-+=/.#%<>|0aAmMzZeE\x80\xe4")
			b = append(b[:at], append([]byte{signs[r.IntN(len(signs))]}, b[at:]...)...)
		case 4:
			other := all[r.IntN(len(all))]
			b = append(b[:at], other[r.IntN(len(other)+1):]...)
		case 5:
			words := []string{"INFO", "warn", "Error", " PM", "+0100", "Z", "GMT", "CET", "\x1b[31m", "\r", "2026-11-22 10:11:12", "null", "下午", "é", `"level":"debug",`, `"time":"2026-01-02T03:04:05Z",`}
			b = append(b[:at], append([]byte(words[r.IntN(len(words))]), b[at:]...)...)
		case 6:
			if at < len(b) {
				b[at] ^= 0x20
			}
		}
	}
	return b
}
