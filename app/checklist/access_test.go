package checklist

import (
	"fmt"
	"strings"
	"time"

	"cordwood/app"
)

var accessChecks = map[int]check{
	8:  fieldOf("time", func(v *app.AccessLine) string { return stamp(v.Time) }),
	9:  fieldOf("kind", func(v *app.AccessLine) string { return v.Kind }),
	10: fieldOf("scope", func(v *app.AccessLine) string { return v.Scope }),
	11: fieldOf("account", func(v *app.AccessLine) string { return v.Account }),
	12: fieldOf("name", func(v *app.AccessLine) string { return v.Name }),
	13: fieldOf("company", func(v *app.AccessLine) string { return from(v.CompanyOrigin, "record", v.Company) }),
	14: fieldOf("memo", func(v *app.AccessLine) string { return from(v.MemoOrigin, "record", v.Memo) }),
	15: fieldOf("path", func(v *app.AccessLine) string { return v.Path }),
	16: fieldOf("page", func(v *app.AccessLine) string { return v.Page }),
	17: fieldOf("method", func(v *app.AccessLine) string { return v.Method }),
	18: fieldOf("status", func(v *app.AccessLine) string { return figure(v.Status) }),
	19: fieldOf("result", func(v *app.AccessLine) string { return v.Result }),
	20: fieldOf("ip", func(v *app.AccessLine) string { return v.IP }),
	21: fieldOf("place", func(v *app.AccessLine) string { return from(v.PlaceOrigin, "recorded", v.Place) }),
	22: fieldOf("agent", func(v *app.AccessLine) string { return v.Client }),
	23: fieldOf("ms", func(v *app.AccessLine) string { return figure(v.Ms) }),
	24: fieldOf("bytes", func(v *app.AccessLine) string { return figure(v.Bytes) }),
	25: fieldOf("session", func(v *app.AccessLine) string { return v.Session }),
	26: everyVisit,
	27: otherAccessLog,
}

// fieldOf compares one field of every visit with the line that it stands on.
func fieldOf(name string, got func(*app.AccessLine) string) check {
	return func(w *world) error {
		visits, err := w.visits()
		if err != nil {
			return err
		}
		compared, filled := int64(0), 0
		for i := range visits {
			v := &visits[i]
			if !strings.HasPrefix(v.File, "access_log") {
				continue
			}
			line, err := w.line(v.File, v.Line)
			if err != nil {
				return err
			}
			o, err := parseObject(line)
			if err != nil {
				return err
			}
			want := o.text(name)
			if name == "time" {
				want = o.time().UTC().Format(time.RFC3339Nano)
			}
			if err := same(fmt.Sprintf("%s of %s:%d", name, v.File, v.Line), got(v), want); err != nil {
				return err
			}
			compared++
			if want != "" {
				filled++
			}
		}
		return first(same("records", compared, w.marker.Manifest.Access.Records), same("some have a "+name, filled > 0, true))
	}
}

// from is a value when it comes from there; otherwise the record said nothing.
func from(origin, there, value string) string {
	if origin == there {
		return value
	}
	return ""
}

func stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func figure(n *int64) string {
	if n == nil {
		return ""
	}
	return fmt.Sprint(*n)
}

func everyVisit(w *world) error {
	visits, err := w.visits()
	if err != nil {
		return err
	}
	kinds, scopes := map[string]int64{}, map[string]int64{}
	for _, v := range visits {
		if strings.HasPrefix(v.File, "access_log") {
			kinds[v.Kind]++
			scopes[v.Scope]++
		}
	}
	for _, kind := range []string{"visit", "sign-in", "sign-out", "refused"} {
		if err := same(kind, kinds[kind], w.marker.Manifest.Access.Kinds[kind]); err != nil {
			return err
		}
	}
	want := int64(len(w.lines("access_log")) + len(w.lines("gateway_access")))
	text, _ := w.run("access", w.sample, "--count")
	return first(same("administrators", scopes["administrator"], w.marker.Manifest.Access.Scopes["administrator"]),
		same("tenants", scopes["tenant"], w.marker.Manifest.Access.Scopes["tenant"]), same("records", int64(len(visits)), want),
		same("--count", text, fmt.Sprintln(want)))
}

// The gateway writes the combined format: address, account, time, request,
// status, bytes, referrer, client.
func otherAccessLog(w *world) error {
	visits, err := w.visits()
	if err != nil {
		return err
	}
	n := 0
	for _, v := range visits {
		if !strings.HasPrefix(v.File, "gateway_access") {
			continue
		}
		n++
		line, err := w.line(v.File, v.Line)
		if err != nil {
			return err
		}
		quoted := strings.Split(line, `"`)
		head, after := strings.Fields(quoted[0]), strings.Fields(quoted[2])
		at, err := time.Parse("[02/Jan/2006:15:04:05 -0700]", head[3]+" "+head[4])
		if err != nil {
			return err
		}
		err = first(same("ip", v.IP, head[0]), same("account", v.Account, strings.Trim(head[2], "-")), same("time", v.Time.Unix(), at.Unix()),
			same("request", v.Method+" "+v.Path+" HTTP/1.1", quoted[1]), same("status", figure(v.Status), after[0]),
			same("bytes", figure(v.Bytes), strings.Trim(after[1], "-")), same("client", v.Client, quoted[5]))
		if err != nil {
			return fmt.Errorf("%s:%d: %w", v.File, v.Line, err)
		}
	}
	return same("visits of the gateway", n, len(w.lines("gateway_access")))
}
