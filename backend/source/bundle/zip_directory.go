package bundle

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"cordwood/backend/decode"
	"cordwood/backend/fault"
)

// checkEnd reads the zip's end record (APPNOTE.TXT 4.3.16) before archive/zip
// builds a list of what it promises: the number of entries is bounded, and a
// part of a split archive is named as one.
func checkEnd(at *io.SectionReader, path string, budget *decode.Budget) error {
	const size, comment = 22, 1 << 16
	tail := make([]byte, min(at.Size(), size+comment))
	if _, err := at.ReadAt(tail, at.Size()-int64(len(tail))); err != nil && err != io.EOF {
		return err
	}
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || len(tail)-i < size {
		return damaged(path, fault.Say("the zip's directory is missing, as when it was cut"))
	}
	end := tail[i:]
	disk, total := binary.LittleEndian.Uint16(end[4:]), int64(binary.LittleEndian.Uint16(end[10:]))
	if disk != 0 && disk != 0xffff {
		return fault.New("open", fault.Unsupported, path, "join the parts first", fault.Say("it is the last part of a split zip"))
	}
	if total == 0xffff { // perhaps zip64: then each record still takes 46 bytes at least
		total = int64(binary.LittleEndian.Uint32(end[12:])) / 46
		if j := bytes.LastIndex(tail[:i], []byte("PK\x06\x06")); j >= 0 && i-j >= 40 {
			total = int64(binary.LittleEndian.Uint64(tail[j+32:]) & (1<<63 - 1))
		}
	}
	return budget.Allow(total, path)
}

// overlaps finds entries that share bytes: the way to make a small zip hold
// terabytes (archive/zip does not look, golang/go#33026).
func overlaps(files []*zip.File) map[int]bool {
	type extent struct {
		i          int
		start, end int64
	}
	var all []extent
	for i, f := range files {
		data, err := f.DataOffset()
		if err != nil {
			continue // Open will say the same
		}
		const header = 30
		start := data - header - int64(len(f.Name))
		all = append(all, extent{i, start, data + int64(f.CompressedSize64)})
	}
	slices.SortFunc(all, func(a, b extent) int { return int(min(max(a.start-b.start, -1), 1)) })
	bad := map[int]bool{}
	for k, reach := 1, 0; k < len(all); k++ {
		if all[reach].end > all[k].start {
			bad[all[reach].i], bad[all[k].i] = true, true
		}
		if all[k].end > all[reach].end {
			reach = k
		}
	}
	return bad
}

// entriesOf is how many entries a zip has.
func entriesOf(at *io.SectionReader) (int, error) {
	z, err := zip.NewReader(at, at.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return 0, err
	}
	return len(z.File), nil
}
