package app

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"cordwood/backend/fault"
)

// A body of any bytes is decoded to the arguments of a call, or refused as
// invalid, for every bound method: they are called by no argument that they do
// not take.
func FuzzCallArguments(f *testing.F) {
	for _, body := range []string{`[]`, `["a"]`, `[{"source":"s","slot":"l","from":1}]`, `["a",-1]`, `[null,null]`, `[1e400]`, `{"a":1}`, `["\ud800"]`, ``, `[[[[`, `[{"from":9223372036854775808}] []`} {
		f.Add(uint16(0), []byte(body))
	}
	c := calls{} // the bound methods' types; whoever is called only says so
	for _, s := range (&App{}).Bound() {
		t := reflect.TypeOf(s)
		for m := range t.Methods() {
			in := []reflect.Type{}
			for i := 1; i < m.Type.NumIn(); i++ {
				in = append(in, m.Type.In(i))
			}
			c[t.Elem().Name()+"."+m.Name] = reflect.MakeFunc(reflect.FuncOf(in, []reflect.Type{reflect.TypeFor[string](), reflect.TypeFor[error]()}, false), func(args []reflect.Value) []reflect.Value {
				if len(args) != len(in) {
					panic(fmt.Sprint(len(args), " arguments"))
				}
				return []reflect.Value{reflect.ValueOf("called"), reflect.Zero(reflect.TypeFor[error]())}
			})
		}
	}
	if len(c) < 40 {
		f.Fatalf("%d calls: the table is not what this test thinks", len(c))
	}
	names := slices.Sorted(maps.Keys(c))
	f.Fuzz(func(t *testing.T, which uint16, body []byte) {
		name := names[int(which)%len(names)]
		r := httptest.NewRequest(http.MethodPost, "/call/"+name, strings.NewReader(string(body)))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		c.ServeHTTP(w, r)
		if w.Code == http.StatusOK {
			return
		}
		var p Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusBadRequest || p.Kind != string(fault.Invalid) {
			t.Errorf("%s %q: %d %.200s", name, body, w.Code, w.Body)
		}
	})
}
