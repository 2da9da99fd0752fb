package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"cordwood/backend/event"
)

// server writes numbered lines and rotates like a server would, in all the ways
// it may go wrong for a reader.
type server struct {
	rnd    *rand.Rand
	family string
	files  []*memory
	next   int
	made   int
	torn   string // the rest of a line of which a part was written
	clock  func() int64
}

func newServer(rnd *rand.Rand, family string, clock func() int64) *server {
	s := &server{rnd: rnd, family: family, clock: clock}
	s.create()
	return s
}

func (s *server) create() {
	s.made++
	s.files = append(s.files, &memory{id: event.FileID(fmt.Sprintf("%s-%d", s.family, s.made)), name: s.family + ".log", live: true})
}

func (s *server) live() *memory { return s.files[len(s.files)-1] }

func (s *server) write(f *memory) {
	for range s.rnd.IntN(30) {
		line := fmt.Sprintf("%d INFO n=%s-%d %s\n", s.clock(), s.family, s.next, strings.Repeat("z", s.rnd.IntN(4000)))
		if s.rnd.IntN(3) == 0 {
			line += "\tat frame\n"
		}
		s.next++
		line = s.torn + line
		cut := len(line)
		if s.rnd.IntN(4) == 0 {
			cut = 1 + s.rnd.IntN(len(line)-1)
		}
		f.write(line[:cut])
		s.torn = line[cut:]
	}
	f.write(s.torn)
	s.torn = ""
}

// rotate renames the live file and begins a new one; the writer may put a few
// more lines into the old one.
func (s *server) rotate(late bool) {
	old := s.live()
	old.mu.Lock()
	old.name, old.live = fmt.Sprintf("%s-%d.log", s.family, s.made), false
	old.mu.Unlock()
	s.create()
	if late {
		s.write(old)
	}
}

// truncate empties the live file in place.
func (s *server) truncate() {
	f := s.live()
	f.mu.Lock()
	f.data = nil
	f.mu.Unlock()
}

func (s *server) chain() Chain { return chain(s.family, s.files...) }

// Whatever the server does, in the end each line that is in its files is there
// once, in order; and rows never change while Rev stays.
func TestFollowLosesNothing(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	runs := 100
	if os.Getenv("CORDWOOD_SOAK") != "" {
		runs = 2000
	}
	for run := range runs {
		follow(t, rand.New(rand.NewPCG(seed, uint64(run))), fmt.Sprintf("seed %d run %d", seed, run))
	}
}

func follow(t *testing.T, rnd *rand.Rand, name string) {
	now := int64(1000)
	clock := func() int64 { now += rnd.Int64N(5); return now }
	servers := []*server{newServer(rnd, "a", clock)}
	if rnd.IntN(2) == 0 {
		servers = append(servers, newServer(rnd, "b", clock))
	}
	spec := Spec{Query: parse(t, []string{"", "INFO", "-nothing"}[rnd.IntN(3)])}
	for _, s := range servers {
		s.write(s.live())
		for range rnd.IntN(4) { // older files, which are read meanwhile
			s.rotate(false)
			s.write(s.live())
		}
		spec.Chains = append(spec.Chains, s.chain())
	}
	e := New(Options{})
	defer e.Close()
	r, err := e.Open(context.Background(), spec)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rev, start, given := int64(0), int64(0), []string(nil)
	for range 3 + rnd.IntN(6) {
		if rnd.IntN(2) == 0 {
			now, all := r.State(), []string(nil)
			all, err = keys(r, now.Total)
			if then := r.State(); err == nil && then.Rev == now.Rev && then.Start == now.Start {
				if now.Rev == rev && given != nil {
					// Older rows may have come in front, which moves none of the others.
					same := all[min(int(start-now.Start), len(all)):]
					if strings.Join(same[:min(len(same), len(given))], ",") != strings.Join(given, ",") {
						t.Fatalf("%s: rows changed without a new Rev", name)
					}
				}
				rev, start, given = now.Rev, now.Start, all
			}
		}
		for _, s := range servers {
			act(rnd, s)
			e.Grow(s.chain())
		}
		if rnd.IntN(3) > 0 {
			wait(t, r)
		}
	}
	for _, s := range servers {
		e.Grow(s.chain())
	}
	check(t, r, servers, name)
}

func act(rnd *rand.Rand, s *server) {
	switch rnd.IntN(8) {
	case 0, 1:
		s.rotate(rnd.IntN(3) == 0)
		s.write(s.live())
	case 2:
		s.truncate()
		s.write(s.live())
	case 3:
		if len(s.files) > 1 {
			s.files = s.files[1:]
		}
	default:
		s.write(s.live())
	}
}

// keys names all rows.
func keys(r Result, n int64) ([]string, error) {
	var all []string
	start := r.State().Start
	for int64(len(all)) < n {
		rows, err := r.Rows(context.Background(), start+int64(len(all)), 200)
		if err != nil || len(rows) == 0 {
			return all, err
		}
		for _, row := range rows {
			number, _ := row.Field("n")
			all = append(all, fmt.Sprintf("%s@%s:%d", number, row.File, row.Offset))
		}
	}
	return all, nil
}

// check waits until the rows are what the files hold; a result takes a change in
// when it hears of it, and until then shows what was.
func check(t *testing.T, r Result, servers []*server, name string) {
	t.Helper()
	var wrong string
	for range 2000 {
		if wrong = differs(r, servers); wrong == "" {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%s: %s; %+v", name, wrong, r.State())
}

// differs says what is wrong with the rows; nothing when all is well.
func differs(r Result, servers []*server) string {
	want := map[string]bool{}
	for _, s := range servers {
		for _, w := range oracle(nil, event.TimeRange{}, s.files) {
			number, _ := w.Field("n")
			want[fmt.Sprintf("%s@%s:%d", number, w.file, w.offset)] = true
		}
	}
	got, err := keys(r, r.State().Total)
	if err != nil {
		return err.Error()
	}
	last := map[string]string{}
	for _, k := range got {
		if !want[k] {
			return fmt.Sprintf("row %s is doubled or from a wrong file", k)
		}
		delete(want, k)
		family := k[strings.Index(k, "@")+1:][:1]
		if before := last[family]; before != "" && !follows(before, k) {
			return fmt.Sprintf("%s comes behind %s", k, before)
		}
		last[family] = k
	}
	if len(want) > 0 {
		return fmt.Sprintf("%d rows are missing", len(want))
	}
	return ""
}

// follows reports whether b stands behind a in their chain.
func follows(a, b string) bool {
	var fa, oa, fb, ob int
	_, _ = fmt.Sscanf(a[strings.Index(a, "@")+3:], "%d:%d", &fa, &oa)
	_, _ = fmt.Sscanf(b[strings.Index(b, "@")+3:], "%d:%d", &fb, &ob)
	return fb > fa || fb == fa && ob > oa
}
