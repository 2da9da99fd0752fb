package cli

import (
	"fmt"
	"strconv"
	"strings"

	"cordwood/app"
	"cordwood/backend/fault"
	"cordwood/backend/search"
)

type facetsCmd struct {
	place
	Words []string `arg:"" name:"query field" help:"The query, which may be nothing, and last the field; a query that begins with - follows --."`
	Field string   `help:"The field, where it is not the last word." placeholder:"FIELD"`
	Case  bool     `help:"Tell upper and lower case apart."`
	Limit int      `default:"20" help:"At most so many values."`
}

// Help is printed below the flags.
func (facetsCmd) Help() string {
	return `Counts the values of a field over the entries that match. "level" and "file" (the family) are fields too. Of more than 200,000 matches evenly spaced ones
are looked at, and it is said that the counts are not exact.

Examples:
  cordwood facets /var/log/suite level
  cordwood facets /var/log/suite level:error file:database logger
  cordwood facets bundle.tar.gz --field status "time:14:00..14:30" --limit 5 --json`
}

// facetLine is what --json prints.
type facetLine struct {
	Field   string      `json:"field"`
	Total   int64       `json:"total"` // matches
	Values  []valueLine `json:"values"`
	Others  int64       `json:"others"`  // matches with a value that is not listed
	Missing int64       `json:"missing"` // matches without the field
	Exact   bool        `json:"exact"`
}

type valueLine struct {
	Value string  `json:"value"`
	Count int64   `json:"count"`
	Share float64 `json:"share"` // of all matches
}

// Run counts.
func (c *facetsCmd) Run(s *session) error {
	words, field := c.Words, c.Field
	if field == "" {
		words, field = words[:len(words)-1], words[len(words)-1]
	}
	if strings.ContainsAny(field, ":\" ") {
		return fault.New("count values", fault.Invalid, field, "the last word is the name of a field, such as level; or give --field", nil)
	}
	a, src, err := c.scanning(s, app.UseIndex)
	if err != nil {
		return err
	}
	defer a.Close()
	state, err := s.openLog(a, app.LogRequest{Source: src.ID, Slot: "cli", Query: strings.Join(words, " "), Case: c.Case})
	if err != nil {
		return err
	}
	f, err := a.FacetOf(s.ctx, state.Handle, field, max(c.Limit, 0))
	if err != nil {
		return err
	}
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	line := facetJSON(state, f)
	if c.JSON {
		err = out.value(line)
	} else {
		out.facet(line)
	}
	s.codeFor(state)
	if len(f.Values) == 0 && s.code == exitFound {
		s.code = exitNothing
	}
	return err
}

func facetJSON(state app.LogState, f search.Facet) facetLine {
	v := facetLine{Field: f.Field, Total: state.Total, Values: []valueLine{}, Others: f.Others, Missing: f.Missing, Exact: f.Exact}
	for _, x := range f.Values {
		v.Values = append(v.Values, valueLine{Value: x.Text, Count: x.Count})
	}
	for i := range v.Values {
		v.Values[i].Share = v.share(v.Values[i].Count)
	}
	return v
}

// share is of what was counted: of a sample that is about the total.
func (v *facetLine) share(part int64) float64 {
	n := v.Others + v.Missing
	for _, x := range v.Values {
		n += x.Count
	}
	return float64(part) / float64(max(n, 1))
}

func (o *output) facet(v facetLine) {
	var rows [][]string
	add := func(n int64, what string) {
		rows = append(rows, []string{strconv.FormatInt(n, 10), fmt.Sprintf("%.1f%%", v.share(n)*100), what})
	}
	for _, x := range v.Values {
		add(x.Count, x.Value)
	}
	if v.Others > 0 {
		add(v.Others, "(other values)")
	}
	if v.Missing > 0 {
		add(v.Missing, "(without the field)")
	}
	o.table("COUNT\tSHARE\t"+strings.ToUpper(oneLine.Replace(neutral(v.Field))), rows)
	o.text(counted(v.Total, "entry"))
	if !v.Exact {
		o.printf("; counted from a sample, not exact")
	}
	o.printf("\n")
}
