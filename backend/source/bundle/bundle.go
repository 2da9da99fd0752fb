package bundle

import (
	"bytes"
	"context"
	"sync"

	"cordwood/backend/decode"
	"cordwood/backend/event"
	"cordwood/backend/internal/fsx"
	"cordwood/backend/source"
)

// Options of a bundle; the zero value is what a person expects.
type Options struct {
	Charsets source.Charsets
	// Limits of a scan, and of each reading; nil means decode.DefaultLimits.
	Limits *decode.Limits
}

// Bundle is an opened archive. It implements source.Files and
// source.CompanionReader.
type Bundle struct {
	in     *fsx.File
	size   int64
	name   string
	opt    Options
	limits decode.Limits

	scanning sync.Mutex // held for a whole scan

	keeping sync.Once
	tar     *bytes.Reader // see kept

	mu        sync.Mutex
	inventory *source.Inventory // of the first whole scan: a bundle does not change
	files     map[event.FileID]located
	beside    map[string][]int // companions by path
}

var (
	_ source.Files           = (*Bundle)(nil)
	_ source.CompanionReader = (*Bundle)(nil)
)

// Open opens the archive at path. What is no archive, or one of a kind that is
// not read (7z, rar), is a fault of kind Unsupported.
func Open(path string, opt Options) (*Bundle, error) {
	in, err := fsx.OpenPath(path)
	if err != nil {
		return nil, err
	}
	b := &Bundle{in: in, name: path, opt: opt, limits: decode.DefaultLimits()}
	if opt.Limits != nil {
		b.limits = *opt.Limits
	}
	info, err := in.Stat()
	if err == nil {
		b.size = info.Size()
		err = b.check()
	}
	if err != nil {
		in.Close()
		return nil, err
	}
	return b, nil
}

// check reads as far as the first entry.
func (b *Bundle) check() error {
	a, err := b.archive(decode.NewBudget(b.limits))
	if err != nil {
		return err
	}
	return a.Close()
}

// Name is the archive's path.
func (b *Bundle) Name() string { return b.name }

// Live is false: what was shipped does not change.
func (b *Bundle) Live() bool { return false }

// Watch returns at once.
func (b *Bundle) Watch(context.Context, func()) error { return nil }

// Close closes the archive; readers of its entries end with an error.
func (b *Bundle) Close() error { return b.in.Close() }
