package checklist

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// What the files say, read without the program.

// readFolder reads the lines of every log file of a folder, by file name.
func readFolder(dir string) (map[string][]string, error) {
	out := map[string][]string{}
	for _, pattern := range []string{"*.log", "*.log.gz"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			text, err := readFile(file)
			if err != nil {
				return nil, err
			}
			out[filepath.Base(file)] = slices.Collect(strings.Lines(text))
		}
	}
	return out, nil
}

// readFile is the text of a file, unpacked.
func readFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return "", err
		}
	}
	text, err := io.ReadAll(in)
	return string(text), err
}

// line is one line of a file, 1-based, without its end.
func (w *world) line(file string, n int64) (string, error) {
	lines := w.written[file]
	if n < 1 || n > int64(len(lines)) {
		return "", fmt.Errorf("%s has no line %d", file, n)
	}
	return strings.TrimRight(lines[n-1], "\n"), nil
}

// times are a family's first and last time as its log can tell them: the
// gateway writes whole seconds.
func (w *world) times(family string) (first, last int64) {
	f := w.marker.Manifest.Family(family)
	if family == "gateway_access" {
		return f.First.Unix() * 1000, f.Last.Unix() * 1000
	}
	return f.First.UnixMilli(), f.Last.UnixMilli()
}

// chain is the names of a family's files, oldest first.
func (w *world) chain(family string) (names []string) {
	for _, f := range w.marker.Manifest.Family(family).Files {
		names = append(names, f.Name)
	}
	return names
}

// lines are all lines of a family, oldest first.
func (w *world) lines(family string) (all []string) {
	for _, name := range w.chain(family) {
		all = append(all, w.written[name]...)
	}
	return all
}

// grep counts lines of all families that keep says yes to.
func (w *world) grep(keep func(line string) bool) (n int64) {
	for _, f := range w.marker.Manifest.Families {
		for _, line := range w.lines(f.Name) {
			if keep(strings.TrimRight(line, "\n")) {
				n++
			}
		}
	}
	return n
}

// object is one line of JSON.
type object map[string]any

func parseObject(line string) (object, error) {
	var o object
	err := json.Unmarshal([]byte(line), &o)
	return o, err
}

// text is a field as text; "" when it is not there.
func (o object) text(field string) string {
	if v, ok := o[field]; ok && v != nil {
		return fmt.Sprint(v)
	}
	return ""
}

func (o object) time() time.Time {
	t, _ := time.Parse(time.RFC3339Nano, o.text("time"))
	return t
}

// objects are all records of a family of JSON lines.
func (w *world) objects(family string) ([]object, error) {
	var all []object
	for _, line := range w.lines(family) {
		o, err := parseObject(line)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

// listing is every file below dir with its size and time, for telling whether
// anything was touched.
func listing(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %d %s %s\n", path, info.Size(), info.Mode(), info.ModTime().Format(time.RFC3339Nano))
		return nil
	})
	return b.String(), err
}
