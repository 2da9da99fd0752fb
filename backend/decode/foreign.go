package decode

import (
	"bytes"
	"strconv"

	"cordwood/backend/fault"
)

// What bytes are that are no text, where it matters which.
var (
	Binary   = fault.Say("binary")
	Tar      = fault.Say("tar archive")
	EmptyZip = fault.Say("empty zip archive")
	Rar      = fault.Say("rar archive")
	SevenZip = fault.Say("7z archive")
)

// magics name contents that are no text, for a better word than "binary".
var magics = []struct {
	at    int
	magic string
	what  fault.Said
}{
	{0, "Rar!\x1a\x07", Rar},
	{0, "7z\xbc\xaf\x27\x1c", SevenZip},
	{0, "PK\x05\x06", EmptyZip},
	{0, "\x04\x22\x4d\x18", fault.Say("lz4 file")},
	{0, "\x1f\x9d", fault.Say("compress (.Z) file")},
	{0, "ElfFile\x00", fault.Say("Windows event log")},
	{0, "LPKSHHRH", fault.Say("systemd journal")},
	{0, "SQLite format 3\x00", fault.Say("SQLite database")},
	{0, "\x7fELF", fault.Say("program")},
	{0, "MZ\x90\x00", fault.Say("program")},
	{0, "\x89PNG\r\n", fault.Say("picture")},
	{0, "\xff\xd8\xff", fault.Say("picture")},
	{0, "GIF8", fault.Say("picture")},
	{0, "%PDF-", fault.Say("PDF document")},
	{0, "\xca\xfe\xba\xbe", fault.Say("program")},
	{257, "ustar", Tar},
}

// Foreign says what decompressed bytes are when they are not text (Tar, Binary,
// a program); it says nothing of text and of no bytes.
func Foreign(head []byte) fault.Said {
	for _, m := range magics {
		if len(head) >= m.at+len(m.magic) && string(head[m.at:m.at+len(m.magic)]) == m.magic {
			return m.what
		}
	}
	if oldTar(head) {
		return Tar
	}
	if isBinary(head) {
		return Binary
	}
	return fault.Said{}
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
