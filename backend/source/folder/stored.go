package folder

import (
	"context"
	"io"

	"cordwood/backend/event"
)

// Stored reads the bytes of a copy as they lie there, up to its present end.
func (f *Folder) Stored(ctx context.Context, id event.FileID) (io.ReadCloser, error) {
	opened, err := f.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	in := opened.(*file).in
	info, err := in.Stat()
	if err != nil {
		opened.Close()
		return nil, err
	}
	return &stored{io.NewSectionReader(in, 0, info.Size()), opened}, nil
}

type stored struct {
	io.Reader
	io.Closer
}
