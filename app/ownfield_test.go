package app

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The values of a field are counted under what is asked of the other fields; the oracle keeps
// the conditions of each field apart.
func TestFacetIsNotCutByItsOwnField(t *testing.T) {
	type line struct{ level, account, word string }
	var lines []line
	var b strings.Builder
	for i := range 600 {
		l := line{[]string{"INFO", "WARN", "ERROR"}[i%3], []string{"3029", "3030", "3031", "4000"}[i/3%4], []string{"lost", "found"}[i/7%2]}
		lines = append(lines, l)
		fmt.Fprintf(&b, "2026-11-22 04:%02d:%02d,000 %s [main] a.B - %s account=%s\n", i/60, i%60, l.level, l.word, l.account)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "app.log"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	a := testApp(t)
	src, err := a.OpenPath(dir, Records)
	if err != nil {
		t.Fatal(err)
	}
	is := func(want ...string) func(string) bool {
		return func(v string) bool { return slices.Contains(want, v) }
	}
	not := func(f func(string) bool) func(string) bool { return func(v string) bool { return !f(v) } }
	conditions := map[string]map[string]func(string) bool{
		"level":   {"": not(is()), "level:error": is("ERROR"), "level:>=warn": is("WARN", "ERROR"), "-level:info": not(is("INFO")), "(level:info OR level:error)": is("INFO", "ERROR")},
		"account": {"": not(is()), "account:3029": is("3029"), "(account:3029 OR account:4000)": is("3029", "4000"), "-account:3030": not(is("3030")), "account:30*": is("3029", "3030", "3031")},
		"word":    {"": not(is()), "lost": is("lost"), "-lost": is("found")},
	}
	draw := func(t *rapid.T, field string) (string, func(string) bool) {
		clause := rapid.SampledFrom(slices.Sorted(maps.Keys(conditions[field]))).Draw(t, field)
		return clause, conditions[field][clause]
	}
	desk := a.ServerLogs()
	rapid.Check(t, func(t *rapid.T) {
		byLevel, level := draw(t, "level")
		byAccount, account := draw(t, "account")
		byWord, word := draw(t, "word")
		query := strings.TrimSpace(byLevel + " " + byWord + " " + byAccount)
		open, err := desk.Open(LogRequest{Source: src.ID, Slot: "view", Query: query})
		if err != nil || open.Handle == "" {
			t.Fatal(open, err)
		}
		levels, accounts := map[string]int64{}, map[string]int64{}
		for _, l := range lines {
			if word(l.word) && account(l.account) {
				levels[l.level]++
			}
			if word(l.word) && level(l.level) {
				accounts[l.account]++
			}
		}
		if _, err := a.WaitLog(t.Context(), open.Handle); err != nil {
			t.Fatal(err)
		}
		for field, want := range map[string]map[string]int64{"level": levels, "account": accounts} {
			f, err := desk.Facet(open.Handle, field)
			got := map[string]int64{}
			for _, v := range f.Values {
				got[v.Text] = v.Count
			}
			if err != nil || !f.Exact || f.Others != 0 || f.Missing != 0 || !maps.Equal(got, want) {
				t.Fatalf("%s of %q: %+v %v, want %v", field, query, f, err, want)
			}
		}
	})
}

// A stopped search is not begun anew by what is counted beside it, and a closed one keeps nothing.
func TestFacetOfAStoppedSearch(t *testing.T) {
	a, src, _ := sampleApp(t)
	desk := a.ServerLogs()
	open, err := desk.Open(LogRequest{Source: src.ID, Slot: "stop", Families: []string{"application"}, Query: "level:error"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Stop(open.Handle); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Facet(open.Handle, "level"); err != nil {
		t.Error(err)
	}
	if ans, err := a.logAnswer(open.Handle); err != nil || len(ans.beside) != 0 {
		t.Errorf("%v, %v", ans, err)
	}
	if err := desk.Close(open.Handle); err != nil {
		t.Fatal(err)
	}
	if f, err := desk.Facet(open.Handle, "level"); err == nil {
		t.Errorf("of a closed view: %+v", f)
	}
}
