package change

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// line writes a field as one line of a report.
func line(f Field) string {
	s := fmt.Sprintf("%s %s: %s -> %s", f.Kind, f.Path, f.Before, f.After)
	if f.List {
		s += fmt.Sprintf(" -%v +%v", f.Removed, f.Added)
	}
	if f.Note != "" {
		s += " (" + f.Note + ")"
	}
	if f.Masked {
		s += " masked"
	}
	return s
}

func TestOf(t *testing.T) {
	f := func(before, after string, want ...string) {
		t.Helper()
		var got []string
		for _, field := range Of(before, after) {
			got = append(got, line(field))
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s | %s:\n%s\nwant:\n%s", before, after, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	f(``, ``)
	f(`{"a":1}`, `{"a":1}`, "same a: 1 -> 1")
	f(`{"a":1,"b":"x"}`, `{"b":"y","a":1.0,"c":true}`, "same a: 1 -> 1.0", "changed b: x -> y", "added c:  -> true")
	f(`{"b":1,"a":2}`, ``, "removed b: 1 -> ", "removed a: 2 -> ")
	f(``, `{"queue":{"name":"Night desk","after":null}}`, "added queue.name:  -> Night desk", "added queue.after:  -> –")
	f(`{"wait":40}`, `{"wait":400}`, "changed wait: 40 -> 400 (+360, ×10)")
	f(`{"wait":"30 s"}`, `{"wait":"90 s"}`, "changed wait: 30 s -> 90 s (+60 s, ×3)")
	f(`{"w":0.1}`, `{"w":0.3}`, "changed w: 0.1 -> 0.3 (+0.2, ×3)")
	f(`{"w":90}`, `{"w":30}`, "changed w: 90 -> 30 (−60, ÷3)")
	f(`{"w":-1}`, `{"w":2}`, "changed w: -1 -> 2 (+3)")
	f(`{"w":1e999999999}`, `{"w":2}`, "changed w: 1e999999999 -> 2")
	f(`{"at":"09:00"}`, `{"at":"10:00"}`, "changed at: 09:00 -> 10:00")
	f(`{"v":"1.2.3"}`, `{"v":"1.2.4"}`, "changed v: 1.2.3 -> 1.2.4")
	f(`{"members":[1001,1007,1012]}`, `{"members":[1001,1012,1013]}`, "changed members: 1001, 1007, 1012 -> 1001, 1012, 1013 -[1007] +[1013]")
	f(`{"m":["a","b"]}`, `{"m":["b","a"]}`, "changed m: a, b -> b, a -[] +[] (reordered)")
	f(`{"m":["a","a"]}`, `{"m":["a"]}`, "changed m: a, a -> a -[a] +[]")
	f(`{"m":[]}`, `{"m":["a"]}`, "changed m:  -> a -[] +[a]")
	f(`{"m":null}`, `{"m":["a"]}`, "changed m: – -> a -[] +[a]")
	f(`{"o":{"after":30,"to":"x"}}`, `{"o":{"to":"x"}}`, "removed o.after: 30 -> ", "same o.to: x -> x")
	f(`{"o":{"a":1}}`, `{"o":7}`, `changed o: {"a":1} -> 7`)
	f(`{"o":{}}`, `{"o":{}}`, `same o: {} -> {}`)
	f(`{"a":[{"id":1,"p":1},{"id":2,"p":1}]}`, `{"a":[{"id":2,"p":5},{"id":3,"p":1}]}`,
		"removed a[1].id: 1 -> ", "removed a[1].p: 1 -> ", "same a[2].id: 2 -> 2", "changed a[2].p: 1 -> 5 (+4, ×5)", "added a[3].id:  -> 3", "added a[3].p:  -> 1")
	f(`{"a":[{"p":1}]}`, `{"a":[{"p":2}]}`, "changed a[1].p: 1 -> 2 (+1, ×2)")
	f(`{"doc":"{\"x\":1}"}`, `{"doc":"{\"x\":2}"}`, "changed doc.x: 1 -> 2 (+1, ×2)")
	f(`{"a":1,"a":2}`, `{"a":2}`, "same a: 2 -> 2")
	f(`plain words`, `other words`, "changed : plain words -> other words")
	f(`{"cut":`, `{"cut":1}`, `changed : {"cut": -> {"cut":1}`)
	f(`[1,2]`, `[2,3]`, "changed : 1, 2 -> 2, 3 -[1] +[3]")
}

func TestSecretsAreMasked(t *testing.T) {
	f := func(before, after string, want ...string) {
		t.Helper()
		var got []string
		for _, field := range Of(before, after, "pin code") {
			got = append(got, line(field))
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s | %s:\n%s\nwant:\n%s", before, after, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	f(`{"password":"a1"}`, `{"password":"b2"}`, "changed password: ••••• -> ••••• (changed) masked")
	f(`{"sipPassword":""}`, `{"sipPassword":"b2"}`, "changed sipPassword:  -> ••••• (changed) masked")
	f(``, `{"api_key":"x","keyboard":"de","AccessToken":["a","b"]}`, "added api_key:  -> ••••• masked", "added keyboard:  -> de", "added AccessToken:  -> ••••• masked")
	f(`{"credentials":{"user":"u","pw":"p"}}`, `{"credentials":{"user":"u","pw":"q"}}`, "changed credentials: ••••• -> ••••• (changed) masked")
	f(`{"p":{"name":"smtp.password","value":"a"}}`, `{"p":{"name":"smtp.password","value":"b"}}`, "same p.name: smtp.password -> smtp.password", "changed p.value: ••••• -> ••••• (changed) masked")
	f(`{"o":{"pwd":"a1"}}`, `{"o":1}`, `changed o: {"pwd":"•••••"} -> 1`)
	f(`{"pin_code":"12"}`, `{"pin_code":"13"}`, "changed pin_code: ••••• -> ••••• (changed) masked")
	f(`{"conf":"{\"secret\":\"a1\"}"}`, `{"conf":"{\"secret\":\"b2\"}"}`, "changed conf.secret: ••••• -> ••••• (changed) masked")
}

func TestRedact(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		if got := Redact(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	f(`{"a":1, "token":"x","n":null,"l":[{"pwd":"y"},1.50]}`, `{"a":1,"token":"•••••","n":null,"l":[{"pwd":"•••••"},1.50]}`)
	f(`{"before":{"password":""},"h":"<b>"}`, `{"before":{"password":""},"h":"<b>"}`)
	f(`user=u password=x y`, `user=u password=••••• y`)
	f(`{"a":{"password":"x\"y","n":1`, `{"a":{"password":"•••••","n":1`)
	f(`token: "cut off`, `token: "•••••"`)
	f(`{"cmd":"login --api-key=x"}`, `{"cmd":"login --api-key=•••••"}`)
	f(strings.Repeat("[", 40)+`{"pwd":"x"}`+strings.Repeat("]", 40), strings.Repeat("[", 40)+`{"pwd":"•••••"}`+strings.Repeat("]", 40))
	f(`7`, `7`)
}

func TestLabel(t *testing.T) {
	f := func(key, want string) {
		t.Helper()
		if got := label(key); got != want {
			t.Errorf("label(%q) = %q, want %q", key, got, want)
		}
	}
	f("strategy", "Strategy")
	f("ringStrategy", "Ring strategy")
	f("ring_strategy", "Ring strategy")
	f("sipURLList", "SIP URL list")
	f("ip", "IP")
	f("最大等待", "最大等待")
	f("__", "__")
	f("", "")
	if f := Of(`{"overflow":{"after_s":1}}`, ``)[0]; f.Label != "Overflow › After s" {
		t.Error(f.Label)
	}
}

var docs = rapid.Custom(func(t *rapid.T) string {
	var value func(depth int) any
	value = func(depth int) any {
		n := rapid.IntRange(0, 6).Draw(t, "kind")
		if depth > 2 {
			n %= 4
		}
		switch n {
		case 0:
			return rapid.SampledFrom([]string{"", "x", "s3cr3t", "30 s", "你"}).Draw(t, "text")
		case 1:
			return rapid.IntRange(-5, 500).Draw(t, "number")
		case 2:
			return rapid.Bool().Draw(t, "bool")
		case 3:
			return nil
		case 4:
			list := []any{}
			for range rapid.IntRange(0, 3).Draw(t, "items") {
				list = append(list, value(depth+1))
			}
			return list
		}
		m := map[string]any{}
		for range rapid.IntRange(0, 4).Draw(t, "keys") {
			m[rapid.SampledFrom([]string{"a", "b", "id", "members", "name"}).Draw(t, "key")] = value(depth + 1)
		}
		return m
	}
	b, _ := json.Marshal(value(0))
	return string(b)
})

// Swapping the sides swaps what came and what went; a value is the same as itself.
func TestSwap(t *testing.T) {
	swapped := map[Kind]Kind{Added: Removed, Removed: Added, Changed: Changed, Same: Same}
	rapid.Check(t, func(rt *rapid.T) {
		a, b := docs.Draw(rt, "a"), docs.Draw(rt, "b")
		if n := Count(Of(a, a)); n != 0 {
			rt.Errorf("%s differs from itself in %d fields", a, n)
		}
		there, back := map[string]Field{}, map[string]Field{}
		for _, f := range Of(a, b) {
			there[f.Path] = f
		}
		for _, f := range Of(b, a) {
			back[f.Path] = f
		}
		if len(there) != len(back) {
			rt.Fatalf("%s | %s: %d fields there, %d back", a, b, len(there), len(back))
		}
		for p, f := range there {
			g := back[p]
			if g.Kind != swapped[f.Kind] || g.Before != f.After || g.After != f.Before || len(g.Added) != len(f.Removed) {
				rt.Errorf("%s | %s: %+v and back %+v", a, b, f, g)
			}
		}
	})
}

// A secret never shows, wherever it stands.
func TestNoSecretLeaks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		wrap := func(name string) string {
			key := rapid.SampledFrom([]string{"password", "SIP-Secret", "apiKey", "auth_token"}).Draw(rt, name)
			inner := fmt.Sprintf(`{%q:%s}`, key, rapid.SampledFrom([]string{`"s3cr3t"`, `["s3cr3t"]`, `{"v":"s3cr3t"}`}).Draw(rt, "value"))
			for range rapid.IntRange(0, 3).Draw(rt, "depth") {
				switch rapid.IntRange(0, 2).Draw(rt, "around") {
				case 0:
					inner = fmt.Sprintf(`{"a":%s,"b":1}`, inner)
				case 1:
					inner = fmt.Sprintf(`[%s,2]`, inner)
				case 2:
					inner = fmt.Sprintf(`{"doc":%q}`, inner)
				}
			}
			return inner
		}
		a, b := wrap("a"), rapid.SampledFrom([]string{"", "1", `{"a":1}`, wrap("b")}).Draw(rt, "other")
		for _, f := range append(Of(a, b), Of(b, a)...) {
			if strings.Contains(fmt.Sprint(f), "s3cr3t") {
				rt.Errorf("%s | %s: %+v", a, b, f)
			}
		}
		if strings.Contains(Redact(a), "s3cr3t") {
			rt.Errorf("%s: %s", a, Redact(a))
		}
	})
}

func FuzzOf(f *testing.F) {
	f.Add(`{"a":[1,{"id":2}]}`, `{"a":{"b":"[1]"}}`)
	f.Add(`{"a":1e9}`, `[[[[]]]]`)
	f.Add(strings.Repeat("[", 100), `"\ud800"`)
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, field := range Of(a, b) {
			if field.Kind == "" {
				t.Errorf("%q | %q: %+v", a, b, field)
			}
		}
		if n := Count(Of(a, a)); n != 0 {
			t.Errorf("%q differs from itself", a)
		}
	})
}
