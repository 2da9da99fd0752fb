package sample

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/rules"
)

// measure reads every file back and joins what lies there with what was counted
// while it was written.
func measure(dir string, j *journal) (Manifest, error) {
	m := Manifest{Access: j.accesses, Audit: j.audits}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return m, fault.New("measure sample", fault.KindOf(err), dir, "", err)
	}
	defer root.Close()
	names, err := atomicfile.Names(root)
	if err != nil {
		return m, fault.New("measure sample", fault.KindOf(err), dir, "", err)
	}
	for _, family := range Families {
		f := *j.families[family]
		for _, name := range chain(family, names) {
			file, err := measureFile(root, name)
			if err != nil {
				return m, fault.New("measure sample", fault.KindOf(err), filepath.Join(dir, name), "", err)
			}
			f.Files = append(f.Files, file)
			f.Lines += file.Lines
			f.Bytes += file.Bytes
			m.Stored += file.Stored
		}
		m.Families = append(m.Families, f)
	}
	return m, nil
}

// chain is the files of a family, oldest first, the live file last.
func chain(family string, names []string) []string {
	var copies []rules.Name
	files := map[rules.Name]string{}
	for _, name := range names {
		if n, ok := rules.Dated(name); ok && n.Family == family {
			copies = append(copies, n)
			files[n] = name
		}
	}
	slices.SortFunc(copies, func(a, b rules.Name) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Index, b.Index))
	})
	var list []string
	for _, n := range copies {
		list = append(list, files[n])
	}
	if live := family + ".log"; slices.Contains(names, live) {
		list = append(list, live)
	}
	return list
}

func measureFile(root *os.Root, name string) (FileCount, error) {
	c := FileCount{Name: name}
	file, err := root.Open(name)
	if err != nil {
		return c, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return c, err
	}
	c.Stored = info.Size()
	var r io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(file); err != nil {
			return c, err
		}
	}
	buf := make([]byte, 64<<10)
	for {
		n, err := r.Read(buf)
		c.Bytes += int64(n)
		c.Lines += int64(bytes.Count(buf[:n], []byte{'\n'}))
		if err == io.EOF {
			return c, nil
		}
		if err != nil {
			return c, err
		}
	}
}
