package parse

import "fmt"

// Key names what the parser makes of a text besides the text: two parsers with
// the same key, of the same program, say the same of every entry.
func (p *Parser) Key() string {
	c := &p.clock
	year := c.year
	if year == 0 {
		year = -c.modified.Year() // stamps without a year are put near it
	}
	_, offset := c.anchor.In(c.zone).Zone()
	key := fmt.Sprintf("%s %s %d %d %v", p.name, c.zone, offset, year, c.dayFirst)
	if p.ahead != 0 {
		key += " " + p.ahead.String()
	}
	return key
}
