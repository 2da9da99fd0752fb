package decode

import (
	"bytes"
	"strconv"
)

// magics name contents that are no text, for a better word than "binary".
var magics = []struct {
	at          int
	magic, name string
}{
	{0, "Rar!\x1a\x07", "rar archive"},
	{0, "7z\xbc\xaf\x27\x1c", "7z archive"},
	{0, "PK\x05\x06", "empty zip archive"},
	{0, "\x04\x22\x4d\x18", "lz4 file"},
	{0, "\x1f\x9d", "compress (.Z) file"},
	{0, "ElfFile\x00", "Windows event log"},
	{0, "LPKSHHRH", "systemd journal"},
	{0, "SQLite format 3\x00", "SQLite database"},
	{0, "\x7fELF", "program"},
	{0, "MZ\x90\x00", "program"},
	{0, "\x89PNG\r\n", "picture"},
	{0, "\xff\xd8\xff", "picture"},
	{0, "GIF8", "picture"},
	{0, "%PDF-", "PDF document"},
	{0, "\xca\xfe\xba\xbe", "program"},
	{257, "ustar", "tar archive"},
}

// Foreign says what decompressed bytes are when they are not text ("tar
// archive", "rar archive", "binary"); it is empty for text and for nothing.
func Foreign(head []byte) string {
	for _, m := range magics {
		if len(head) >= m.at+len(m.magic) && string(head[m.at:m.at+len(m.magic)]) == m.magic {
			return m.name
		}
	}
	if oldTar(head) {
		return "tar archive"
	}
	if isBinary(head) {
		return "binary"
	}
	return ""
}

// oldTar knows a tar header without the ustar magic by its checksum.
func oldTar(head []byte) bool {
	if len(head) < 512 || head[0] == 0 {
		return false
	}
	field := bytes.Trim(head[148:156], " \x00")
	want, err := strconv.ParseInt(string(field), 8, 32)
	if err != nil {
		return false
	}
	var sum int64
	for i, c := range head[:512] {
		if i >= 148 && i < 156 {
			c = ' '
		}
		sum += int64(c)
	}
	return sum == want
}

// hole is the shortest run of NUL bytes that is taken for a hole, left where a
// writer without O_APPEND went on after a truncation, rather than for content.
const hole = 512

// isBinary reports NUL bytes that neither UTF-16 nor a hole explains. One stray
// NUL in a thousand bytes of text is a fault of the text.
func isBinary(head []byte) bool {
	if utf16Order(head) != "" {
		return false
	}
	nul, rest := 0, 0
	for i := 0; i < len(head); {
		if head[i] != 0 {
			rest++
			i++
			continue
		}
		run := 1
		for i+run < len(head) && head[i+run] == 0 {
			run++
		}
		if run < hole {
			nul += run
			rest += run
		}
		i += run
	}
	return nul > 0 && nul*1000 > rest
}
