package audittable

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

var china = time.FixedZone("", 8*3600)

func open(t *testing.T, text string) *Table {
	t.Helper()
	table, err := Open([]byte(text), "audit.csv")
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestPropose(t *testing.T) {
	f := func(header, want string) {
		t.Helper()
		table := open(t, header+"\n")
		if got := strings.Join(table.Propose(), ","); got != want {
			t.Errorf("%s: %s, want %s", header, got, want)
		}
	}
	f("时间,操作,模块,用户,账号,公司,IP,内容,结果", "time,action,module,name,account,company,ip,detail,outcome")
	f("操作时间\t操作类型\t操作模块\t操作人\t租户\t登录IP\t详情\t操作结果\t失败原因", "time,action,module,account,company,ip,detail,outcome,reason")
	f("Time,Action,Module,User,Company,IP Address,Target,Result,Before,After", "time,action,module,account,company,ip,target,outcome,before,after")
	f("Operation Time (UTC+8);Operator;Username;Old Value;New Value;Trace-ID", "time,name,account,before,after,correlation")
	f("Date|Who|What|Status", "time,account,,outcome")
	f("时间（北京）,时间,序号", "time,,")
}

func TestRead(t *testing.T) {
	text := "\xef\xbb\xbf\r\n时间,操作,模块,用户,账号,公司,IP,内容,结果\r\n" +
		"2026-11-22 09:02:00,新增队列,队列,李伟,1001,Acme,203.0.113.14,夜班,成功\r\n" +
		"\r\n" +
		"2026/11/22 9:03,删除,坐席,李伟,1001,Acme,203.0.113.14,\"王芳,\n前台\",失败\r\n" +
		"soon,修改,坐席,,,,,,\r\n" +
		"2026年11月22日 09时04分05秒,批量修改,坐席,李伟,1001,Acme,,\"{\"\"wait\"\":30}\",成功\r\n" +
		"2026-11-22T01:05:00Z,登录,系统,李伟,1001,Acme,,,无权限\r\n" +
		"2026-11-22 09:06:00,查看,坐席,李伟,1001,Acme,,x,成功,too,many\r\n" +
		"1795309627000,导出,报表,李伟,1001,Acme,,日报,成功"
	table := open(t, text)
	rows, problems, err := table.Read(table.Propose(), china)
	if err != nil {
		t.Fatal(err)
	}
	f := func(i, line int, when, action, verb, target, after, outcome string) {
		t.Helper()
		r := rows[i]
		if r.Line != line || r.Time.Format(time.RFC3339) != when || r.Action != action || r.Verb != verb || r.Target != target || r.After != after || r.Outcome != outcome {
			t.Errorf("row %d: %+v", i, r)
		}
		if r.Name != "李伟" || r.Account != "1001" || r.Company != "Acme" || !strings.HasPrefix(text[r.Offset:], r.Raw) || !strings.HasPrefix(r.Raw, r.TimeText) {
			t.Errorf("row %d: %+v", i, r)
		}
	}
	if len(rows) != 5 {
		t.Fatalf("%d rows: %+v %+v", len(rows), rows, problems)
	}
	f(0, 3, "2026-11-22T01:02:00Z", "add", "新增队列", "夜班", "", "ok")
	f(1, 5, "2026-11-22T01:03:00Z", "delete", "删除", "王芳,\n前台", "", "failed")
	f(2, 8, "2026-11-22T01:04:05Z", "modify", "批量修改", "", `{"wait":30}`, "ok")
	f(3, 9, "2026-11-22T01:05:00Z", "", "登录", "", "", "refused")
	f(4, 11, "2026-11-22T01:07:07Z", "query", "导出", "日报", "", "ok")
	if want := []int{7, 10}; len(problems) != 2 || problems[0].Line != want[0] || problems[1].Line != want[1] {
		t.Errorf("problems %+v, want lines %v", problems, want)
	}
}

// A quotation mark that is never closed costs its own line.
func TestUnclosedQuote(t *testing.T) {
	var b strings.Builder
	b.WriteString("time,action,target\n2026-11-22,add,a\n2026-11-22,add,\"b\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "2026-11-22,add,t%d\n", i)
	}
	table := open(t, b.String())
	rows, problems, err := table.Read(table.Propose(), time.UTC)
	if err != nil || len(rows) != 2001 || len(problems) != 1 || problems[0].Line != 3 {
		t.Errorf("%d rows, problems %v, %v", len(rows), problems, err)
	}
	if last := rows[len(rows)-1]; last.Line != 2003 || last.Target != "t1999" {
		t.Errorf("the last row is %+v", last)
	}
}

// Long tables are read in stretches; no record is cut where they meet.
func TestLongTable(t *testing.T) {
	var b strings.Builder
	b.WriteString("time,action,target\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, "2026-11-22,add,\"t%d\n%s\"\r\n", i, strings.Repeat("x", i%97))
	}
	table := open(t, b.String())
	rows, problems, err := table.Read(table.Propose(), time.UTC)
	if err != nil || len(rows) != 20_000 || len(problems) > 0 {
		t.Fatalf("%d rows, problems %v, %v", len(rows), problems, err)
	}
	for i, r := range rows {
		if r.Line != 2+2*i || r.Target != strings.TrimSpace(fmt.Sprintf("t%d\n%s", i, strings.Repeat("x", i%97))) || !strings.HasPrefix(b.String()[r.Offset:], r.Raw) {
			t.Fatalf("row %d: %+v", i, r)
		}
	}
}

