package search_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"cordwood/backend/parse"
	"cordwood/backend/query"
	"cordwood/backend/search"
)

// A value that stands as key=value in the words of a message is asked for as a field
// is, by searches that read, by open results and by facets.
func TestFieldsOfMessages(t *testing.T) {
	var b bytes.Buffer
	for i := range 3000 {
		fmt.Fprintf(&b, "2026-11-22 10:00:%02d.%03d INFO  [w] suite.Order - order done call_id=8f3c%04d ms=%d\n", i/1000, i%1000, i, i)
	}
	f := &text{b.Bytes(), parse.Detect(b.Bytes()[:4096], parse.Options{})}
	chains := []search.Chain{{Family: "application", Files: []search.File{f}}}
	e := search.New(search.Options{})
	defer e.Close()
	for _, c := range []struct {
		query string
		want  int64
	}{
		{"ms:>500", 2499},
		{"ms:0", 1},
		{"-ms:>500", 501},
		{"has:ms", 3000},
		{"ms:>500 call_id:8f3c2999", 1},
		{"call_id:8f3c*", 3000},
		{"call_id:8f3c0007 OR ms:8", 2},
		{"seconds:>500", 0},
		{"logger:*order", 3000},
		{"file:application ms:1", 1},
	} {
		q, _, err := query.Parse(c.query, query.Options{OpenFields: true})
		if err != nil {
			t.Fatal(err)
		}
		n, _, err := e.Sift(context.Background(), chains, search.Sieve{Query: q, Count: true}, nil)
		if n != c.want || err != nil {
			t.Errorf("%s: %d, want %d, %v", c.query, n, c.want, err)
		}
		r, err := e.Open(context.Background(), search.Spec{Chains: chains, Query: q})
		if err != nil {
			t.Fatal(err)
		}
		<-r.Done()
		if got := r.State().Total; got != c.want {
			t.Errorf("%s: %d in an open result, want %d", c.query, got, c.want)
		}
		if facet, err := r.Facet(context.Background(), "ms", 5); err != nil || facet.Missing != 0 || int64(len(facet.Values)) != min(5, c.want) {
			t.Errorf("%s: %+v, %v", c.query, facet, err)
		}
		r.Close()
	}
}
