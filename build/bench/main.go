//go:build unix

// Bench prints a table of figures on this machine, each beside a peer that does
// the same on the same files in the same run, and the goal.
//
//	go run ./build/bench -bin build/bin/cordwood -data build/bin/bench
//
// The data is made once: a log of 1 GB, and ten of 100 MB in gzip. Peers that are
// not installed are left out. Rounds are interleaved: A B A B ...
package main

import (
	"compress/gzip"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// bench is where things are.
type bench struct {
	bin, plain, series string
	home               string // of the program under test
	rounds             int
}

func main() {
	bin := flag.String("bin", "build/bin/cordwood", "the program")
	data := flag.String("data", "build/bin/bench", "where the logs are, made when they are missing")
	rounds := flag.Int("rounds", 5, "interleaved rounds")
	size := flag.Int64("bytes", 1_000_000_000, "of the plain log; the series has as many")
	flag.Parse()
	b := &bench{bin: absolute(*bin), plain: filepath.Join(absolute(*data), "application.log"), series: filepath.Join(absolute(*data), "series"), rounds: *rounds}
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
	if err := os.MkdirAll(b.series, 0o755); err != nil {
		return err
	}
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	if err := b.file(b.plain, false, size, 100, day); err != nil {
		return err
	}
	for i := range 10 {
		at := day.AddDate(0, 0, i)
		name := filepath.Join(b.series, "application-"+at.Format("2006-01-02")+".log.gz")
		if err := b.file(name, true, size/10, uint64(i+1), at); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) file(name string, packed bool, size int64, seed uint64, start time.Time) error {
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	fmt.Fprintln(os.Stderr, "making", filepath.Base(name))
	part := name + ".part"
	f, err := os.Create(part)
	if err != nil {
		return err
	}
	defer f.Close()
	if !packed {
		err = generate(f, size, seed, start)
	} else {
		z, _ := gzip.NewWriterLevel(f, 6)
		if err = generate(z, size, seed, start); err == nil {
			err = z.Close()
		}
	}
	if err != nil {
		return err
	}
	return os.Rename(part, name)
}

func has(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}
