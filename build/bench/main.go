//go:build unix

// Bench prints a table of figures on this machine, each beside a peer that does
// the same on the same files in the same run, and the goal.
//
//	go run ./build/bench -bin build/bin/cordwood -data build/bin/bench
//
// The data is made once: a log of 1 GB, ten of 100 MB in gzip, one of 10 GB, and
// an access log of 1,000,000 lines. Peers that are not installed are left out.
// Rounds are interleaved: A B A B ... A run that fails, or that counts otherwise
// than its peer, is told on standard error and in the table.
package main

import (
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"time"
)

// bench is where things are.
type bench struct {
	bin           string
	plain, series string // 1 GB, and as much in ten files of gzip
	long          string // ten times plain; empty: left out
	access        string // a folder
	home          string // of the program under test
	rounds        int
}

func main() {
	bin := flag.String("bin", "build/bin/cordwood", "the program")
	data := flag.String("data", "build/bin/bench", "where the logs are, made when they are missing")
	rounds := flag.Int("rounds", 5, "interleaved rounds")
	size := flag.Int64("bytes", 1_000_000_000, "of the plain log; the series has as many")
	long := flag.Bool("long", true, "with the log of ten times as many bytes")
	flag.Parse()
	in := absolute(*data)
	b := &bench{
		bin: absolute(*bin), rounds: *rounds,
		plain: filepath.Join(in, "application.log"), series: filepath.Join(in, "series"), access: filepath.Join(in, "access"),
	}
	if *long {
		b.long = filepath.Join(in, "long.log")
	}
	if err := b.make(*size); err != nil {
		log.Fatal(err)
	}
	home, err := os.MkdirTemp("", "cordwood-bench")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(home)
	b.home = home
	b.table()
	if err := b.level(); err != nil {
		fmt.Fprintln(os.Stderr, "level:", err)
	}
}

func absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		log.Fatal(err)
	}
	return abs
}

// make writes the data that is not there yet.
func (b *bench) make(size int64) error {
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	if err := file(b.plain, func(w io.Writer) error { return generate(w, size, 100, day) }); err != nil {
		return err
	}
	for i := range 10 {
		at := day.AddDate(0, 0, i)
		name := filepath.Join(b.series, "application-"+at.Format("2006-01-02")+".log.gz")
		if err := file(name, func(w io.Writer) error {
			z, _ := gzip.NewWriterLevel(w, 6)
			if err := generate(z, size/10, uint64(i+1), at); err != nil {
				return err
			}
			return z.Close()
		}); err != nil {
			return err
		}
	}
	if b.long != "" {
		if err := file(b.long, b.tenfold); err != nil {
			return err
		}
	}
	return file(filepath.Join(b.access, "access_log.log"), func(w io.Writer) error { return generateAccess(w, 1_000_000, 5, day) })
}

// tenfold writes the plain log ten times.
func (b *bench) tenfold(w io.Writer) error {
	for range 10 {
		f, err := os.Open(b.plain)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, f)
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// file is there, or is made.
func file(name string, fill func(io.Writer) error) error {
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	fmt.Fprintln(os.Stderr, "making", filepath.Base(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	part := name + ".part"
	f, err := os.Create(part)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := fill(f); err != nil {
		return err
	}
	return os.Rename(part, name)
}
