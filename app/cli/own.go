package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"strings"

	"cordwood/app"
	"cordwood/backend/fault"
)

type placeCmd struct {
	Addresses []string `arg:"" optional:"" help:"Addresses; without any, one a line from standard input."`
	JSON      bool     `name:"json" help:"One JSON value a line."`
}

// Help is printed below the flags.
func (placeCmd) Help() string {
	return `Nothing is looked up on a network. The exit code is 1 when nothing that is given is an IP address.

Examples:
  cordwood place 203.0.113.87 10.20.4.61
  cut -d' ' -f1 access.log | sort -u | cordwood place`
}

// Run says where addresses are.
func (c *placeCmd) Run(s *session) error {
	a, err := s.open("")
	if err != nil {
		return err
	}
	defer a.Close()
	out := newOutput(s.stdout, c.JSON)
	defer out.w.Flush()
	var rows [][]string
	s.code = exitNothing
	one := func(address string) error {
		if _, err := netip.ParseAddr(address); err == nil {
			s.code = 0
		} else {
			fmt.Fprintf(s.stderr, "%s is no IP address\n", address)
		}
		p := a.PlaceOf(address)
		if c.JSON {
			return out.value(p)
		}
		rows = append(rows, []string{p.IP, p.Text, p.Country, p.Precision, p.Origin})
		return nil
	}
	for _, address := range c.Addresses {
		if err := one(address); err != nil {
			return err
		}
	}
	if len(c.Addresses) == 0 {
		in := bufio.NewScanner(os.Stdin)
		for in.Scan() {
			if address := strings.TrimSpace(in.Text()); address != "" {
				if err := one(address); err != nil {
					return err
				}
			}
		}
	}
	out.table("IP\tPLACE\tCOUNTRY\tPRECISION\tORIGIN", rows)
	return nil
}

type trailCmd struct {
	List   trailListCmd   `cmd:"" default:"withargs" help:"List what Cordwood did, newest first (the default)."`
	Verify trailVerifyCmd `cmd:"" help:"Check the chain against its anchors: 0 complete, 1 broken, 2 not anchored, 3 rolled back, 4 key trouble, 5 unreadable."`
}

type trailListCmd struct {
	N    int  `short:"n" default:"50" help:"At most so many."`
	JSON bool `name:"json" help:"One JSON value a line."`
}

// Run lists the trail.
func (c *trailListCmd) Run(s *session) error {
	a, err := s.open("")
	if err != nil {
		return err
	}
	defer a.Close()
	entries, err := a.TrailEntries(c.N)
	if err != nil {
		return err
	}
	out := newOutput(s.stdout, c.JSON)
	defer out.w.Flush()
	var rows [][]string
	for _, e := range entries {
		if c.JSON {
			if err := out.value(e); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{fmt.Sprint(e.Seq), out.time(e.Time), e.Actor, e.Op, e.Target, e.Outcome})
	}
	out.table("SEQ\tTIME\tACTOR\tOPERATION\tTARGET\tOUTCOME", rows)
	if len(entries) == 0 {
		s.code = exitNothing
	}
	return nil
}

type trailVerifyCmd struct {
	JSON bool `name:"json" help:"The verdict as JSON."`
}

// Run verifies the trail; the exit code is the verdict.
func (c *trailVerifyCmd) Run(s *session) error {
	a, err := s.open("")
	if err != nil {
		return err
	}
	defer a.Close()
	r, err := a.Audit().VerifyTrail()
	if err != nil {
		return err
	}
	s.code = r.Code
	if c.JSON {
		return newOutputFlush(s, r)
	}
	_, err = fmt.Fprintln(s.stdout, r.Text.Text)
	return err
}

func newOutputFlush(s *session, v any) error {
	out := newOutput(s.stdout, true)
	defer out.w.Flush()
	return out.value(v)
}

type sourcesCmd struct {
	List   sourcesListCmd   `cmd:"" default:"withargs" help:"List what was opened (the default)."`
	Forget sourcesForgetCmd `cmd:"" help:"Remove a source with its stored records; its files are not touched."`
}

type sourcesListCmd struct {
	JSON bool `name:"json" help:"One JSON value a line."`
}

