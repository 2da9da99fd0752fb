package gram

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// logLines is at least n bytes of log text.
func logLines(rng *rand.Rand, n int) []byte {
	var b bytes.Buffer
	for ms := 0; b.Len() < n; ms += rng.IntN(90) {
		fmt.Fprintf(&b, "2026-11-22 %02d:%02d:%02d.%03d %s [worker-%d] c.e.shop.%s - order %d of user jdoe%d from 10.0.%d.%d took %d ms trace=%016x\n",
			ms/3600_000%24, ms/60_000%60, ms/1000%60, ms%1000, []string{"INFO ", "DEBUG", "WARN "}[rng.IntN(3)], rng.IntN(32),
			[]string{"OrderService", "PaymentGateway", "MailSender"}[rng.IntN(3)], rng.IntN(900_000), rng.IntN(9000), rng.IntN(9), rng.IntN(255), rng.IntN(4000), rng.Uint64())
	}
	return b.Bytes()
}

// randomFilters have rows that are empty, full and mixed.
func randomFilters(rng *rand.Rand, n int) []Filter {
	all := make([]Filter, n)
	for i := range all {
		for k := range all[i] {
			switch k % 4 {
			case 0:
				all[i][k] = rng.Uint64() & rng.Uint64()
			case 1:
				all[i][k] = ^uint64(0)
			case 2:
				all[i][k] = 1 << rng.IntN(64)
			}
		}
	}
	return all
}

func write(t testing.TB, path string, filters []Filter) {
	t.Helper()
	w, err := Create(path, "me")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	for i := range filters {
		if err := w.Add(&filters[i], event.Offset(i+1)*PageBytes); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
}

func TestFile(t *testing.T) {
	f := func(n int) {
		t.Helper()
		filters := randomFilters(rand.New(rand.NewPCG(uint64(n), 1)), n)
		path := filepath.Join(t.TempDir(), "a.gram")
		write(t, path, filters)
		x, err := Open(path, "me")
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		i := 0
		err = x.Each(func(got *Filter, end event.Offset) error {
			from, to := x.Page(i)
			if *got != filters[i] || to != end || to != event.Offset(i+1)*PageBytes || to-from != PageBytes {
				return fmt.Errorf("page %d, %d to %d", i, from, to)
			}
			i++
			return nil
		})
		if err != nil || i != n || x.Pages() != n {
			t.Errorf("%d of %d pages: %v", i, n, err)
		}
		for _, slot := range []uint16{0, 1, 63, 64, 128, 192, 255, 0x7fff, 0xfffe, 0xffff} {
			same(t, x, filters, &Ask{[]group{{{slot}}}})
			same(t, x, filters, &Ask{[]group{{{0, slot}, {1, 256, slot}}, {{2}, {slot}}}})
		}
		same(t, x, filters, nil)
	}
	for _, n := range []int{0, 1, 2, 3, 63, 64, 65, 100, segmentPages, segmentPages + 1, segmentPages + 70} {
		f(n)
	}
}

// same compares the file's answer with that of each filter.
func same(t testing.TB, x *File, filters []Filter, a *Ask) {
	t.Helper()
	pages, err := x.Ask(a)
	if err != nil || pages.Len() != len(filters) {
		t.Fatal(pages.Len(), err)
	}
	count := 0
	for i := range filters {
		if pages.Has(i) != a.May(&filters[i]) {
			t.Fatalf("%+v: page %d of %d", a, i, len(filters))
		}
		if pages.Has(i) {
			count++
		}
	}
	if pages.Count() != count {
		t.Errorf("%d, want %d", pages.Count(), count)
	}
}

func TestTranspose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := [64]uint64(rapid.SliceOfN(rapid.Uint64(), 64, 64).Draw(t, "m"))
		n := m
		transpose(&n)
		for p := range 64 {
			for k := range 64 {
				if m[p]>>k&1 != n[k]>>p&1 {
					t.Fatalf("bit %d of word %d", k, p)
				}
			}
		}
	})
}

func TestRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.gram")
	w, err := Create(path, "me")
	if err != nil {
		t.Fatal(err)
	}
	for _, end := range []event.Offset{0, -1} {
		if fault.KindOf(w.Add(new(Filter), end)) != fault.Invalid {
			t.Errorf("a page ends at %d", end)
		}
	}
	w.Abort()
	write(t, path, make([]Filter, 3))
	f := func(what string, change func(table []byte) []byte) {
		t.Helper()
		side, err := kind.Open(path, "me")
		if err != nil {
			t.Fatal(err)
		}
		table := change(bytes.Clone(side.Table))
		body := make([]byte, side.Body)
		if _, err := side.ReadAt(body, 0); err != nil {
			t.Fatal(err)
		}
		side.Close()
		other := filepath.Join(t.TempDir(), "b.gram")
		cw, err := kind.Create(other, "me")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := cw.Write(body); err != nil {
			t.Fatal(err)
		}
		if err := cw.Commit(table); err != nil {
			t.Fatal(err)
		}
		x, err := Open(other, "me")
		if err == nil {
			defer x.Close()
			err = x.Each(func(*Filter, event.Offset) error { return nil })
		}
		if want := map[bool]fault.Kind{true: "", false: fault.Damaged}[what == ""]; fault.KindOf(err) != want {
			t.Errorf("%s: %v", what, err)
		}
	}
	f("", func(t []byte) []byte { return t })
	f("no table", func(t []byte) []byte { return nil })
	f("more pages", func(t []byte) []byte { t[0]++; return t })
	f("fewer pages", func(t []byte) []byte { t[0]--; return t })
	f("far more pages", func(t []byte) []byte { t[3] = 0xff; return t })
	f("pages out of order", func(t []byte) []byte { t[4+2] = 0xff; return t })
	f("a longer piece", func(t []byte) []byte { t[4+3*8]++; return t })
	f("another sum", func(t []byte) []byte { t[4+3*8+4]++; return t })
	f("a longer table", func(t []byte) []byte { return append(t, 0) })
	if _, err := Open(path, "you"); fault.KindOf(err) != fault.Damaged {
		t.Error(err)
	}
	x, err := Open(path, "me")
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	enough := errors.New("enough")
	if err := x.Each(func(*Filter, event.Offset) error { return enough }); err != enough {
		t.Error(err)
	}
}

// FuzzOpen changes a table and a body whose sums are right.
func FuzzOpen(f *testing.F) {
	path := filepath.Join(f.TempDir(), "a.gram")
	write(f, path, []Filter{{1, 2}, {0, 3}, {7}}) // small, so that many changes are tried
	side, err := kind.Open(path, "me")
	if err != nil {
		f.Fatal(err)
	}
	body := make([]byte, side.Body)
	if _, err := side.ReadAt(body, 0); err != nil {
		f.Fatal(err)
	}
	f.Add(body, side.Table)
	f.Add([]byte{}, []byte{0, 0, 0, 0})
	side.Close()
	f.Fuzz(func(t *testing.T, body, table []byte) {
		path := filepath.Join(t.TempDir(), "b.gram")
		w, err := kind.Create(path, "me")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
		if err := w.Commit(table); err != nil {
			return
		}
		x, err := Open(path, "me")
		if err != nil {
			if fault.KindOf(err) != fault.Damaged {
				t.Error(err)
			}
			return
		}
		defer x.Close()
		if _, err := x.Ask(NewAsk([][]string{{"needle"}})); err != nil && fault.KindOf(err) != fault.Damaged {
			t.Error(err)
		}
		err = x.Each(func(*Filter, event.Offset) error { return nil })
		if err != nil && fault.KindOf(err) != fault.Damaged {
			t.Error(err)
		}
	})
}

// series is the filters of ten files of 100 MB, on disk.
func series(b *testing.B) (paths []string) {
	rng := rand.New(rand.NewPCG(5, 5))
	var x Builder
	dir := b.TempDir()
	some := make([]Filter, 400)
	for i := range some {
		x.Add(logLines(rng, PageBytes))
		some[i] = *x.Page()
	}
	for i := range 10 {
		path := filepath.Join(dir, fmt.Sprint(i, ".gram"))
		write(b, path, some)
		paths = append(paths, path)
	}
	info, err := os.Stat(paths[0])
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("400 pages: %d bytes, %.2f %% of the text", info.Size(), 100*float64(info.Size())/400/PageBytes)
	return paths
}

// BenchmarkAskSeries opens, asks and closes ten files of 400 pages.
func BenchmarkAskSeries(b *testing.B) {
	paths := series(b)
	a := NewAsk([][]string{{"needle-7f3a9c21"}, {"user"}})
	for b.Loop() {
		for _, path := range paths {
			x, err := Open(path, "me")
			if err != nil {
				b.Fatal(err)
			}
			if _, err := x.Ask(a); err != nil {
				b.Fatal(err)
			}
			x.Close()
		}
	}
}

// BenchmarkWriter writes the filters of 100 MB.
func BenchmarkWriter(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 5))
	var x Builder
	some := make([]Filter, 400)
	for i := range some {
		x.Add(logLines(rng, PageBytes))
		some[i] = *x.Page()
	}
	path := filepath.Join(b.TempDir(), "a.gram")
	b.SetBytes(400 * PageBytes)
	for b.Loop() {
		write(b, path, some)
	}
}
