package decode

// Limits bound what one opened file or bundle may cost.
type Limits struct {
	Total      int64 // decompressed bytes, summed over all streams and levels
	Entry      int64 // decompressed bytes of one stream
	Ratio      int64 // decompressed bytes for each stored byte
	RatioAfter int64 // the ratio counts only past so many decompressed bytes
	Entries    int64 // entries of all archives together
	Depth      int   // nesting levels
}

// DefaultLimits are those of reliability.md, row Z3. Ordinary logs compress
// 5 to 60 times; the worst honest ones, the same line over and over, reach 200
// only in files that are small, which RatioAfter lets pass.
func DefaultLimits() Limits {
	return Limits{
		Total:      64 << 30,
		Entry:      10 << 30,
		Ratio:      200,
		RatioAfter: 64 << 20,
		Entries:    200_000,
		Depth:      8,
	}
}

const (
	// HeadSize is how many decompressed bytes are looked at to tell charset and
	// content: enough for some hundred lines, and one read on a share.
	HeadSize = 64 << 10

	// markBytes of text lie between two marks: they are inflated in 1 ms, and the
	// window of a mark is packed to less than a hundredth of them.
	markBytes = 1 << 20

	// maxWindow caps the memory a compressed stream may ask for: without it ten
	// bytes of zstd make the decoder allocate 512 MiB. zstd -19 needs 8 MiB.
	maxWindow = 8 << 20

	// maxXzDict caps the dictionary of xz; xz -9 needs 64 MiB.
	maxXzDict = 64 << 20
)