// Run lists recent sources.
func (c *sourcesListCmd) Run(s *session) error {
	a, err := s.open("")
	if err != nil {
		return err
	}
	defer a.Close()
	start, err := a.Sources().Start()
	if err != nil {
		return err
	}
	out := newOutput(s.stdout, c.JSON)
	defer out.w.Flush()
	var rows [][]string
	for _, r := range start.Recent {
		if c.JSON {
			if err := out.value(r); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{r.ID, r.Kind, out.millis(&r.Opened), r.State, r.Path})
	}
	out.table("ID\tKIND\tOPENED\tSTATE\tPATH", rows)
	if len(start.Recent) == 0 {
		s.code = exitNothing
	}
	return nil
}

type sourcesForgetCmd struct {
	ID string `arg:"" help:"An id or a path, as cordwood sources lists it."`
}

// Run forgets a source.
func (c *sourcesForgetCmd) Run(s *session) error {
	a, err := s.open("")
	if err != nil {
		return err
	}
	defer a.Close()
	start, err := a.Sources().Start()
	if err != nil {
		return err
	}
	for _, r := range start.Recent {
		if r.Path == c.ID || r.ID == c.ID {
			return a.Sources().Forget(r.ID)
		}
	}
	return fault.New("forget", fault.NotFound, c.ID, "cordwood sources lists what was opened", nil)
}

// faces: the window and the browser.

type serveCmd struct {
	Src    string `arg:"" optional:"" help:"A source to open at once."`
	Sample bool   `help:"Open the made-up sample server, made once."`
	Port   int    `default:"0" help:"Port on 127.0.0.1; 0 takes a free one."`
}

// Help is printed below the flags.
func (serveCmd) Help() string {
	return `Prints an address that is good once and for ten minutes; the browser keeps a cookie. Scripts send the bearer token
from the file that is printed beside it. Only this computer can connect.

Examples:
  cordwood serve --sample
  cordwood serve /var/log/suite --port 8077`
}

// Run serves until interrupted.
func (c *serveCmd) Run(s *session) error {
	a, err := s.open("browser")
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.OpenFirst(s.ctx, c.Src, c.Sample); err != nil {
		return err
	}
	return s.serveApp(a, c.Port)
}

func (s *session) serveApp(a *app.App, port int) error {
	server, err := a.Serve(port)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.stdout, "%s\ntoken file %s\n", server.URL(), server.TokenFile())
	return server.Run(s.ctx)
}

type windowCmd struct {
	Src    string `arg:"" optional:"" help:"A source to open at once."`
	Sample bool   `help:"Open the made-up sample server, made once."`
}

// Run opens the window: in this build, in the one beside it, or, where neither
// can be, in the browser, saying why. Where a desk is open it is shown instead.
func (c *windowCmd) Run(s *session) error {
	if c.Src != "" && !strings.ContainsAny(c.Src, `/\`) { // it may be meant as a command
		if _, err := os.Lstat(c.Src); errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(s.stderr, "cordwood: there is no command, file or folder %s\nTry cordwood --help.\n", neutral(c.Src))
			s.code = exitError
			return nil
		}
	}
	why := noDisplay()
	if why == "" && !app.HasWindow {
		if beside, ok := windowBeside(); ok {
			return replaceBy(beside, os.Args[1:])
		}
		why = "cordwood-window is not beside this program"
	}
	face := "window"
	if why != "" {
		face = "browser"
	}
	a, err := s.open(face)
	if err != nil {
		return err
	}
	defer a.Close()
	address, other, err := a.Claim(c.Src)
	if err != nil {
		return err
	}
	if other {
		if address != "" {
			fmt.Fprintln(s.stderr, "Cordwood is open already, in the browser; open this address on this computer:")
			fmt.Fprintln(s.stdout, address)
		}
		return nil
	}
	if err := a.OpenFirst(s.ctx, c.Src, c.Sample); err != nil {
		return err
	}
	if why == "" {
		err := a.Run("Cordwood")
		if fault.KindOf(err) != fault.Unsupported {
			return err
		}
		s.report(err)
		why = "the display does not answer"
	}
	fmt.Fprintf(s.stderr, "No window: %s. Serving in the browser instead; open this address on this computer:\n", why)
	return s.serveApp(a, 0)
}
