package cli

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"

	"cordwood/app"
	"cordwood/backend/config"
	"cordwood/backend/sample"
)

// The scripts run this test binary as cordwood; where that is slowed down by the
// race detector, the program itself.
func TestMain(m *testing.M) {
	testscript.Main(tidy{m}, map[string]func(){
		"cordwood": func() { os.Exit(Main(fstest.MapFS{"index.html": {}}, os.Args[1:])) },
	})
}

// TestScripts runs each file of testdata/script. Beside testscript's own, a
// script has these commands:
//
//	exits CODE COMMAND..  runs a command that must end with the code
//	suite DIR             makes a small sample server
//	held undo|purge DIR   acts on the one batch that DIR holds
//	damage FILE           changes a byte amid a file
//	charset DIR FAMILY X  sets a family's charset, as the window does
//	gbk FILE              writes its text in GBK
//	keys NAME..           each line of standard output is a JSON object with them
func TestScripts(t *testing.T) {
	dir, _ := writeSuite(t, sample.MinSize)
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Setenv("CORDWOOD_HOME", filepath.Join(e.WorkDir, ".home"))
			if raced {
				e.Setenv("PATH", filepath.Dir(built(t))+string(filepath.ListSeparator)+e.Getenv("PATH"))
			}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"exits": exits, "suite": suiteFrom(dir), "held": held, "damage": damage, "charset": charset, "gbk": gbk, "keys": keys},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND..")
	}
	code := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// suiteFrom copies the sample that lies in a folder.
func suiteFrom(dir string) func(ts *testscript.TestScript, neg bool, args []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 1 {
			ts.Fatalf("usage: suite DIR")
		}
		ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(dir)))
	}
}

// writeSuite writes the sample of the tests; its years and counts are always
// the same.
func writeSuite(t *testing.T, size int64) (dir string, m sample.Manifest) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "suite")
	zone := time.FixedZone("UTC+08:00", 8*60*60)
	m, err := sample.Write(t.Context(), sample.Options{Dir: dir, Size: size, Days: 2, Seed: 7, End: time.Date(2026, 11, 18, 14, 32, 0, 0, zone)})
	if err != nil {
		t.Fatal(err)
	}
	return dir, m
}

func held(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: held undo|purge DIR")
	}
	ts.Check(ts.Exec("cordwood", "hold", args[1], "--json"))
	var batch struct{ HoldID string }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &batch))
	verb := []string{"hold", args[0], args[1], batch.HoldID}
	if args[0] == "purge" {
		verb = append(verb, "--yes")
	}
	ts.Check(ts.Exec("cordwood", verb...))
}

func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: damage FILE")
	}
	text := []byte(ts.ReadFile(args[0]))
	text[len(text)/2] ^= 0xff
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o644))
}

func charset(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: charset DIR FAMILY CHARSET")
	}
	data := ts.Getenv("CORDWOOD_HOME")
	a, err := app.New(app.Options{Home: config.Home{Data: data, Cache: filepath.Join(data, "cache")}})
	ts.Check(err)
	defer a.Close()
	src, err := a.OpenPath(ts.MkAbs(args[0]), app.Records)
	ts.Check(err)
	_, err = a.Sources().SetCharset(src.ID, []string{args[1]}, args[2])
	ts.Check(err)
}

func gbk(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: gbk FILE")
	}
	text, err := simplifiedchinese.GBK.NewEncoder().String(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

func keys(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("keys cannot be negated")
	}
	lines := 0
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		var v map[string]any
		ts.Check(json.Unmarshal([]byte(line), &v))
		for _, key := range args {
			if _, ok := v[key]; !ok {
				ts.Fatalf("there is no %q in %.200s", key, line)
			}
		}
		lines++
	}
	if lines == 0 {
		ts.Fatalf("standard output is empty")
	}
}
