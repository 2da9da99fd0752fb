package seekable

import "github.com/klauspost/compress/zstd"

const (
	// BlockBytes is fixed by the file format: 0.25 ms to decode, and as well
	// compressed as blocks of 1 MiB are.
	BlockBytes = 256 << 10
	// level of compression. SpeedFastest packs application logs 5.9 : 1, and so
	// does SpeedDefault; SpeedBetterCompression packs them 6.4 : 1 at half the speed.
	level = zstd.SpeedFastest
	// maxBlocks is 256 GB of text, four times what decode.DefaultLimits admits.
	maxBlocks = 1 << 20
	// keptBlocks are kept decoded by a File: enough for reads one after the
	// other across a border; who reads here and there has a cache of his own.
	keptBlocks = 2
)
