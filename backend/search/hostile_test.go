package search

import (
	"context"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"cordwood/backend/query"
)

// hostile are expressions that make others slow or large: each is refused in words, or
// finds what regexp finds, with little memory.
func hostile() []string {
	var words, letters []string
	for i := range 90 {
		words = append(words, fmt.Sprintf("word%d", i*7919))
		letters = append(letters, fmt.Sprintf("%c.*", 'a'+i%26))
	}
	all := []string{
		// nested repetition
		`(a+)+$`, `(a*)*b`, `(a|a)*b`, `(a|aa)+$`, `(.*)*x`, `(.*a){20}z`, `(a?){30}a{30}`, `((a+)+)+c`, `(a|b)*a(a|b){14}c`, `(a|b)*a(a|b){60}c`,
		`([a-z]+)*=`, `(x+x+)+y`, `^(([a-z])+.)+[A-Z]([a-z])+$`, `(\w+\s?)*$`, `(.+)+(.+)+(.+)+q`, `(?:(?:(?:a*)*)*)*z`, `(a{0,50}){0,20}z`, `(((a{10}){10}){10})`,
		`((a{100}){100}){100}`, `a{1001}`, `a{1,1000}{1,1000}`,
		// large classes
		`[\x{0}-\x{10ffff}]{40}q`, `[^a]{50}z`, `\pL{30}\d`, `[\pL\pN\pS]+é`, `\p{Han}+`, `(?i)[а-я]{3,}`, `\P{Latin}{8}`, `[[:^alpha:]]{20}`, `[ſK-k]+s`, `(?i)ſ+`, `\pL*\pN*\pP*\pL*z`, `[\pL&&\pN]`, `\p{Nothing}`,
		// long alternations
		strings.Join(words, "|"), `(?:` + strings.Join(words, "|") + `)+$`, `(` + strings.Join(words[:60], ".*|") + `)`, strings.Join(letters, ""), `(?i)` + strings.Join(words[:80], "|"),
		// long expressions
		strings.Repeat("a", 1000), strings.Repeat("a", 10_000), strings.Repeat("(a|b)?", 160), strings.Repeat("[ab]{1,1000}", 10), strings.Repeat("a?", 400) + strings.Repeat("a", 100), strings.Repeat("(", 400) + "a" + strings.Repeat(")", 400), strings.Repeat("(", 1000), strings.Repeat("a{1,9}", 100), `.{500}z`, `.{1,1000}z`,
		`[ab]{1,500}q`,
		// ends of lines and words
		`^`, `$`, `^$`, `^^^^$$$$`, `(^a|b$)*c`, `(^)*(a)($)*`, `\b\b\b`, `(\b|\B)*x`, `(?m)^\s*$`, `\A`, `\z`, `(?s).*`, `(?s)^.*$`, `x*`, `(|a)*`, `(|a)+b`, `()*`, `(^|[^a])(a|$)`, `\b(\w\b.?)+$`, `$.^`, `a$b`, `.^.`,
		// what only others have
		`(?=a)b`, `(?<!a)b`, `(a)\1`, `(?>a+)b`, `a*+`, `\Q`, `\Qa+\E+`, `[`, `(?P<n>a)(?P<n>b)`, `(?i`,
	}
	return all
}

func TestHostileExpressions(t *testing.T) {
	lines := []string{
		"", "a", "b", strings.Repeat("a", 28), strings.Repeat("a", 60) + "!", "abababababababababaaaaaaaaaaaaaac", "ab ba é 5", "xxxxxxxxxxxxxxxxxxxxy", "key=value", "word7919 word0", "Größe ÜBER Straße 12", "错误 12 呼叫",
		"Привет мир", "KELVIN K ſtop", "\xff\xfe broken", "tab\tand  blanks ", "zq", strings.Repeat("ab", 300) + "q", "a^b$c", "wordaword", strings.Repeat("ab", 200) + "z", strings.Repeat("x", 501) + "z",
	}
	data := []byte(strings.Join(lines, "\n") + "\n")
	refused, found := 0, 0
	for _, src := range hostile() {
		q, _, err := query.Parse(src, query.Options{OpenFields: true, Expr: true, Case: true})
		if err != nil {
			if refused++; len(err.Error()) < 20 {
				t.Errorf("%.60q is refused with %q", src, err)
			}
			continue
		}
		re := regexp.MustCompile("(?m)" + src)
		for _, repeat := range []int{1, 40} {
			m := &memory{id: "a", name: "a.log", data: slices.Repeat(data, repeat)}
			var want int64
			for _, line := range lines {
				if re.MatchString(line) {
					want += int64(repeat)
				}
			}
			found += int(want)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for _, count := range []bool{false, true} {
				n, _, err := New(Options{}).Sift(context.Background(), []Chain{{"f", []File{m.face()}}}, Sieve{Query: q, Lines: true, Count: count}, func(*Found) bool { return true })
				if n != want || err != nil {
					t.Errorf("%.60q: %d of %d lines, regexp finds %d (%v)", src, n, len(lines)*repeat, want, err)
				}
			}
			runtime.ReadMemStats(&after)
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 64 {
				t.Errorf("%.60q takes %d MiB", src, used)
			}
		}
	}
	if refused < 10 || found < 1000 {
		t.Errorf("%d refused, %d found", refused, found)
	}
}
