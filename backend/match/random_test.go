package match

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// dice are others in each run. What they were is told when the test fails, and is drawn
// again when CORDWOOD_SEED says so.
func dice(t *testing.T) *rand.Rand {
	t.Helper()
	seed, err := strconv.ParseUint(os.Getenv("CORDWOOD_SEED"), 10, 64)
	if err != nil {
		seed = uint64(time.Now().UnixNano())
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("drawn with CORDWOOD_SEED=%d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 1))
}

// draws is how many draws a property gets: twenty times n in a soak.
func draws(n int) int {
	if os.Getenv("CORDWOOD_SOAK") != "" {
		return 20 * n
	}
	return n
}
