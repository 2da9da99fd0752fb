package app

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write frontend/src/backend/wire.ts")

const wirePath = "../frontend/src/backend/wire.ts"

// The frontend's types are generated from the bound methods and the types they
// use, so that neither side can drift.
func TestWireTypes(t *testing.T) {
	got := wireTS(sentences(t), (&App{}).Bound(), LogPage{}, LogEntry{}, Histogram{}, AccessPage{}, AuditPage{}, Tick{}, Problem{})
	if *update {
		if err := os.WriteFile(wirePath, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(wirePath)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s does not match wire.go: run go test ./app -run WireTypes -update", wirePath)
	}
}

// wireTS writes an interface a type, and one table of the calls.
func wireTS(said []string, structs []any, extra ...any) string {
	w := &wireWriter{seen: map[string]string{}, words: wireWords()}
	w.words["Sentence"] = said
	var calls strings.Builder
	for _, s := range structs {
		t := reflect.TypeOf(s)
		for i := range t.NumMethod() {
			m := t.Method(i)
			var args []string
			for j := 1; j < m.Type.NumIn(); j++ {
				args = append(args, w.typ(m.Type.In(j)))
			}
			result := "null"
			if m.Type.NumOut() == 2 {
				result = w.typ(m.Type.Out(0))
			}
			fmt.Fprintf(&calls, "  '%s.%s': { args: [%s]; result: %s };\n", t.Elem().Name(), m.Name, strings.Join(args, ", "), result)
		}
	}
	for _, e := range extra {
		w.typ(reflect.TypeOf(e))
	}
	names := make([]string, 0, len(w.seen))
	for n := range w.seen {
		names = append(names, n)
	}
	slices.Sort(names)
	var out strings.Builder
	out.WriteString("// Generated from app/wire.go by its test. Do not edit: go test ./app -run WireTypes -update\n\n")
	for _, n := range names {
		out.WriteString(w.seen[n])
	}
	out.WriteString("/** Every bound method: what it takes and what it answers. */\nexport interface Calls {\n" + calls.String() + "}\n")
	return out.String()
}

// wireWords are the constants in wire.go of each type that is a string: the
// values that such a type has, as TypeScript writes them.
func wireWords() map[string][]string {
	file, err := parser.ParseFile(token.NewFileSet(), "wire.go", nil, 0)
	if err != nil {
		panic(err)
	}
	words := map[string][]string{}
	for _, d := range file.Decls {
		consts, ok := d.(*ast.GenDecl)
		if !ok || consts.Tok != token.CONST {
			continue
		}
		for _, s := range consts.Specs {
			spec := s.(*ast.ValueSpec)
			name, ok := spec.Type.(*ast.Ident)
			if !ok {
				continue
			}
			for _, v := range spec.Values {
				words[name.Name] = append(words[name.Name], strings.ReplaceAll(v.(*ast.BasicLit).Value, `"`, "'"))
			}
		}
	}
	return words
}

type wireWriter struct {
	seen  map[string]string
	words map[string][]string // of a type that is a string
}

func (w *wireWriter) typ(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return w.typ(t.Elem()) + " | null"
	case reflect.String:
		if t.Name() != "string" {
			w.union(t.Name())
		}
		return t.Name()
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64, reflect.Float64:
		return "number"
	case reflect.Slice:
		return w.typ(t.Elem()) + "[]"
	case reflect.Struct:
		w.object(t)
		return t.Name()
	}
	panic("app: " + t.String() + " does not cross to TypeScript")
}

func (w *wireWriter) union(name string) {
	if len(w.words[name]) == 0 {
		panic("app: " + name + " has no constants in wire.go")
	}
	between, before := " | ", " "
	if len(w.words[name]) > 10 {
		between, before = "\n  | ", "\n  | "
	}
	w.seen[name] = "export type " + name + " =" + before + strings.Join(w.words[name], between) + ";\n\n"
}

func (w *wireWriter) object(t reflect.Type) {
	if _, ok := w.seen[t.Name()]; ok {
		return
	}
	w.seen[t.Name()] = ""
	var b strings.Builder
	fmt.Fprintf(&b, "export interface %s {\n", t.Name())
	for i := range t.NumField() {
		f := t.Field(i)
		fmt.Fprintf(&b, "  %s: %s;\n", f.Tag.Get("json"), w.typ(f.Type))
	}
	b.WriteString("}\n\n")
	w.seen[t.Name()] = b.String()
}
