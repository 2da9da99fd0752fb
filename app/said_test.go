package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sentences are all that the rooms and the desks can say: what stands in
// fault.Say(sentence, args) and as the hint of fault.New. The command line's
// own are left out, the page never gets them. They come as TypeScript writes them. A sentence that is no literal in
// that place, or lacks an argument, is a mistake.
func sentences(t *testing.T) []string {
	t.Helper()
	found := map[string]bool{}
	for _, root := range []string{".", "../backend"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "cli" || d.Name() == "checklist" || d.Name() == "testdata"):
				return fs.SkipDir
			case filepath.Ext(path) == ".go" && !strings.HasSuffix(path, "_test.go"):
				sentencesOf(t, path, found)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	all := []string{"''"} // nothing
	for s := range found {
		all = append(all, "'"+strings.ReplaceAll(s, "'", `\'`)+"'")
	}
	slices.Sort(all)
	return all
}

func sentencesOf(t *testing.T, path string, found map[string]bool) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	inFault := file.Name.Name == "fault"
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		at := -1
		switch called(call, inFault) {
		case "Say":
			at = 0
		case "New":
			at = 3
		}
		if at < 0 || at >= len(call.Args) {
			return true
		}
		where := files.Position(call.Pos())
		text, ok := call.Args[at].(*ast.BasicLit)
		if !ok {
			if !inFault { // where New hands its hint to Say
				t.Errorf("%s: the sentence is no literal", where)
			}
			return true
		}
		s, err := strconv.Unquote(text.Value)
		if err != nil {
			t.Fatal(err)
		}
		args := 0
		if at == 0 {
			args = len(call.Args) - 1
		}
		if places(s) != args {
			t.Errorf("%s: %q has %d places and %d arguments", where, s, places(s), args)
		}
		if s != "" {
			found[s] = true
		}
		return true
	})
}

// called is the function of the package fault that is called, if it is one.
func called(call *ast.CallExpr, inFault bool) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && x.Name == "fault" {
			return f.Sel.Name
		}
	case *ast.Ident:
		if inFault {
			return f.Name
		}
	}
	return ""
}

var aPlace = regexp.MustCompile(`\{\d\}`)

// places counts the different places of a sentence.
func places(s string) int {
	all := aPlace.FindAllString(s, -1)
	slices.Sort(all)
	return len(slices.Compact(all))
}
