//go:build linux

package rules

import (
	"testing"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/source/sharetest"
)

// At whatever call of a save the server stops: the save ends, what it had not begun
// is not made later, and when the server is back the next save finds one whole file
// and a free lock.
func TestASaveEndsWhenTheShareStops(t *testing.T) {
	for call, unknown := range map[string]bool{"create": false, "write": false, "fsync": false, "rename": true} {
		t.Run(call, func(t *testing.T) {
			t.Parallel()
			s := sharetest.Mount(t)
			s.StopAt(call, 1)
			f := sample()
			err := ends(t, func() error { _, err := Save(t.Context(), s.Path, f, 0); return err })
			if fault.KindOf(err) != fault.Away {
				t.Fatal(err)
			}
			if u := fault.IsUnanswered(err); unknown && u == nil {
				t.Errorf("whether it was saved is not known, and it says %v", err)
			}
			s.Start()
			var rev int64
			for range 200 { // a probe or the late answer ends the silence
				now, err := Load(s.Path)
				if rev = now.Rev; err == nil || fault.KindOf(err) == fault.NotFound {
					if rev, err = Save(t.Context(), s.Path, f, rev); err == nil {
						break
					}
				}
				time.Sleep(50 * time.Millisecond)
			}
			now, err := Load(s.Path)
			if err != nil || now.Rev != rev || rev == 0 {
				t.Errorf("%+v, %v; saved as %d", now, err, rev)
			}
		})
	}
}

func ends(t *testing.T, call func() error) error {
	t.Helper()
	got := make(chan error, 1)
	go func() { got <- call() }()
	select {
	case err := <-got:
		return err
	case <-time.After(time.Minute):
		t.Fatal("it waits for a server that does not answer")
		return nil
	}
}
