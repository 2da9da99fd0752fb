package trail

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"cordwood/backend/fault"
)

// openKey reads the signing key, or makes it when there is none. The file holds
// the 32-byte seed in hex; the public key lies beside it for verifiers.
func openKey(dir string) (ed25519.PrivateKey, error) {
	path := filepath.Join(dir, KeyName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		seed := make([]byte, ed25519.SeedSize)
		rand.Read(seed)
		// O_EXCL: of two processes that start at once, one makes the key.
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fault.New("make trail key", fault.KindOf(err), path, "", err)
		}
		if err == nil {
			_, werr := f.WriteString(hex.EncodeToString(seed) + "\n")
			if err := errors.Join(werr, f.Sync(), f.Close()); err != nil {
				return nil, fault.New("make trail key", fault.KindOf(err), path, "", err)
			}
		}
		text, err = os.ReadFile(path)
		if err != nil {
			return nil, fault.New("read trail key", fault.KindOf(err), path, "", err)
		}
	} else if err != nil {
		return nil, fault.New("read trail key", fault.KindOf(err), path, "", err)
	}
	seed, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fault.New("read trail key", fault.Damaged, path, "restore it from a backup; without it earlier checkpoints cannot be continued", err)
	}
	key := ed25519.NewKeyFromSeed(seed)
	public := filepath.Join(dir, PublicKeyName)
	if _, err := os.Stat(public); errors.Is(err, fs.ErrNotExist) {
		if err := os.WriteFile(public, []byte(hex.EncodeToString(key.Public().(ed25519.PublicKey))+"\n"), 0o644); err != nil {
			return nil, fault.New("make trail key", fault.KindOf(err), public, "", err)
		}
	}
	return key, nil
}

// readPublicKey reads what openKey wrote.
func readPublicKey(path string) (ed25519.PublicKey, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("not a public key")
	}
	return key, nil
}
