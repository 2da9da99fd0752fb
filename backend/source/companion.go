package source

import (
	"io"

	"cordwood/backend/fault"
)

// ReadLimited reads r whole; more than limit bytes are a fault of kind Limit,
// since half a rule file means something else than the whole.
func ReadLimited(r io.Reader, path string, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fault.New("read", fault.KindOf(err), path, "", err)
	}
	if int64(len(data)) > limit {
		return nil, fault.New("read", fault.Limit, path, "the file is larger than it can be", nil)
	}
	return data, nil
}
