package gram

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"cordwood/backend/event"
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
		for _, slot := range []uint32{0, 63, 64, 128, 255, 0xffff, 0x10000, 0x1ffff} {
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
