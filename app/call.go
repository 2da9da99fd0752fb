package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"cordwood/backend/fault"
)

// calls offers the bound methods as POST /call/Struct.Method.
type calls map[string]reflect.Value

func newCalls(bound []any) calls {
	c := calls{}
	for _, s := range bound {
		v := reflect.ValueOf(s)
		for i := range v.NumMethod() {
			c[v.Type().Elem().Name()+"."+v.Type().Method(i).Name] = v.Method(i)
		}
	}
	return c
}

func (c calls) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method, ok := c[strings.TrimPrefix(r.URL.Path, "/call/")]
	if !ok {
		writeProblem(w, fault.New("call", fault.NotFound, r.URL.Path, "", nil))
		return
	}
	// A JSON body forces a preflight on any other origin.
	if t := r.Header.Get("Content-Type"); t != "application/json" {
		writeProblem(w, fault.New("call", fault.Invalid, r.URL.Path, "send Content-Type: application/json", nil))
		return
	}
	args, err := decodeArgs(r, method.Type())
	if err != nil {
		writeProblem(w, fault.New("call", fault.Invalid, r.URL.Path, "send a JSON array with the arguments", err))
		return
	}
	out := method.Call(args)
	if err, _ := out[len(out)-1].Interface().(error); err != nil {
		writeProblem(w, err)
		return
	}
	if len(out) == 1 {
		writeJSON(w, nil)
		return
	}
	writeJSON(w, out[0].Interface())
}

func decodeArgs(r *http.Request, t reflect.Type) ([]reflect.Value, error) {
	var raw []json.RawMessage
	d := json.NewDecoder(r.Body)
	if err := d.Decode(&raw); err != nil {
		return nil, err
	}
	if len(raw) != t.NumIn() {
		return nil, fmt.Errorf("%d arguments, want %d", len(raw), t.NumIn())
	}
	args := make([]reflect.Value, len(raw))
	for i := range raw {
		v := reflect.New(t.In(i))
		if err := json.Unmarshal(raw[i], v.Interface()); err != nil {
			return nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
		args[i] = v.Elem()
	}
	return args, nil
}

// problem is how an error crosses to the frontend, on both faces.
func problem(err error) Problem {
	p := Problem{Kind: string(fault.KindOf(err)), Cause: said(fault.Cause(err))}
	p.Cause.Text = err.Error()
	var f *fault.Error
	if errors.As(err, &f) {
		p.Op, p.Path, p.Hint = f.Op, f.Path, said(f.Hint)
		if f.Err != nil {
			p.Cause.Text = f.Err.Error()
		}
	}
	return p
}

// statusOf is for scripts; the frontend goes by the kind. Only a defect of ours
// is a server error: a damaged file or a full disk is nothing to retry for.
var statusOf = map[fault.Kind]int{
	fault.NotFound: http.StatusNotFound, fault.Denied: http.StatusForbidden, fault.Locked: http.StatusForbidden,
	fault.Conflict: http.StatusConflict, fault.Changed: http.StatusConflict, fault.InUse: http.StatusConflict,
	fault.Damaged: http.StatusUnprocessableEntity, fault.Unreadable: http.StatusUnprocessableEntity,
	fault.Away: http.StatusUnprocessableEntity, fault.Unsupported: http.StatusUnprocessableEntity, fault.Limit: http.StatusUnprocessableEntity,
	fault.Invalid: http.StatusBadRequest, fault.Stopped: http.StatusBadRequest, fault.Internal: http.StatusInternalServerError,
}

func writeProblem(w http.ResponseWriter, err error) {
	p := problem(err)
	status, ok := statusOf[fault.Kind(p.Kind)]
	if !ok {
		status = http.StatusBadRequest
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(p)
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}
