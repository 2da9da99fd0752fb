package sample

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/rules"
)

// stampFiles gives each file the time that it would have on the server: a live
// file that of its last entry, a copy that of the midnight which made it, any
// other file the end. A compressed copy carries that time inside too, where
// serverlog wrote the time of this computer.
func stampFiles(dir string, m Manifest, end time.Time) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fault.New("write sample", fault.KindOf(err), dir, "", err)
	}
	defer root.Close()
	names, err := atomicfile.Names(root)
	if err != nil {
		return fault.New("write sample", fault.KindOf(err), dir, "", err)
	}
	for _, name := range names {
		at := end
		if n, ok := rules.Dated(name); ok {
			y, month, d := n.Date.Date()
			at = time.Date(y, month, d+1, 0, 0, 0, 0, end.Location())
		} else if f := m.Family(strings.TrimSuffix(name, ".log")); f.Entries > 0 {
			at = f.Last
		}
		if strings.HasSuffix(name, ".gz") {
			err = stampGzip(root, name, at)
		}
		if err = errors.Join(err, root.Chtimes(name, at, at)); err != nil {
			return fault.New("write sample", fault.KindOf(err), filepath.Join(dir, name), "", err)
		}
	}
	return nil
}

// stampGzip sets MTIME in the header: four bytes at offset 4, little-endian
// seconds, under no check sum (RFC 1952, section 2.3.1).
func stampGzip(root *os.Root, name string, at time.Time) error {
	f, err := root.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(binary.LittleEndian.AppendUint32(nil, uint32(at.Unix())), 4)
	return errors.Join(err, f.Close())
}
