//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// row is one line of the table: ours against a peer.
type row struct {
	what  string
	goal  string
	ours  []string
	peer  []string
	fresh bool // nothing is kept from the round before
}

// figures of one command.
type figures struct {
	wall, cpu time.Duration
	peak      int64 // KiB
}

const (
	expression  = `\b\d{4,}\s+ms\b`
	withLiteral = `status=(404|500) in \d{3,} ms`
)

func (b *bench) table() {
	lines := []string{"--count", "--lines", "--case"}
	find := func(flags []string, in, query string) []string {
		return append(append([]string{b.bin, "search", in}, flags...), query)
	}
	first := append([]string{"--no-index"}, lines...)
	exact := func(e string) string { return `~"` + e + `"` }
	rg := func(in string, args ...string) []string { return append([]string{"rg", "-c"}, append(args, in)...) }
	rgz := func(query string) []string { return []string{"rg", "-z", "-c", query, b.series} }

	fmt.Println("| what | goal | ours | peer | ratio | ours: cpu, peak | peer: cpu, peak |")
	fmt.Println("|---|---|---|---|---|---|---|")
	b.rows([]row{
		{"first pass, 1 GB", ">= 8", []string{b.bin, "files", b.plain}, []string{"lnav", "-n", "-c", ":hide-lines-before 2099-01-01", b.plain}, true},
		{"rare literal, first touch", ">= 1.1", find(first, b.plain, "NEEDLE-7f3a9c21"), rg(b.plain, "NEEDLE-7f3a9c21"), false},
		{"common literal, first touch", ">= 1.4", find(first, b.plain, "Completed"), rg(b.plain, "Completed"), false},
		{"expression without a literal", ">= 2", find(first, b.plain, exact(expression)), rg(b.plain, expression), false},
		{"expression with a literal, first touch", ">= 0.9", find(first, b.plain, exact(withLiteral)), rg(b.plain, withLiteral), false},
		{"any case, first touch", ">= 0.9", find([]string{"--no-index", "--count", "--lines"}, b.plain, "paymentdeclined"), rg(b.plain, "-i", "paymentdeclined"), false},
		{"10 x 100 MB gzip, rare literal, first touch", ">= 1.8", find(first, b.series, "NEEDLE-7f3a9c21"), rgz("NEEDLE-7f3a9c21"), false},
		{"the same, the index built with it", ">= 1.0", find(append([]string{"--index"}, lines...), b.series, "NEEDLE-7f3a9c21"), rgz("NEEDLE-7f3a9c21"), true},
	})
	for _, in := range []string{b.plain, b.series} {
		if out, err := b.command([]string{b.bin, "index", in}).CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "index: %v %s\n", err, out)
		}
	}
	b.rows([]row{
		{"rare literal, indexed", ">= 4", find(lines, b.plain, "NEEDLE-7f3a9c21"), rg(b.plain, "NEEDLE-7f3a9c21"), false},
		{"expression with a literal, indexed", ">= 5", find(lines, b.plain, exact(`NEEDLE-[0-9a-f]{8}`)), rg(b.plain, `NEEDLE-[0-9a-f]{8}`), false},
		{"any case, indexed", ">= 5", find([]string{"--count", "--lines"}, b.plain, "needle-7f3a9c21"), rg(b.plain, "-i", "needle-7f3a9c21"), false},
		{"gzip series, rare literal, indexed", ">= 40", find(lines, b.series, "NEEDLE-7f3a9c21"), rgz("NEEDLE-7f3a9c21"), false},
		{"gzip series, an id, indexed", ">= 10", find(lines, b.series, "orders/1058764"), rgz("orders/1058764"), false},
		{"gzip series, in every block, indexed", ">= 3", find(lines, b.series, "Completed"), rgz("Completed"), false},
		{"a known 1 GB log again: first rows", "< 100 ms", []string{b.bin, "show", b.plain, "application", "-n", "50"}, nil, false},
		{"a known 1 GB log again: rows at a line", "", []string{b.bin, "show", b.plain, "application", "--from", "4000000", "-n", "50"}, nil, false},
		{"a known 1 GB log again: its figures", "", []string{b.bin, "files", b.plain}, nil, false},
	})
}

func (b *bench) rows(rows []row) {
	for _, r := range rows {
		var ours, peers []figures
		var ratios []float64
		for range b.rounds {
			if r.fresh {
				_ = os.RemoveAll(filepath.Join(b.home, "cache"))
			}
			o := b.run(r.ours)
			ours = append(ours, o)
			if r.peer != nil && has(r.peer[0]) {
				p := b.run(r.peer)
				peers = append(peers, p)
				ratios = append(ratios, p.wall.Seconds()/o.wall.Seconds())
			}
		}
		o, peer, ratio, theirs := median(ours), "", "", ""
		if len(peers) > 0 {
			p := median(peers)
			slices.Sort(ratios)
			peer, theirs = fmt.Sprintf("%d ms `%s`", p.wall.Milliseconds(), strings.Join(r.peer[:2], " ")), costs(p)
			ratio = fmt.Sprintf("%.2f", ratios[len(ratios)/2])
		}
		fmt.Printf("| %s | %s | %d ms | %s | %s | %s | %s |\n", r.what, r.goal, o.wall.Milliseconds(), peer, ratio, costs(o), theirs)
	}
}

func costs(f figures) string { return fmt.Sprintf("%d ms, %d MiB", f.cpu.Milliseconds(), f.peak>>10) }

// median by wall time.
func median(all []figures) figures {
	slices.SortFunc(all, func(a, b figures) int { return int(a.wall - b.wall) })
	return all[len(all)/2]
}

func (b *bench) command(args []string) *exec.Cmd {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "CORDWOOD_HOME="+b.home)
	return cmd
}

// run times a whole process.
func (b *bench) run(args []string) figures {
	cmd := b.command(args)
	start := time.Now()
	_ = cmd.Run() // an exit code of 1 says that nothing was found
	f := figures{wall: time.Since(start)}
	if s := cmd.ProcessState; s != nil {
		f.cpu = s.UserTime() + s.SystemTime()
		if u, ok := s.SysUsage().(*syscall.Rusage); ok {
			f.peak = u.Maxrss
		}
	}
	return f
}