func TestParseTime(t *testing.T) {
	f := func(s string, order dayOrder, want string, zone event.ZoneKind) {
		t.Helper()
		got, z, err := parseTime(s, order, china)
		if text := got.Format("2006-01-02T15:04:05.999Z"); err != nil || text != want || z != zone {
			t.Errorf("%q: %s %v %v, want %s", s, text, z, err, want)
		}
	}
	f("2026-11-22 09:02:01", dayFirst, "2026-11-22T01:02:01Z", event.ZoneAssumed)
	f("2026-11-22 09:02:01.250", dayFirst, "2026-11-22T01:02:01.25Z", event.ZoneAssumed)
	f("2026-11-22 09:02:01,250", dayFirst, "2026-11-22T01:02:01.25Z", event.ZoneAssumed)
	f("2026/1/2 9:02", dayFirst, "2026-01-02T01:02:00Z", event.ZoneAssumed)
	f("2026.11.22 09:02", dayFirst, "2026-11-22T01:02:00Z", event.ZoneAssumed)
	f("22.11.2026 09:02:01", dayFirst, "2026-11-22T01:02:01Z", event.ZoneAssumed)
	f("3/4/2026 09:02", dayFirst, "2026-04-03T01:02:00Z", event.ZoneAssumed)
	f("3/4/2026 9:02:01 PM", monthFirst, "2026-03-04T13:02:01Z", event.ZoneAssumed)
	f("2026-11-22", dayFirst, "2026-11-21T16:00:00Z", event.ZoneAssumed)
	f("2026-11-22T09:02:01", dayFirst, "2026-11-22T01:02:01Z", event.ZoneAssumed)
	f("2026-11-22T09:02:01+02:00", dayFirst, "2026-11-22T07:02:01Z", event.ZoneKnown)
	f("2026-11-22 09:02:01 +0200", dayFirst, "2026-11-22T07:02:01Z", event.ZoneKnown)
	f("1795309321", dayFirst, "2026-11-22T01:02:01Z", event.ZoneKnown)
	for _, s := range []string{"", "soon", "2026-13-01 00:00:00", "32/01/2026", "12", "25:00"} {
		if got, _, err := parseTime(s, dayFirst, china); err == nil {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestOrderOf(t *testing.T) {
	f := func(want dayOrder, cells ...string) {
		t.Helper()
		if got := orderOf(cells); got != want {
			t.Errorf("%q: %v", cells, got)
		}
	}
	f(dayFirst, "3/4/2026", "13/4/2026")
	f(monthFirst, "3/4/2026", "3/14/2026")
	f(monthFirst, "3/4/2026 9:00 pm")
	f(dayFirst, "3/4/2026")
}

func TestAction(t *testing.T) {
	f := func(verb, want string) {
		t.Helper()
		if got := Action(verb); got != want {
			t.Errorf("%q: %q, want %q", verb, got, want)
		}
	}
	f("新增", "add")
	f("添加坐席", "add")
	f("Create Queue", "add")
	f("删除", "delete")
	f("batchDelete", "delete")
	f("REMOVE_USER", "delete")
	f("编辑", "modify")
	f("Updated agent", "modify")
	f("PUT", "modify")
	f("查看", "query")
	f("export", "query")
	f("查询并导出", "query")
	f("导入后删除", "add")
	f("login", "")
	f("登录", "")
	f("address", "")
	f("", "")
}

func TestOutcome(t *testing.T) {
	f := func(word, want string) {
		t.Helper()
		if got := Outcome(word); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
	f("成功", "ok")
	f(" Success ", "ok")
	f("操作失败", "failed")
	f("Denied", "refused")
	f("partly", "partly")
	f("", "")
}

func TestColumnsThatMakeNoSense(t *testing.T) {
	table := open(t, "time,user\n")
	for _, columns := range [][]string{{"time"}, {"account", "name"}, {"time", "time"}, {"time", "colour"}} {
		if _, _, err := table.Read(columns, time.UTC); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", columns, err)
		}
	}
	for _, text := range []string{"", "\n\n", "one column only\nx"} {
		if _, err := Open([]byte(text), "x"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q was opened", text)
		}
	}
}

func TestFingerprint(t *testing.T) {
	a, b, c := open(t, "Time,User\n1,2\n"), open(t, "\xef\xbb\xbftime;USER\n3;4"), open(t, "user,time\n")
	if a.Fingerprint != b.Fingerprint || a.Fingerprint == c.Fingerprint {
		t.Errorf("%s %s %s", a.Fingerprint, b.Fingerprint, c.Fingerprint)
	}
}

// What the csv package writes is read back, with the right lines and raw text.
func TestReadBack(t *testing.T) {
	cell := rapid.StringOf(rapid.RuneFrom([]rune("ab,;\t|\"' 你\n")))
	rapid.Check(t, func(rt *rapid.T) {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma = rapid.SampledFrom([]rune{',', ';', '\t', '|'}).Draw(rt, "comma")
		w.Write([]string{"time", "target", "reason"})
		var want [][2]string
		for range rapid.IntRange(0, 6).Draw(rt, "rows") {
			row := [2]string{cell.Draw(rt, "target"), cell.Draw(rt, "reason")}
			w.Write([]string{"2026-11-22", row[0], row[1]})
			want = append(want, [2]string{strings.TrimSpace(row[0]), strings.TrimSpace(row[1])})
		}
		w.Flush()
		table, err := Open(b.Bytes(), "x")
		if err != nil {
			rt.Fatal(err)
		}
		rows, problems, err := table.Read([]string{"time", "target", "reason"}, time.UTC)
		if err != nil || len(problems) > 0 {
			rt.Fatal(err, problems)
		}
		var got [][2]string
		for _, r := range rows {
			got = append(got, [2]string{r.Target, r.Reason})
			if bytes.Count(b.Bytes()[:r.Offset], []byte("\n"))+1 != r.Line || !bytes.HasPrefix(b.Bytes()[r.Offset:], []byte(r.Raw)) {
				rt.Errorf("%+v is not where it says", r)
			}
		}
		if !reflect.DeepEqual(got, want) {
			rt.Errorf("%q came back as %q", want, got)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("time,user\n2026-11-22,x\n"))
	f.Add([]byte("时间;操作\n\"2026;\"\"\n\n\xff;\"x\r\n"))
	f.Add([]byte("\xef\xbb\xbf\n\na\tb\n\"\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		table, err := Open(text, "x")
		if err != nil {
			return
		}
		columns := table.Propose()
		if len(columns) != len(table.Header) {
			t.Fatal("columns and header differ")
		}
		table.Sample(3)
		rows, problems, _ := table.Read(columns, time.UTC)
		lines := bytes.Count(text, []byte("\n")) + 1
		for _, r := range rows {
			if r.Line < 2 || r.Line > lines || int(r.Offset) >= len(text) {
				t.Errorf("a row at line %d, byte %d", r.Line, r.Offset)
			}
		}
		for _, p := range problems {
			if p.Line < 2 || p.Line > lines || p.Text.None() {
				t.Errorf("a problem %+v", p)
			}
		}
	})
}
