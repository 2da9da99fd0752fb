package decode

import "bytes"

// Method is how a stored file is compressed; the values are those of
// source.Compression.
type Method string

const (
	Plain Method = ""
	Gzip  Method = "gzip"
	Zstd  Method = "zstd"
	Xz    Method = "xz"
	Bzip2 Method = "bzip2"
	Zip   Method = "zip" // one entry only; several make a bundle
)

// DetectMethod tells the compression by the first bytes; 10 are enough.
func DetectMethod(head []byte) Method {
	is := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case is("\x1f\x8b\x08"):
		return Gzip
	case is("\x28\xb5\x2f\xfd"), skippableFrame(head):
		return Zstd
	case is("\xfd7zXZ\x00"):
		return Xz
	case bzip2Head(head):
		return Bzip2
	case is("PK\x03\x04"):
		return Zip
	}
	return Plain
}

// skippableFrame is RFC 8878, section 3.1.2: seekable zstd files may start so.
func skippableFrame(h []byte) bool {
	return len(h) >= 4 && h[0]&0xf0 == 0x50 && h[1] == 0x2a && h[2] == 0x4d && h[3] == 0x18
}

// bzip2Head wants the block's magic too: "BZh9" alone could begin a text.
func bzip2Head(h []byte) bool {
	if len(h) < 10 || string(h[:3]) != "BZh" || h[3] < '1' || h[3] > '9' {
		return false
	}
	return string(h[4:10]) == "1AY&SY" || string(h[4:10]) == "\x17\x72\x45\x38\x50\x90"
}
