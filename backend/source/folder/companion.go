package folder

import (
	"context"
	"io"
	"math"

	"cordwood/backend/fault"
	"cordwood/backend/source"
)

// ReadCompanion reads one of the files that source.IsCompanion knows.
func (f *Folder) ReadCompanion(ctx context.Context, path string, limit int64) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fault.New("read", fault.Stopped, path, "", err)
	}
	if !source.IsCompanion(path) {
		return nil, fault.New("read", fault.Invalid, path, "only the files beside the logs that Cordwood knows are read whole", nil)
	}
	in, err := f.root.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return source.ReadLimited(io.NewSectionReader(in, 0, math.MaxInt64), path, limit)
}
