package query

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

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

// TestRealLines pastes the first lines of every file of the collected logs. A
// line with a negative number ("-172" excludes) or with escapes inside
// quotation marks does not find itself; there are few.
func TestRealLines(t *testing.T) {
	const root = "../../../shared/data"
	if _, err := os.Stat(root); err != nil {
		t.Skip("the collected logs are not here: ", err)
	}
	lines, lost := 0, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		s := bufio.NewScanner(f)
		for range 50 {
			if !s.Scan() {
				break
			}
			lines++
			checkParse(t, s.Text(), optionsOf(uint8(lines%8)))
			q, _, err := Parse(s.Text(), Options{OpenFields: true})
			if err != nil {
				t.Errorf("%s: %q: %v", path, s.Text(), err)
			} else if !q.Match(&entry{text: s.Text()}) {
				lost++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d lines do not find themselves", lost, lines)
	if lost > lines/20 {
		t.Errorf("%d of %d lines do not find themselves", lost, lines)
	}
}
