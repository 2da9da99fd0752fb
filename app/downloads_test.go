package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"testing"

	"cordwood/backend/fault"
)

// A download that is under way is stopped by Cancel, tells its end, and leaves
// nothing behind; one that is whole tells its place and its sum.
func TestDownloadsEnd(t *testing.T) {
	for _, c := range []struct {
		name   string
		cancel bool
		kind   fault.Kind
	}{
		{name: "whole"},
		{name: "cancelled", cancel: true, kind: fault.Stopped},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newHeldWorld(t)
			d := w.app.Downloads()
			prepared, err := d.Prepare(DownloadRequest{Source: w.id, Kind: "files", Files: []string{w.copyID("application.log")}})
			if err != nil {
				t.Fatal(err)
			}
			dl, err := w.app.downloads.take(prepared.ID)
			if err != nil {
				t.Fatal(err)
			}
			write := dl.write
			dl.write = func(ctx context.Context, out io.Writer) error {
				if c.cancel {
					if err := d.Cancel(prepared.ID); err != nil {
						return err
					}
					<-ctx.Done()
					return ctx.Err()
				}
				return write(ctx, out)
			}
			to := filepath.Join(t.TempDir(), "saved.log")
			saved, err := w.app.saveTo(dl, to)
			w.app.downloads.end(dl)
			if fault.KindOf(err) != c.kind {
				t.Fatal(err)
			}
			left, _ := filepath.Glob(to + "*")
			if c.cancel {
				if len(left) != 0 {
					t.Errorf("left behind: %v", left)
				}
				return
			}
			text, err := os.ReadFile(to)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join(w.dir, "application.log"))
			if err != nil || !bytes.Equal(text, want) {
				t.Errorf("%q %v", text, err)
			}
			sum := sha256.Sum256(want)
			if saved.Path != to || saved.SHA256 != hex.EncodeToString(sum[:]) {
				t.Errorf("%+v", saved)
			}
		})
	}
}
