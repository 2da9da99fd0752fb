package folder

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cordwood/backend/internal/fsx"
)

// turning is a log whose numbered copies get the next number again and again, a name at a
// time.
type turning struct {
	t          *testing.T
	dir        string
	live, copy string   // names; copy has the place of a number
	born       []fsx.ID // files that were begun, oldest first
	left       int      // copies that still have their number before the log is begun anew
}

func (r *turning) name(i int) string {
	if i == 0 {
		return filepath.Join(r.dir, r.live)
	}
	return filepath.Join(r.dir, fmt.Sprintf(r.copy, i))
}

func (r *turning) check(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// step renames the next file, the oldest first, or begins the log anew.
func (r *turning) step() {
	if r.left > 0 {
		r.left--
		r.check(os.Rename(r.name(r.left), r.name(r.left+1)))
		return
	}
	r.check(os.WriteFile(r.name(0), fmt.Appendf(nil, "2026-11-22 08:00:00 INFO file %d\n", len(r.born)), 0o600))
	info, err := os.Lstat(r.name(0))
	r.check(err)
	id, ok := fsx.IDOf(info)
	if !ok {
		r.t.Skip("this system does not tell a file's place by its name")
	}
	r.born = append(r.born, id)
	r.left = len(r.born)
}

// Of a log that is rotated while its folder is scanned, so that no look at it is a quiet
// one, a scan lists every file that was there when it began, once, older ones first.
func TestScanAmidRotations(t *testing.T) {
	seed, runs := uint64(time.Now().UnixNano()), 6
	if os.Getenv("CORDWOOD_SOAK") != "" {
		runs = 60
	}
	for run := range runs {
		rnd := rand.New(rand.NewPCG(seed, uint64(run)))
		for _, copy := range []string{"app.log.%d", "app.%d.log"} {
			r := &turning{t: t, dir: t.TempDir(), live: "app.log", copy: copy}
			for len(r.born) < 2+rnd.IntN(25) {
				r.step()
			}
			files := openFolder(t, r.dir)
			files.amid = func() {
				if rnd.IntN(2) == 0 {
					r.step()
				}
			}
			for range 5 {
				for range rnd.IntN(2 * len(r.born)) {
					r.step()
				}
				there := slices.Clone(r.born)
				inv, err := files.Scan(t.Context())
				r.check(err)
				var listed []fsx.ID
				for _, family := range inv.Families {
					for _, c := range family.Copies {
						listed = append(listed, files.memory.byPath[c.Path].file)
					}
				}
				at := 0
				for _, id := range listed {
					if at < len(there) && id == there[at] {
						at++
					}
				}
				slices.SortFunc(listed, func(a, b fsx.ID) int { return slices.Index(r.born, a) - slices.Index(r.born, b) })
				if at < len(there) || len(slices.Compact(listed)) < len(listed) {
					t.Fatalf("seed %d run %d: of %d copies as %s, %d are listed in order; of %d, some twice: %t", seed, run, len(there), copy, at, len(listed), len(slices.Compact(listed)) < len(listed))
				}
			}
		}
	}
}
