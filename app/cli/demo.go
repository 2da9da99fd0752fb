package cli

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/sample"
)

type demoCmd struct {
	Dir    string    `arg:"" help:"Folder to write into; it must be empty or hold a sample."`
	Size   string    `default:"20MB" help:"About how much lies on disk afterwards."`
	Days   int       `default:"7" help:"Days of logs before --end."`
	Seed   uint64    `default:"1" help:"The same seed, size, days and end give the same bytes."`
	End    time.Time `format:"2006-01-02T15:04:05Z07:00" help:"Time of the last entry, RFC 3339 (default: now)."`
	Live   bool      `help:"Go on writing at the present time until interrupted."`
	Bundle string    `help:"Also pack the folder into this file (.tar.gz or .zip)." placeholder:"FILE"`
}

// Help is printed below the flags.
func (demoCmd) Help() string {
	return `Examples:
  cordwood demo /tmp/suite
  cordwood demo /tmp/suite --days 3 --seed 7 --end 2026-11-18T14:32:00+08:00 --bundle /tmp/suite.tar.gz
  cordwood demo /tmp/suite --live`
}

// Run writes the sample, and goes on when asked.
func (c *demoCmd) Run(s *session) error {
	bytes, err := parseSize(c.Size)
	if err != nil {
		return err
	}
	o := sample.Options{Dir: c.Dir, Size: bytes, Days: c.Days, Seed: c.Seed, End: c.End}
	if _, err := sample.LoadMarker(c.Dir); err == nil {
		fmt.Fprintf(s.stdout, "%s: a sample already; it stays as it is.\n", c.Dir)
	} else {
		m, err := sample.Write(s.ctx, o)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.stdout, "%s: %s, %s on disk, incident at %s. All data is made up.\n",
			c.Dir, counted(len(m.Families), "family"), size(m.Stored), m.Incident.At.Format("2006-01-02 15:04"))
	}
	if c.Bundle != "" {
		if err := sample.Bundle(s.ctx, c.Dir, c.Bundle); err != nil {
			return err
		}
		fmt.Fprintln(s.stdout, c.Bundle)
	}
	if c.Live {
		fmt.Fprintln(s.stdout, "Writing until interrupted.")
		return sample.Live(s.ctx, o)
	}
	return nil
}

// parseSize reads 20MB, 1.5 GiB, 4096: a KB is 1,024 bytes.
func parseSize(text string) (int64, error) {
	t := strings.TrimSuffix(strings.TrimSuffix(strings.ToUpper(strings.TrimSpace(text)), "B"), "I")
	factor := 1.0
	for i, unit := range []string{"K", "M", "G", "T"} {
		if n, ok := strings.CutSuffix(t, unit); ok {
			t, factor = n, math.Pow(1024, float64(i+1))
		}
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(t), 64)
	if err != nil || n < 0 || n*factor > math.MaxInt64/2 {
		return 0, fault.New("read size", fault.Invalid, text, "write 20MB or 1.5GiB", err)
	}
	return int64(n * factor), nil
}
