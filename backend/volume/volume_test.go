package volume

import "testing"

func TestSpace(t *testing.T) {
	dir := t.TempDir()
	total, free, err := Space(dir)
	if err != nil || total <= 0 || free < 0 || free > total {
		t.Errorf("Space: %d of %d free, %v", free, total, err)
	}
	if yes, err := Writable(dir); !yes || err != nil {
		t.Error("a new folder is not writable")
	}
	if yes, err := Writable(dir + "/missing"); yes || err != nil {
		t.Error("a folder that is not there is writable")
	}
}
