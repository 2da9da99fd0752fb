// Package sheet writes tables that open in a spreadsheet without becoming
// formulas.
package sheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// Writer writes RFC 4180 CSV in UTF-8 with a byte order mark, which makes Excel
// read it as UTF-8. A cell that a spreadsheet could take for a formula gets an
// apostrophe in front (CWE-1236); Unguard takes it off again.
type Writer struct{ csv *csv.Writer }

// NewWriter writes the head.
func NewWriter(w io.Writer, head []string) (*Writer, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, err
	}
	s := &Writer{csv.NewWriter(w)}
	s.csv.UseCRLF = true
	return s, s.Row(head)
}

// Row writes one record; the slice is not kept.
func (s *Writer) Row(cells []string) error {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = Guard(c)
	}
	return s.csv.Write(out)
}

// Flush writes what is buffered and reports the first error.
func (s *Writer) Flush() error {
	s.csv.Flush()
	return s.csv.Error()
}

// Guard makes a cell harmless. Full-width signs count too: some spreadsheets
// fold them. A leading blank or quote does not hide a sign from every program.
func Guard(cell string) string {
	lead := strings.TrimLeft(cell, " \"'")
	if lead == "" {
		return cell
	}
	if strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(lead[:min(len(lead), 4)])[0]) {
		return "'" + cell
	}
	return cell
}
