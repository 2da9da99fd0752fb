package sample

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
)

// MarkerName is the file that makes a folder a sample.
const MarkerName = ".cordwood-sample.json"

// Marker is its content: how the sample was made and what it holds.
type Marker struct {
	Version  int       `json:"version"`
	Seed     uint64    `json:"seed"`
	Size     int64     `json:"size"`
	Days     int       `json:"days"`
	End      time.Time `json:"end"`
	Manifest Manifest  `json:"manifest"`
}

const markerVersion = 1

// maxMarker bounds what is read: a marker of ninety days is about 200 KB.
const maxMarker = 4 << 20

// LoadMarker reads the marker of a folder; fault.Invalid means that the folder
// is no sample.
func LoadMarker(dir string) (Marker, error) {
	const op = "open sample"
	var m Marker
	root, err := os.OpenRoot(dir)
	if err != nil {
		return m, fault.New(op, fault.KindOf(err), dir, "", err)
	}
	defer root.Close()
	info, err := root.Lstat(MarkerName)
	if errors.Is(err, fs.ErrNotExist) {
		return m, fault.New(op, fault.Invalid, dir, "this folder was not written by cordwood demo", err)
	}
	if err == nil && (!info.Mode().IsRegular() || info.Size() > maxMarker) {
		return m, fault.New(op, fault.Invalid, filepath.Join(dir, MarkerName), "this folder was not written by cordwood demo", nil)
	}
	data, err := root.ReadFile(MarkerName)
	if err != nil {
		return m, fault.New(op, fault.KindOf(err), filepath.Join(dir, MarkerName), "", err)
	}
	if err := json.Unmarshal(data, &m); err != nil || m.Version != markerVersion {
		return m, fault.New(op, fault.Damaged, filepath.Join(dir, MarkerName), "write the sample anew", err)
	}
	return m, nil
}

func (m Marker) save(dir string) error {
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fault.New("write sample", fault.Internal, MarkerName, "", err)
	}
	return atomicfile.Write(filepath.Join(dir, MarkerName), append(data, '\n'), filePerm)
}

// filePerm lets a viewer under another account read the sample.
const filePerm = 0o644
