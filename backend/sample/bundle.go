package sample

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
)

// Bundle packs a sample's folder into file, a .tar.gz, .tgz or .zip, as a
// customer would ship it: everything but names that begin with a dot, under one
// folder. The same folder gives the same bytes. An existing file is replaced.
func Bundle(ctx context.Context, dir, file string) error {
	const op = "bundle sample"
	if _, err := LoadMarker(dir); err != nil {
		return err
	}
	pack := tarGz
	switch name := strings.ToLower(file); {
	case strings.HasSuffix(name, ".zip"):
		pack = zipped
	case !strings.HasSuffix(name, ".tar.gz") && !strings.HasSuffix(name, ".tgz"):
		return fault.New(op, fault.Unsupported, file, "name a .tar.gz, .tgz or .zip", nil)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fault.New(op, fault.KindOf(err), dir, "", err)
	}
	defer root.Close()
	names, err := atomicfile.Names(root)
	if err != nil {
		return fault.New(op, fault.KindOf(err), dir, "", err)
	}
	slices.Sort(names)
	part := file + ".part"
	out, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, filePerm)
	if err != nil {
		return fault.New(op, fault.KindOf(err), part, "", err)
	}
	err = errors.Join(pack(ctx, out, root, names), out.Close())
	if err == nil {
		err = os.Rename(part, file)
	}
	if err != nil {
		_ = os.Remove(part) // the failure that matters is err
		if ctx.Err() != nil {
			return fault.New(op, fault.Stopped, file, "", err)
		}
		return fault.New(op, fault.KindOf(err), file, "", err)
	}
	return nil
}

// folder is the one folder inside the bundle.
const folder = "pbx-hq-logs/"

// each opens the files that belong into a bundle, one after the other.
func each(ctx context.Context, root *os.Root, names []string, do func(fs.FileInfo, io.Reader) error) error {
	for _, name := range names {
		if strings.HasPrefix(name, ".") || filepath.Ext(name) == ".lock" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := one(root, name, do); err != nil {
			return err
		}
	}
	return nil
}

func one(root *os.Root, name string, do func(fs.FileInfo, io.Reader) error) error {
	f, err := root.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	return do(info, io.LimitReader(f, info.Size())) // a live sample may grow meanwhile
}

func tarGz(ctx context.Context, out io.Writer, root *os.Root, names []string) error {
	zip := gzip.NewWriter(out)
	t := tar.NewWriter(zip)
	err := each(ctx, root, names, func(info fs.FileInfo, r io.Reader) error {
		h := &tar.Header{Name: folder + info.Name(), Size: info.Size(), Mode: filePerm, ModTime: info.ModTime().Truncate(time.Second).UTC(), Format: tar.FormatUSTAR}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		_, err := io.Copy(t, r)
		return err
	})
	return errors.Join(err, t.Close(), zip.Close())
}

func zipped(ctx context.Context, out io.Writer, root *os.Root, names []string) error {
	z := zip.NewWriter(out)
	err := each(ctx, root, names, func(info fs.FileInfo, r io.Reader) error {
		method := zip.Deflate
		if strings.HasSuffix(info.Name(), ".gz") {
			method = zip.Store
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: folder + info.Name(), Method: method, Modified: info.ModTime().Truncate(time.Second).UTC()})
		if err != nil {
			return err
		}
		_, err = io.Copy(w, r)
		return err
	})
	return errors.Join(err, z.Close())
}
