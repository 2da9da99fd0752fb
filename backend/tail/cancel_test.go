package tail

import (
	"context"
	"strings"
	"testing"
)

// dying is a context that ends when it was asked so often.
type dying struct {
	context.Context
	asked, lasts int
}

func (d *dying) Err() error {
	if d.asked++; d.asked > d.lasts {
		return context.Canceled
	}
	return nil
}

// What is cancelled is heard amid an entry over which the query takes long, and the
// entry is not handed out; else it is.
func TestCancelIsHeardAmidAnEntry(t *testing.T) {
	for _, cancelled := range []bool{true, false} {
		y := newYard(t, `~"(a|b)*a(a|b){60}c"`)
		y.begin(0)
		y.append("a.log", head(1)+" "+strings.Repeat("ab", 60_000)+"ac\n"+head(2)+"\n")
		y.tail.Take(y.chains()[0])
		ctx := &dying{Context: t.Context(), lasts: 1 << 30}
		if cancelled {
			ctx.lasts = 20
		}
		y.tail.Look(ctx)
		if amid := ctx.asked - ctx.lasts; cancelled && (amid < 1 || amid > 20) || !cancelled && ctx.asked < 50 {
			t.Errorf("asked %d times, %d of them after the end", ctx.asked, amid)
		}
		if (len(y.got) > 0) == cancelled {
			t.Errorf("cancelled %v: %d lines", cancelled, len(y.got))
		}
	}
}
