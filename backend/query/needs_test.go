package query

import (
	"fmt"
	"testing"
)

func TestNeeds(t *testing.T) {
	f := func(q string, o Options, want string) {
		t.Helper()
		got, _, _ := Parse(q, o)
		n := got.Needs()
		if s := fmt.Sprintf("%q %q %q exact=%v alone=%v", n.Groups, n.Exprs, n.Text, n.Exact, n.Alone); s != want {
			t.Errorf("%s\n got %s\nwant %s", q, s, want)
		}
	}
	exact := Options{Case: true}
	f(``, Options{}, `[] [] "" exact=false alone=false`)
	f(`Lost`, Options{}, `[["lost"]] [] "lost" exact=false alone=false`)
	f(`Lost`, exact, `[["lost"]] [] "Lost" exact=true alone=false`)
	f(`bridge lost`, Options{}, `[["bridge"] ["lost"]] [] "" exact=false alone=false`)
	f(`bridge OR lost`, Options{}, `[["bridge" "lost"]] [] "" exact=false alone=false`)
	f(`~"retry \d+"`, Options{}, `[["retry "]] ["(?im)retry \\d+"] "" exact=false alone=true`)
	f(`level:error ~"\d+ ms"`, Options{}, `[[" ms"]] ["(?im)\\d+ ms"] "" exact=false alone=false`)
	f(`-lost`, Options{}, `[] [] "" exact=false alone=false`)
	f(`level:error`, Options{}, `[] [] "" exact=false alone=false`)
}
