package config

import (
	"os"
	"slices"
	"testing"

	"cordwood/backend/fault"
)

// A config file of any bytes gives settings that can be saved and read again, or
// is refused as damaged, and the defaults hold.
func FuzzLoad(f *testing.F) {
	f.Add([]byte("theme = 'dark'\n[[networks]]\nnetwork = '10.0.0.0/8'\nname = \"HQ\"\n[[tenants]]\ncompany = 'Acme'\n"))
	f.Add([]byte("theme = "))
	f.Add([]byte("networks = [{network = 1}]"))
	f.Add([]byte("theme = 'a'\ntheme = 'b'"))
	f.Add([]byte("\xef\xbb\xbflanguage = \"\\u0000\\U0001F600\""))
	f.Add([]byte{})
	h := Home{Data: f.TempDir()}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(h.file(), data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := h.Load()
		if err != nil {
			if fault.KindOf(err) != fault.Damaged || s.Theme != "system" || s.Language != "system" || len(s.Networks)+len(s.Tenants) > 0 {
				t.Errorf("%v: %+v", err, s)
			}
			return
		}
		if err := h.Save(s); err != nil {
			t.Fatal(err)
		}
		again, err := h.Load()
		if err != nil || again.Theme != s.Theme || again.Language != s.Language || !slices.Equal(again.Networks, s.Networks) || !slices.Equal(again.Tenants, s.Tenants) {
			t.Errorf("%v\n saved %+v\n  read %+v", err, s, again)
		}
	})
}
