package fault

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
)

// Each kind of fault.go has words, and no error shows the bare name of its kind.
func TestKindsHaveWords(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "fault.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	kinds := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for _, v := range spec.Values {
			lit, ok := v.(*ast.BasicLit)
			if !ok {
				continue
			}
			name, _ := strconv.Unquote(lit.Value)
			kinds++
			if words[Kind(name)] == "" {
				t.Errorf("%s has no words", name)
			}
			if got, want := New("open", Kind(name), "a.log", "", nil).Error(), "open a.log: "+words[Kind(name)]; got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		return true
	})
	if kinds != len(words) {
		t.Errorf("%d kinds, %d words", kinds, len(words))
	}
}
