package bundle

import (
	"bytes"
	"io"

	"cordwood/backend/decode"
)

// maxKept is how large a compressed tar may be, expanded, to be kept in memory
// after the scan: going to an entry then costs its header, not all that lies
// before it. Shipped logs are mostly compressed themselves, so many bundles fit.
const maxKept = 64 << 20

// kept is the expanded tar of a compressed bundle, nil when it is too large, is
// damaged, or is no compressed tar.
func (b *Bundle) kept() *bytes.Reader {
	b.keeping.Do(func() {
		if text := b.expand(); text != nil {
			b.tar = bytes.NewReader(text)
		}
	})
	return b.tar
}

func (b *Bundle) expand() []byte {
	in := io.NewSectionReader(b.in, 0, b.size)
	head := make([]byte, 512)
	n, _ := in.ReadAt(head, 0)
	if decode.DetectMethod(head[:n]) == decode.Plain {
		return nil
	}
	r, _, err := decode.Expand(in, b.name, decode.NewBudget(b.limits))
	if err != nil {
		return nil
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, maxKept+1))
	if err != nil || len(text) > maxKept || decode.Foreign(text[:min(len(text), 512)]) != decode.Tar {
		return nil
	}
	return text
}
