package backend

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// make test does not watch the rooms of ALONE for races: they start no goroutine.
// Each of their tests that starts one is named by TOGETHER, and is watched.
// Parallel subtests share nothing but what a room loads once, which those tests share too.
func TestRoomsThatStartNoGoroutine(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	set := func(name string) string {
		m := regexp.MustCompile(`(?m)^` + name + `\s*:= (.+)$`).FindSubmatch(makefile)
		if m == nil {
			t.Fatalf("the Makefile sets no %s", name)
		}
		return string(m[1])
	}
	watched := regexp.MustCompile(set("TOGETHER"))
	run := regexp.MustCompile(`-run '\$\(TOGETHER\)' (.+)`).FindSubmatch(makefile)
	if run == nil {
		t.Fatal("make test does not run TOGETHER")
	}
	for _, room := range strings.Fields(set("ALONE")) {
		files, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", room, len(files), err)
		}
		for _, file := range files {
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range f.Decls {
				starts := ""
				ast.Inspect(d, func(n ast.Node) bool {
					switch n := n.(type) {
					case *ast.GoStmt:
						starts = "go"
					case *ast.SelectorExpr:
						if n.Sel.Name == "Go" || n.Sel.Name == "AfterFunc" {
							starts = n.Sel.Name
						}
					}
					return true
				})
				if starts == "" {
					continue
				}
				fn, _ := d.(*ast.FuncDecl)
				if !strings.HasSuffix(file, "_test.go") || fn == nil || !strings.HasPrefix(fn.Name.Name, "Test") {
					t.Errorf("%s starts a goroutine (%s): %s belongs no more to ALONE in the Makefile", file, starts, room)
				} else if !watched.MatchString(fn.Name.Name) || !strings.Contains(string(run[1])+" ", "./backend/"+room+" ") {
					t.Errorf("%s: make test does not watch %s for races", file, fn.Name.Name)
				}
			}
		}
	}
}
