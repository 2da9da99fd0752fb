package parse

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
)

// sample is an entry and what it must parse to.
type sample struct {
	Entry  []string          `json:"entry"`
	Time   string            `json:"time"` // RFC 3339, "" = none
	Zone   string            `json:"zone"` // "known" or "assumed"; "" = not checked
	Level  string            `json:"level"`
	Body   string            `json:"body"`
	Fields map[string]string `json:"fields"`
}

// samples are those of all format files, by format. They are no part of the program.
var samples = sync.OnceValue(func() map[string][]sample {
	all := map[string][]sample{}
	files, _ := filepath.Glob("formats/*.json")
	for _, file := range files {
		name := filepath.Base(file)
		data, err := os.ReadFile(filepath.Join("formats", "samples", name))
		if err != nil {
			panic(err)
		}
		var list []sample
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&list); err != nil {
			panic(name + ": " + err.Error())
		}
		all[name[:len(name)-len(".json")]] = list
	}
	return all
})
