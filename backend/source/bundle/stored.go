package bundle

import (
	"context"
	"io"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// Stored reads an entry's bytes as they lie in the archive, without the
// archive's own compression.
func (b *Bundle) Stored(ctx context.Context, id event.FileID) (io.ReadCloser, error) {
	b.mu.Lock()
	at, ok := b.files[id]
	b.mu.Unlock()
	if !ok {
		return nil, fault.New("open", fault.NotFound, string(id), "scan the bundle first", nil)
	}
	e, _, closer, err := b.locate(at.way, at.label)
	if err != nil {
		return nil, err
	}
	return decode.From(ctx, &both{e.r, closer}, at.label, 0), nil
}
