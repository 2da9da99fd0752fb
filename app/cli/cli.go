// Package cli is the command line: every subcommand over the same services as
// the desks. Codes of commands that look for something: 0 found, 1 nothing,
// 2 an error, 3 partial (something could not be read).
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"reflect"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"cordwood/app"
	"cordwood/backend/config"
	"cordwood/backend/fault"
)

// Version is set when the program is built.
var Version = "dev"

// commands is the command line as kong reads it.
type commands struct {
	Window    windowCmd    `cmd:"" default:"withargs" help:"Open the window (the default); without a display, serve in the browser."`
	Serve     serveCmd     `cmd:"" help:"Serve the same screens on loopback and print the address."`
	Demo      demoCmd      `cmd:"" help:"Write the made-up sample server into a folder."`
	Files     filesCmd     `cmd:"" help:"List the families of a source, their copies, sizes and spans."`
	Show      showCmd      `cmd:"" help:"Print a family as one log, from a line or a time."`
	Parse     parseCmd     `cmd:"" help:"Parse a file into one JSON line an event."`
	Search    searchCmd    `cmd:"" help:"Print the entries that match a query."`
	Histogram histogramCmd `cmd:"" help:"Count the entries that match a query by time and level."`
	Facets    facetsCmd    `cmd:"" help:"Count the values of a field over the entries that match a query."`
	Follow    followCmd    `cmd:"" help:"Print the last entries that match a query, and each new one as it comes."`
	Index     indexCmd     `cmd:"" help:"Index the log files, so that searching them reads little."`
	Cache     cacheCmd     `cmd:"" help:"List or clean what is kept of log files."`
	Access    accessCmd    `cmd:"" help:"List visits and sign-ins."`
	Audit     auditCmd     `cmd:"" help:"List administrative operations, or import another suite's table."`
	Place     placeCmd     `cmd:"" help:"Say where addresses are, offline."`
	Rules     rulesCmd     `cmd:"" help:"Show or set level, copies and cleaning."`
	Hold      holdCmd      `cmd:"" help:"List held files, restore or purge them."`
	Delete    deleteCmd    `cmd:"" help:"Delete log files: held for seven days unless --for-good."`
	Download  downloadCmd  `cmd:"" help:"Copy files or families out, as they are or as one zip."`
	Trail     trailCmd     `cmd:"" help:"List or verify what Cordwood itself did."`
	Sources   sourcesCmd   `cmd:"" help:"List the sources that were opened, or forget one."`
	Version   versionCmd   `cmd:"" help:"Print the version."`
}

// commandLine is what kong reads the arguments into: of a command that they begin
// with that one alone, for to read what all others take is a third of a short run.
func commandLine(args []string) any {
	all := reflect.TypeFor[commands]()
	for i := range all.NumField() {
		if f := all.Field(i); len(args) > 0 && args[0] == strings.ToLower(f.Name) {
			return reflect.New(reflect.StructOf([]reflect.StructField{f})).Interface()
		}
	}
	return &commands{}
}

// session is what every command gets.
type session struct {
	ctx    context.Context
	assets fs.FS
	stdout io.Writer
	stderr io.Writer
	code   int
}

// Main runs one command and returns the exit code.
func Main(assets fs.FS, args []string) int {
	lateGarbage()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, assets, args, os.Stdout, os.Stderr)
}

func run(ctx context.Context, assets fs.FS, args []string, stdout, stderr io.Writer) (code int) {
	stdout, stderr = tamed(stdout), tamed(stderr)
	to := &sink{w: stdout}
	if !isTerminal(stdout) {
		stdout = to
	}
	for _, w := range []io.Writer{stdout, stderr} {
		if t, ok := w.(*tame); ok {
			defer t.end()
		}
	}
	exited := -1
	k, err := kong.New(commandLine(args), kong.Name("cordwood"),
		kong.Description("Read, follow and explain a server's logs. SRC is a folder, a file or a bundle (zip, tar.gz, tar.zst, tar.xz)."),
		kong.Writers(stdout, stderr), kong.Exit(func(n int) { exited = n; panic(helpShown{}) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(stderr, "cordwood:", err)
		return exitError
	}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(helpShown); !ok {
				panic(r)
			}
			code = exited
		}
	}()
	parsed, err := k.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "cordwood: %v\nTry cordwood --help.\n", err)
		return exitError
	}
	s := &session{ctx: ctx, assets: assets, stdout: stdout, stderr: stderr}
	err = parsed.Run(s)
	if to.err != nil { // whatever else went wrong, this is why
		err = fault.New("write", fault.KindOf(to.err), "standard output", "make room or choose another place, and run it again", to.err)
	}
	if err != nil {
		s.report(err)
		return exitError
	}
	return s.code
}

// helpShown unwinds out of kong after it printed help.
type helpShown struct{}

// report prints an error as a person reads it: what, why, and the next step.
func (s *session) report(err error) {
	var f *fault.Error
	if errors.As(err, &f) && !f.Hint.None() {
		plain := *f
		plain.Hint = fault.Said{}
		fmt.Fprintf(s.stderr, "cordwood: %s\n%s\n", neutral(plain.Error()), neutral(asSentence(f.Hint.String())))
		return
	}
	fmt.Fprintf(s.stderr, "cordwood: %s\n", neutral(err.Error()))
}

// asSentence begins with a capital, but for a command to be typed, and ends with a dot.
func asSentence(text string) string {
	if !strings.HasPrefix(text, "cordwood ") {
		first, size := utf8.DecodeRuneInString(text)
		text = string(unicode.ToUpper(first)) + text[size:]
	}
	return strings.TrimSuffix(text, ".") + "."
}

// badQuery is a query that is not valid: where, why, and what would be, where the
// reason does not name it.
func badQuery(n app.QueryNotice) error {
	bad := fault.New("read query", fault.Invalid, fmt.Sprintf("column %d", n.Col), "", errors.New(n.Text.Text))
	if n.Fix != "" && !strings.Contains(n.Text.Text, n.Fix) {
		bad.Hint = fault.Say("write for example {0}", n.Fix)
	}
	return bad
}

// open starts the services on the user's home. The caller closes them. Whoever
// has a face keeps what is learnt of the files.
func (s *session) open(face string) (*app.App, error) {
	o := app.Options{Face: face}
	if face != "" {
		o.Indexing = app.KeepIndex
	}
	return s.start(o)
}

func (s *session) start(o app.Options) (*app.App, error) {
	home, err := config.Find()
	if err != nil {
		return nil, err
	}
	o.Home, o.Version, o.Assets = home, Version, s.assets
	return app.New(o)
}

type versionCmd struct{}

// Run prints the version and nothing else.
func (versionCmd) Run(s *session) error {
	_, err := fmt.Fprintln(s.stdout, "cordwood", Version)
	return err
}
