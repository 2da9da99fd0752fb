package app

import (
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// A second start on the same home gets no desk of its own: the first opens what
// the second was told to open, and says where it is.
func TestSecondStart(t *testing.T) {
	first := testApp(t)
	second, err := New(Options{Home: first.home, Assets: first.assets})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if _, other, err := first.Claim(""); other || err != nil {
		t.Fatalf("the first start: %v, %v", other, err)
	}
	s, err := first.Serve(0)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.Run(t.Context()) }()
	log := filepath.Join(t.TempDir(), "one.log")
	if err := os.WriteFile(log, []byte("2026-11-18 14:00:00 INFO up\n"), 0o600); err != nil {
		t.Fatal(err)
	}

	address, other, err := second.Claim(log)
	if err != nil || !other {
		t.Fatalf("the second start: %v, %v", other, err)
	}
	jar, _ := cookiejar.New(nil)
	r, err := (&http.Client{Jar: jar}).Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Errorf("%s answers %s", address, r.Status)
	}
	start, err := first.Sources().Start()
	if err != nil || len(start.Recent) != 1 || start.Recent[0].Path != log {
		t.Errorf("%v: %+v, want %s opened", err, start.Recent, log)
	}
}

// A window is shown by coming to the front; where it is needs no address.
func TestSecondStartOfAWindow(t *testing.T) {
	first := testApp(t)
	if _, _, err := first.Claim(""); err != nil {
		t.Fatal(err)
	}
	var fronts atomic.Int32
	first.claim.shownBy(func() string { fronts.Add(1); return "" })
	for want := int32(1); want <= 2; want++ {
		address, err := knock(filepath.Join(first.home.Locks(), "window.sock"), "")
		if address != "" || err != nil || fronts.Load() != want {
			t.Errorf("start %d: address %q, %v, %d times in front", want+1, address, err, fronts.Load())
		}
	}
}
