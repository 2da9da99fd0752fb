//go:build !bindings

package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"cordwood/backend/hold"
	"cordwood/backend/rules"
	"cordwood/backend/sample"
	"cordwood/backend/serverlog"
)

// Every byte on disk is described: docs/formats.md names each key of a record, each
// column of a table and each small file.
func TestFormatsAreDescribed(t *testing.T) {
	read := func(path string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.FromSlash(path))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	formats := read("docs/formats.md")
	part := func(from, to string) string {
		t.Helper()
		_, rest, ok := strings.Cut(formats, from)
		text, _, also := strings.Cut(rest, to)
		if !ok || !also {
			t.Fatalf("docs/formats.md has no part between %q and %q", from, to)
		}
		return text
	}
	named := func(in, name, of string) {
		t.Helper()
		if !strings.Contains(in, "`"+name+"`") {
			t.Errorf("docs/formats.md does not name `%s` of %s", name, of)
		}
	}

	for heading, record := range map[string]any{"| key of `access_log.log`": serverlog.AccessRecord{}, "| key of `audit_log.log`": serverlog.AuditRecord{}} {
		text := part(heading, "\n\n")
		for field := range reflect.TypeOf(record).Fields() {
			if key, _, _ := strings.Cut(field.Tag.Get("json"), ","); key != "-" {
				named(text, key, heading)
			}
		}
	}

	column := regexp.MustCompile(`(?m)(?:^  |ADD COLUMN )"?([a-z_]+)"? +(?:INTEGER|TEXT|BLOB|REAL)`)
	tables, trail := part("### Tables of", "### The trail"), part("### The trail", "## The cache folder")
	sources := map[string]string{"backend/trail/entry.go": trail}
	steps, _ := filepath.Glob("backend/store/migration/*.sql")
	for _, path := range steps {
		sources[filepath.ToSlash(path)] = tables
	}
	for path, text := range sources {
		columns := column.FindAllStringSubmatch(read(path), -1)
		if len(columns) == 0 {
			t.Errorf("%s has no columns", path)
		}
		for _, c := range columns {
			named(text, c[1], path)
		}
	}

	for _, file := range []string{
		sample.MarkerName, rules.FileName, rules.StatusName, rules.RequestName, hold.ArchiveDir + "/", hold.Dir + "/<ulid>/", ".<family>.lock", "cordwood-rules.lock", "cordwood-rules.json.bak",
		"locks/window.lock", "locks/window.sock", "locks/purge.lock", "locks/serve-<port>.token", "logs/<role>-<pid>.log",
	} {
		named(formats, file, "the small files")
	}
}
