package serverlog

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"

	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/rules"
)

// rotate gives the live file its dated name, which it returns, and opens a new
// one. An empty file is not rotated and has none. The caller holds mu and called
// ready.
func (f *live) rotate() (copy string, err error) {
	if f.size == 0 {
		return "", nil
	}
	if err := f.release(); err != nil {
		return "", err
	}
	if copy, err = f.moveAway(); err != nil {
		return "", f.fail("rotate", err)
	}
	f.made()
	return copy, f.open()
}

// moveAway renames the live file to its dated name. Where that is refused,
// because on Windows some program has it open without sharing, its content is
// copied and the file emptied. Nothing is lost by that: only this process
// writes the file, and f is locked. A kill between copy and emptying doubles
// the lines of the copy.
func (f *live) moveAway() (copy string, err error) {
	copy, refused := f.rename(f.name)
	if refused == nil {
		return copy, nil
	}
	if copy, err = f.copyAway(); err != nil {
		return "", errors.Join(refused, err)
	}
	return copy, nil
}

func (f *live) copyAway() (copy string, err error) {
	src, err := f.root.OpenFile(f.name, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	defer src.Close()
	info, err := src.Stat()
	if err == nil {
		err = f.isAt(info)
	}
	if err != nil {
		return "", err
	}
	if copy, err = f.publish(src); err != nil {
		return "", err
	}
	if err := atomicfile.SyncDir(f.root, "."); err != nil {
		return "", err // the copy is there, and so is every line in the live file
	}
	return copy, src.Truncate(0)
}

// rename moves a file of the folder to the next free dated name, and returns it.
// The name is durable after Suite.Sync or the compression, as the content is.
func (f *live) rename(from string) (to string, err error) {
	for {
		names, err := atomicfile.Names(f.root)
		if err != nil {
			return "", err
		}
		n := f.make()
		to := rules.Next(n.Family, n.Date, names).File()
		err = atomicfile.RenameNoReplace(f.root, from, to)
		if !errors.Is(err, fs.ErrExist) {
			return to, err
		}
	}
}

// writeCopy makes a dated copy of its own for a record longer than the limit.
// The live file is empty or was rotated before, so the order is kept.
func (f *live) writeCopy(p []byte) error {
	if _, err := f.publish(bytes.NewReader(p)); err != nil {
		return f.fail("write", err)
	}
	f.made()
	return nil
}

// publish writes a dated copy from src: whole and durable before it has its name.
func (f *live) publish(src io.Reader) (name string, err error) {
	part := f.name + ".part"
	if err = f.writePart(part, src); err == nil {
		name, err = f.rename(part)
	}
	if err != nil {
		_ = f.root.Remove(part) // the failure that matters is err
	}
	return name, err
}

func (f *live) writePart(part string, src io.Reader) error {
	if err := f.root.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	w, err := f.root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, filePerm)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, src)
	return errors.Join(err, w.Sync(), w.Close())
}
