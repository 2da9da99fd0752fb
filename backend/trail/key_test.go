package trail

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cordwood/backend/fault"
)

// A key file of any bytes is the key that it spells, or refused, and never written over; a
// public key of any bytes is one, or none.
func FuzzKey(f *testing.F) {
	whole := strings.Repeat("0123456789abcdef", 4)
	for _, text := range []string{whole + "\n", " " + strings.ToUpper(whole) + "\r\n", whole[:63], whole + "00", "", "李伟", whole[:62] + "0g", "\ufeff" + whole} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		path, public := filepath.Join(dir, KeyName), filepath.Join(dir, PublicKeyName)
		write := func(path string) {
			t.Helper()
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		write(path)
		key, err := openKey(dir)
		if now, _ := os.ReadFile(path); string(now) != text {
			t.Errorf("%q was written over", text)
		}
		switch {
		case err == nil && hex.EncodeToString(key.Seed()) != strings.ToLower(strings.TrimSpace(text)):
			t.Errorf("%q read as %x", text, key.Seed())
		case err != nil && fault.KindOf(err) != fault.Damaged:
			t.Errorf("%q: %v", text, err)
		case err == nil:
			if got, err := readPublicKey(public); err != nil || !got.Equal(key.Public()) {
				t.Errorf("beside it lies %x, %v", got, err)
			}
		}
		write(public)
		if got, err := readPublicKey(public); err == nil {
			checkpoint{signed: "a", sig: make([]byte, 64)}.genuine(got)
		}
	})
}
