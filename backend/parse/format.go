package parse

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"cordwood/backend/event"
)

//go:embed formats/*.json
var formatFiles embed.FS

// definition is a format file.
type definition struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Rank decides between formats that fit about as many lines; the higher wins.
	Rank int `json:"rank"`
	// Share of the lines that must be heads for the format to be recognised.
	Share float64 `json:"share"`

	// Patterns are tried in order; those that begin with ^ are RE2, others shapes.
	Patterns []string `json:"patterns"`
	// Sure is an RE2 that counts in detection instead of the patterns, for formats
	// whose head lines look like others'.
	Sure string `json:"sure"`
	// Second is a shape of the second line, for frameworks that put the level there.
	Second string `json:"second"`

	// Separator and Columns describe delimited records. Columns that are missing
	// at the end are allowed; what is left over goes into the last one.
	Separator string   `json:"separator"`
	Columns   []string `json:"columns"`

	// Levels are the format's own level words; an empty value means "no level".
	Levels map[string]string `json:"levels"`
	// Continuation is "rest" (every line that is no head) or "marked" (only
	// indented lines and those of a stack trace).
	Continuation string `json:"continuation"`
	// TimeField names a field that is a better time than the head's.
	TimeField string `json:"time_field"`
	// Find takes the word behind a text along as a field: {"Call-ID:": "call_id"}.
	Find map[string]string `json:"find"`
}

// format is a format that can be detected and bound to a file.
type format struct {
	name  string
	rank  int
	share float64
	// bind makes the reader of one file; the sample may be empty.
	bind func(sample [][]byte) reader
}

// catalogue holds all formats, built in and embedded. It is loaded when it is
// first asked for: most commands of the program never are.
func catalogue() *formats { return loaded() }

var loaded func() *formats

// Formats that wrap others look into the catalogue, which therefore cannot be
// initialised where it is declared.
func init() {
	loaded = sync.OnceValue(func() *formats {
		all := loadCatalogue()
		return &all
	})
}

type formats struct {
	formats []*format
	byName  map[string]*format
}

func loadCatalogue() formats {
	all := formats{byName: map[string]*format{}}
	all.formats = builtIn()
	entries, err := formatFiles.ReadDir("formats")
	if err != nil {
		panic(err) // embedded at build time: a fault of the program, found by any test
	}
	for _, entry := range entries {
		f, err := loadFormat(path.Join("formats", entry.Name()))
		if err != nil {
			panic(fmt.Sprintf("%s: %v", entry.Name(), err))
		}
		all.formats = append(all.formats, f)
	}
	slices.SortStableFunc(all.formats, func(a, b *format) int { return b.rank - a.rank })
	for _, f := range all.formats {
		all.byName[f.name] = f
	}
	return all
}

// loadFormat reads a format file. The reader is made for the first file that comes
// so far down the ranks: most are recognised before half of the formats are tried.
func loadFormat(file string) (*format, error) {
	data, err := formatFiles.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var d definition
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		return nil, err
	}
	made := sync.OnceValue(func() reader {
		r, err := d.compile()
		if err != nil {
			panic(fmt.Sprintf("%s: %v", file, err))
		}
		return r
	})
	return &format{name: d.Name, rank: d.Rank, share: d.Share, bind: func([][]byte) reader { return made() }}, nil
}

// compile makes the reader of a definition.
func (d *definition) compile() (reader, error) {
	l := &layout{marked: d.Continuation == "marked", timeField: d.TimeField, lead: leadOf(d.Patterns), levels: map[string]event.Severity{}}
	for word, level := range d.Levels {
		severity, ok := event.ParseLevel(level)
		if !ok && level != "" {
			return nil, fmt.Errorf("level %q is unknown", level)
		}
		l.levels[word] = severity
	}
	for text, name := range d.Find {
		l.finds = append(l.finds, finding{[]byte(text), name})
	}
	slices.SortFunc(l.finds, func(a, b finding) int { return strings.Compare(a.field+string(a.text), b.field+string(b.text)) })
	for _, text := range d.Patterns {
		p, err := compilePattern(text)
		if err != nil {
			return nil, err
		}
		l.patterns = append(l.patterns, p)
	}
	if d.Sure != "" {
		l.sure = newExpression(d.Sure)
	}
	if d.Second != "" {
		p, err := compilePattern(d.Second)
		if err != nil {
			return nil, err
		}
		l.second = &p
	}
	if d.Separator != "" {
		return &columns{separator: d.Separator[0], names: d.Columns, layout: l}, nil
	}
	if len(l.patterns) == 0 {
		return nil, fmt.Errorf("no patterns and no columns")
	}
	return l, nil
}

func compilePattern(text string) (pattern, error) {
	if !strings.HasPrefix(text, "^") {
		s, err := compileShape(text)
		if err != nil {
			return pattern{}, err
		}
		return pattern{shape: s}, nil
	}
	return pattern{expr: newExpression(text)}, nil
}
