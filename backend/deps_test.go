package backend

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// room is one row of the import policy in docs/architecture.md. Data walks one
// way: source -> decode -> parse -> (place) -> index | store -> search -> app.
type room struct {
	name  string
	may   []string // rooms of ours it may import; "internal" is everything under backend/internal
	never []string // imports from elsewhere that would break the row's reason
	why   string
}

var policy = []room{
	{"event", nil, []string{"database/sql", "github.com/rs/zerolog"}, "the vocabulary depends on nobody"},
	{"fault", nil, []string{"database/sql", "github.com/rs/zerolog"}, "every room returns faults"},
	{"query", []string{"event", "fault", "internal"}, []string{"os", "database/sql"}, "a language has no disk"},
	{"match", []string{"event", "fault", "internal"}, []string{"os", "database/sql"}, "text is bytes in memory, and the language may ask for it"},
	{"inflate", nil, []string{"os", "database/sql"}, "bytes in, bytes out"},
	{"decode", []string{"event", "fault", "source", "inflate", "internal"}, nil, "bytes to lines knows no formats; it names compressions in the words of source"},
	{"parse", []string{"event", "fault"}, []string{"os", "net", "database/sql"}, "formats are pure"},
	{"place", []string{"event", "fault"}, []string{"net/http", "database/sql"}, "places are looked up offline"},
	{"directory", []string{"event", "fault"}, []string{"net/http", "database/sql"}, "who is who comes from a file, not from a store"},
	{"change", []string{"event", "fault"}, []string{"os", "database/sql"}, "a difference is pure"},
	{"audittable", []string{"event", "fault"}, []string{"os", "database/sql"}, "a table is read from bytes it is handed"},
	{"source", []string{"event", "fault", "decode", "inflate", "internal"}, []string{"database/sql"}, "a place knows bytes, not formats"},
	{"index", []string{"event", "fault", "query", "internal"}, []string{"database/sql"}, "an index reads blocks it is handed"},
	{"gram", []string{"event", "fault", "internal"}, []string{"os", "database/sql"}, "a filter knows text and places, not files of logs"},
	{"seekable", []string{"event", "fault", "internal"}, []string{"os", "database/sql"}, "a side copy knows decoded bytes, not where they came from"},
	{"marks", []string{"event", "fault", "inflate", "internal"}, []string{"os", "database/sql"}, "places in a stream are kept by who is handed them"},
	{"cache", []string{"fault", "internal"}, []string{"database/sql"}, "a housekeeper knows names and sizes, not contents"},
	{"store", []string{"event", "fault", "query", "internal"}, nil, "with trail the only room with SQL"},
	{"trail", []string{"fault", "internal"}, nil, "the witness does not know the accused"},
	{"rules", []string{"event", "fault", "internal"}, []string{"database/sql"}, "rules are handed a Witness and a Disposer, so that serverlog stays light"},
	{"hold", []string{"event", "fault", "rules", "internal"}, []string{"database/sql"}, "hold is given an inventory and returns a plan"},
	{"search", []string{"event", "fault", "query", "index", "match", "gram", "seekable", "marks", "inflate", "store"}, []string{"database/sql"}, "the engine reads what it is handed"},
	{"tail", []string{"event", "fault", "query", "index", "search"}, []string{"os", "database/sql"}, "a tail reads the files that search is handed, and knows no place"},
	{"ingest", []string{"event", "fault", "source", "decode", "inflate", "parse", "place", "directory", "index", "store"}, []string{"database/sql"}, "the conductor knows the players, not the audience"},
	{"serverlog", []string{"event", "fault", "hold", "rules", "internal"}, []string{"database/sql"}, "servers import it"},
	{"sample", []string{"event", "fault", "rules", "serverlog", "internal"}, []string{"database/sql"}, "the sample is written as a server would write it"},
	{"config", []string{"fault", "internal"}, nil, "settings know no domain"},
	{"logging", []string{"fault"}, nil, "our own log knows no domain"},
	{"health", []string{"event"}, []string{"os", "database/sql"}, "what stands out is computed from counts"},
	{"sheet", nil, []string{"os", "database/sql"}, "a table knows no domain"},
	{"volume", []string{"fault", "internal"}, nil, "a number of bytes comes through the door to files that are not ours"},
	{"internal", []string{"fault", "internal"}, nil, "no domain word inside"},
}

const module = "cordwood/backend/"

func TestImportPolicy(t *testing.T) {
	rooms := map[string]room{}
	for _, r := range policy {
		rooms[r.name] = r
	}
	walkImports(t, ".", func(file, dir, imported string) {
		name := strings.SplitN(filepath.ToSlash(dir), "/", 2)[0]
		if name == "." {
			return
		}
		r, ok := rooms[name]
		if !ok {
			t.Errorf("%s: room %q has no row in the import policy", file, name)
			return
		}
		if rest, ours := strings.CutPrefix(imported, module); ours {
			to := strings.SplitN(rest, "/", 2)[0]
			if to != name && !slices.Contains(r.may, to) {
				t.Errorf("%s imports %s: %s may import only %v, because %s", file, imported, name, r.may, r.why)
			}
			if name == "source" && to == "source" && rest != "source" && path.Dir(rest) == "source" && path.Base(filepath.ToSlash(dir)) != path.Base(rest) {
				t.Errorf("%s imports %s: one source never imports another", file, imported)
			}
		}
		if strings.HasPrefix(imported, "cordwood/app") {
			t.Errorf("%s imports %s: the backend does not know the app", file, imported)
		}
		if slices.Contains(r.never, imported) {
			t.Errorf("%s imports %s: never in %s, because %s", file, imported, name, r.why)
		}
	})
}

// Libraries with a room of their own.
func TestLibrariesStayInTheirRooms(t *testing.T) {
	homes := map[string][]string{
		"github.com/wailsapp/":          {"app"},
		"gopkg.in/natefinch/lumberjack": {"backend/logging", "backend/serverlog"},
		"modernc.org/sqlite":            {"backend/store", "backend/trail"},
		"database/sql":                  {"backend/store", "backend/trail"},
		"unsafe":                        {},
		"C":                             {},
	}
	walkImports(t, "..", func(file, dir, imported string) {
		dir = strings.TrimPrefix(filepath.ToSlash(dir), "../")
		for lib, at := range homes {
			if imported != lib && !(strings.HasSuffix(lib, "/") || strings.HasPrefix(lib, "gopkg.in")) || !strings.HasPrefix(imported, lib) {
				continue
			}
			if !slices.ContainsFunc(at, func(h string) bool { return dir == h || strings.HasPrefix(dir, h+"/") }) {
				t.Errorf("%s imports %s, which belongs only in %v", file, imported, at)
			}
		}
	})
}

func TestNoRoomWithoutANoun(t *testing.T) {
	for _, bad := range []string{"util", "utils", "common", "helper", "helpers", "types", "models", "services", "manager", "misc"} {
		err := filepath.WalkDir("..", func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
				return fs.SkipDir
			}
			if err == nil && d.IsDir() && d.Name() == bad {
				t.Errorf("%s: %q says nothing; name the folder by what it holds", p, bad)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func walkImports(t *testing.T, root string, visit func(file, dir, imported string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			s, _ := strconv.Unquote(i.Path.Value)
			visit(p, filepath.Dir(p), s)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
