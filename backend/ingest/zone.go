package ingest

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"time"

	"cordwood/backend/parse"
	"cordwood/backend/source"
)

// Clock is the clock that wrote a family's times.
type Clock struct {
	Zone  *time.Location // of times without a zone; nil: the source's
	Ahead time.Duration  // of the true time; negative: behind it
}

const (
	zoneFiles = 40       // families that are asked; one with an offset is enough
	zoneBytes = 16 << 10 // of each, from the start of its newest readable copy
)

// offset is how a timestamp ends that says its zone. "Z" and zero do not count:
// libraries write UTC wherever they run.
var offset = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`([+-])(\d{2}):?(\d{2})\]?$`) })

// foundZone is a zone, and where it is from.
type foundZone struct {
	place  *time.Location
	origin string
}

// findZone looks for the server's zone in the offsets that its logs carry; the
// most frequent wins. Without any it is this computer's.
func findZone(ctx context.Context, files source.Files, inv *source.Inventory) foundZone {
	votes := map[int]int{}
	for i, f := range inv.Families {
		if i == zoneFiles || ctx.Err() != nil {
			break
		}
		for j := len(f.Copies) - 1; j >= 0; j-- {
			if f.Copies[j].ID != "" && f.Copies[j].Stored > 0 {
				voteZone(ctx, files, f.Copies[j], votes)
				break
			}
		}
	}
	best := 0
	for seconds, n := range votes {
		if n > votes[best] || n == votes[best] && seconds < best {
			best = seconds
		}
	}
	if votes[best] == 0 {
		return foundZone{time.Local, "computer"}
	}
	return foundZone{time.FixedZone(zoneName(best), best), "found"}
}

func voteZone(ctx context.Context, files source.Files, copy source.Copy, votes map[int]int) {
	in, err := files.Open(ctx, copy.ID)
	if err != nil {
		return
	}
	defer in.Close()
	r, err := in.Reader(ctx, 0)
	if err != nil {
		return
	}
	defer r.Close()
	head, _, _ := sampleOf(r, zoneBytes) // a damaged file votes with what it has
	p := parse.Detect(head, parse.Options{Modified: copy.Modified, Name: copy.Path})
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		if !p.Head(line) {
			continue
		}
		m := offset().FindStringSubmatch(p.Event(line).TimeText)
		if m == nil {
			continue
		}
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi(m[3])
		seconds := (hours*60 + minutes) * 60
		if m[1] == "-" {
			seconds = -seconds
		}
		if seconds != 0 && hours <= 14 && minutes < 60 {
			votes[seconds]++
		}
	}
}

func zoneName(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("UTC%c%02d:%02d", sign, seconds/3600, seconds/60%60)
}
