package source

import (
	"archive/zip"
	"io"
	"math"

	"cordwood/backend/decode"
	"cordwood/backend/internal/fsx"
)

// Kind is what a path is as a source.
type Kind string

const (
	KindFolder Kind = "folder" // folder.Open
	KindFile   Kind = "file"   // folder.OpenFile: one log, plain or compressed
	KindBundle Kind = "bundle" // bundle.Open: an archive, whatever its name
)

// Detect says how the place at path is to be opened, by its content.
func Detect(path string) (Kind, error) {
	info, err := Look(path)
	switch {
	case err != nil:
		return "", err
	case info.IsDir():
		return KindFolder, nil
	}
	in, err := fsx.OpenPath(path)
	if err != nil {
		return "", err
	}
	defer in.Close()
	head := decode.Sniff(io.NewSectionReader(in, 0, math.MaxInt64), path, "", decode.NewBudget(decode.DefaultLimits()))
	switch head.Foreign {
	case "tar archive", "empty zip archive", "7z archive", "rar archive":
		return KindBundle, nil
	}
	if head.Method == decode.Zip {
		if z, err := zip.NewReader(in, info.Size()); z != nil && len(z.File) != 1 || err != nil && z == nil {
			return KindBundle, nil
		}
	}
	return KindFile, nil
}
