package index

import (
	"errors"
	"hash/crc32"
	"io"
	"sync"
)

// errOther says that the file does not hold the text that was indexed.
var errOther = errors.New("the text before the indexed end is not what it was")

// checked passes bytes on and compares the sum of the first ones with what the
// tail was: the tail probe that tells growth from replacement.
type checked struct {
	r    io.Reader
	mu   sync.Mutex // who confirms is not who reads
	left int64      // bytes still to sum
	sum  uint32
	want uint32
	sums bool   // text is wanted
	text uint32 // CRC-32 of all that was read of the file, on from that of what lies before
	err  error  // why the tail could not be confirmed
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	m := min(int64(n), c.left)
	if c.sums {
		c.text = crc32.Update(c.text, crc32.IEEETable, p[m:n]) // that of the tail is in it
	}
	if c.left == 0 {
		return n, err
	}
	c.sum = crc32.Update(c.sum, castagnoli, p[:m])
	c.left -= m
	switch {
	case c.left == 0 && c.sum != c.want, c.left > 0 && err == io.EOF:
		c.err = errOther
	case c.left > 0:
		c.err = err
	}
	if c.err != nil {
		return 0, c.err
	}
	return n, err
}

// confirmed is true when the tail was read again whole and is the same; the
// error says that it is not, or could not be read.
func (c *checked) confirmed() (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.left == 0 && c.err == nil, c.err
}
