package serverlog

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/rules"
)

// compress makes <copy>.gz of a plain dated copy. The plain file goes only
// after the compressed one was written, synced, read back and found to hold the
// same bytes and lines, and has its final name durably. After a kill at any
// step the next call ends the work or begins it again.
func (k *keeper) compress(name string) error {
	err := k.tryCompress(name)
	if err == nil {
		return nil
	}
	_ = k.suite.root.Remove(name + ".gz.part") // the failure that matters is err
	kind := fault.KindOf(err)
	if kind == fault.Internal {
		kind = fault.Unreadable
	}
	return fault.New("compress log", kind, filepath.Join(k.suite.opt.Dir, name), "the copy stays as it is and is tried again", err)
}

func (k *keeper) tryCompress(name string) error {
	root := k.suite.root
	before, err := root.Lstat(name)
	if err != nil {
		return err
	}
	if !before.Mode().IsRegular() {
		return errors.New("it is no regular file")
	}
	packed := name + ".gz"
	if _, err := root.Lstat(packed); err == nil {
		return k.settleTwins(name, before)
	}
	part := packed + ".part"
	if err := root.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	want, err := pack(root, name, part, before)
	if err != nil {
		return err
	}
	got, err := unpackedDigest(root, part)
	if err != nil {
		return err
	}
	if !got.equal(want) {
		return errors.New("read back, the compressed file holds something else")
	}
	if err := root.Chtimes(part, before.ModTime(), before.ModTime()); err != nil {
		return err
	}
	if err := atomicfile.RenameNoReplace(root, part, packed); err != nil {
		return err
	}
	if err := atomicfile.SyncDir(root, "."); err != nil {
		return err
	}
	return removeUnchanged(root, name, before)
}

// settleTwins decides what to do when <copy>.log and <copy>.log.gz both exist.
// With the same content a kill came between the two last steps; otherwise the
// compressed one is somebody else's and our copy takes the next free name.
func (k *keeper) settleTwins(name string, before fs.FileInfo) error {
	root := k.suite.root
	packed, err := unpackedDigest(root, name+".gz")
	if err == nil {
		plain, err := plainDigest(root, name)
		if err != nil {
			return err
		}
		if packed.equal(plain) {
			return removeUnchanged(root, name, before)
		}
	}
	names, err := atomicfile.Names(root)
	if err != nil {
		return err
	}
	n, _ := rules.Dated(name)
	free := rules.Next(n.Family, n.Date, names).File()
	if err := atomicfile.RenameNoReplace(root, name, free); err != nil {
		return err
	}
	return k.tryCompress(free)
}

// pack writes the compressed file and syncs it; the digest is of what was read.
func pack(root *os.Root, name, part string, before fs.FileInfo) (d *digest, err error) {
	src, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	if opened, err := src.Stat(); err != nil || !os.SameFile(opened, before) {
		return nil, errors.Join(err, errors.New("another file took its name"))
	}
	dst, err := root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, before.Mode().Perm())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, dst.Close()) }()
	zip := gzip.NewWriter(dst)
	zip.Name, zip.ModTime = name, before.ModTime()
	d = newDigest()
	if _, err = io.Copy(io.MultiWriter(zip, d), src); err == nil {
		err = zip.Close()
	}
	if err == nil {
		err = dst.Sync()
	}
	return d, err
}

func removeUnchanged(root *os.Root, name string, before fs.FileInfo) error {
	now, err := root.Lstat(name)
	if err != nil {
		return err
	}
	if !os.SameFile(now, before) || now.Size() != before.Size() || !now.ModTime().Equal(before.ModTime()) {
		return errors.New("it was written while it was compressed; both files stay")
	}
	return root.Remove(name)
}

// digest is what two files must agree on: SHA-256, bytes and lines.
type digest struct {
	sum          hash.Hash
	bytes, lines int64
}

func newDigest() *digest { return &digest{sum: sha256.New()} }

func (d *digest) Write(p []byte) (int, error) {
	d.bytes += int64(len(p))
	d.lines += int64(bytes.Count(p, []byte{'\n'}))
	return d.sum.Write(p)
}

func (d *digest) equal(o *digest) bool {
	return d.bytes == o.bytes && d.lines == o.lines && bytes.Equal(d.sum.Sum(nil), o.sum.Sum(nil))
}

func plainDigest(root *os.Root, name string) (*digest, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := newDigest()
	_, err = io.Copy(d, f)
	return d, err
}

// unpackedDigest reads a compressed file to its end, its check sum included. A
// link is not followed.
func unpackedDigest(root *os.Root, name string) (*digest, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", name)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	d := newDigest()
	_, err = io.Copy(d, zip)
	return d, errors.Join(err, zip.Close())
}
