//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// generateAccess writes lines of the combined access format, the same bytes for
// the same number and seed. One in 50 was answered with a 5xx, one in 20,000 asks
// for /invoices/4711.
func generateAccess(w io.Writer, lines int, seed uint64, start time.Time) error {
	out := bufio.NewWriterSize(w, 1<<20)
	r := rand.New(rand.NewPCG(seed, 11))
	now := start
	for n := range lines {
		now = now.Add(time.Duration(r.IntN(600)) * time.Millisecond)
		path := fmt.Sprintf("/api/v2/orders/%d", 1_000_000+r.IntN(100_000))
		if n%20_000 == 10_000 {
			path = "/invoices/4711"
		}
		status := 200
		if r.IntN(50) == 0 {
			status = 500 + r.IntN(4)
		}
		fmt.Fprintf(out, "10.%d.%d.%d - jdoe%d [%s] \"GET %s HTTP/1.1\" %d %d \"-\" \"Mozilla/5.0\"\n",
			r.IntN(8), r.IntN(64), r.IntN(256), r.IntN(5000), now.Format("02/Jan/2006:15:04:05 -0700"), path, status, r.IntN(50_000))
	}
	return out.Flush()
}
