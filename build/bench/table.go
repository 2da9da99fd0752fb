//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
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
	count bool // both print numbers, whose sums are the same
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
	const needle, anycase, id = "NEEDLE-7f3a9c21", "paymentdeclined", "orders/1058764"

	fmt.Println("| what | goal | ours | peer | ratio | ours: cpu, peak | peer: cpu, peak |")
	fmt.Println("|---|---|---|---|---|---|---|")
	b.rows([]row{
		{what: "first pass, 1 GB", goal: ">= 8", ours: []string{b.bin, "files", b.plain}, peer: []string{"lnav", "-n", "-c", ":hide-lines-before 2099-01-01", b.plain}, fresh: true},
		{what: "rare literal, first touch", goal: ">= 1.1", ours: find(first, b.plain, needle), peer: rg(b.plain, needle), count: true},
		{what: "common literal, first touch", goal: ">= 1.4", ours: find(first, b.plain, "Completed"), peer: rg(b.plain, "Completed"), count: true},
		{what: "expression without a literal", goal: ">= 2", ours: find(first, b.plain, exact(expression)), peer: rg(b.plain, expression), count: true},
		{what: "expression with a literal, first touch", goal: ">= 0.9", ours: find(first, b.plain, exact(withLiteral)), peer: rg(b.plain, withLiteral), count: true},
		{what: "any case, first touch", goal: ">= 0.9", ours: find([]string{"--no-index", "--count", "--lines"}, b.plain, anycase), peer: rg(b.plain, "-i", anycase), count: true},
		{what: "10 x 100 MB gzip, rare literal, first touch", goal: ">= 1.8", ours: find(first, b.series, needle), peer: rgz(needle), count: true},
		{what: "the same", ours: find(first, b.series, needle), peer: append([]string{"zgrep", "-c", needle}, b.packed()...), count: true},
		{what: "the same, the index built with it", goal: ">= 1.0", ours: find(append([]string{"--index"}, lines...), b.series, needle), peer: rgz(needle), fresh: true, count: true},
	})
	if b.long != "" {
		b.rows([]row{{what: "10 GB never seen: first rows", goal: "< 300 ms", ours: []string{b.bin, "show", b.long, "long", "-n", "50"}, fresh: true}})
	}
	b.prepare("index", b.plain)
	b.prepare("index", b.series)
	b.rows([]row{
		{what: "rare literal, indexed", goal: ">= 4", ours: find(lines, b.plain, needle), peer: rg(b.plain, needle), count: true},
		{what: "expression with a literal, indexed", goal: ">= 5", ours: find(lines, b.plain, exact(`NEEDLE-[0-9a-f]{8}`)), peer: rg(b.plain, `NEEDLE-[0-9a-f]{8}`), count: true},
		{what: "any case, indexed", goal: ">= 5", ours: find([]string{"--count", "--lines"}, b.plain, strings.ToLower(needle)), peer: rg(b.plain, "-i", strings.ToLower(needle)), count: true},
		{what: "gzip series, rare literal, indexed", goal: ">= 40", ours: find(lines, b.series, needle), peer: rgz(needle), count: true},
		{what: "gzip series, an id, indexed", goal: ">= 10", ours: find(lines, b.series, id), peer: rgz(id), count: true},
		{what: "gzip series, in every block, indexed", goal: ">= 3", ours: find(lines, b.series, "Completed"), peer: rgz("Completed"), count: true},
		{what: "a known 1 GB log again: first rows", goal: "< 100 ms", ours: []string{b.bin, "show", b.plain, "application", "-n", "50"}},
		{what: "a known 1 GB log again: rows at a line", ours: []string{b.bin, "show", b.plain, "application", "--from", "4000000", "-n", "50"}},
		{what: "a known 1 GB log again: its figures", ours: []string{b.bin, "files", b.plain}},
		{what: "indexed gzip series: rows at a line", ours: []string{b.bin, "show", b.series, "application", "--from", "300000", "-n", "50"}},
	})
	b.prepare("access", b.access, "--count")
	sql := func(where string) []string {
		return []string{"sqlite3", filepath.Join(b.home, "cordwood.db"), "select count(*) from access_event where " + where}
	}
	b.rows([]row{
		{what: "1,000,000 records: a path", ours: []string{b.bin, "access", b.access, "path:/invoices/4711", "--count"}, peer: sql("path like '%/invoices/4711%'"), count: true},
		{what: "1,000,000 records: refused by the server", ours: []string{b.bin, "access", b.access, "status:>=500", "--count"}, peer: sql("status >= 500"), count: true},
	})
}

func (b *bench) packed() []string {
	names, _ := filepath.Glob(filepath.Join(b.series, "*.gz"))
	return names
}

// prepare runs a command of ours once, untimed.
func (b *bench) prepare(args ...string) {
	if out, err := b.command(append([]string{b.bin}, args...)).CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v %s\n", args[0], err, out)
	}
}

func (b *bench) rows(rows []row) {
	for _, r := range rows {
		var ours, peers []figures
		var ratios []float64
		var wrong string
		for range b.rounds {
			if r.fresh {
				_ = os.RemoveAll(filepath.Join(b.home, "cache"))
			}
			o, out, err := b.run(r.ours)
			if err != nil {
				wrong = err.Error()
			}
			ours = append(ours, o)
			if r.peer == nil || !has(r.peer[0]) {
				continue
			}
			p, theirs, err := b.run(r.peer)
			switch {
			case err != nil:
				wrong = err.Error()
			case r.count && total(out) != total(theirs):
				wrong = fmt.Sprintf("counted %d, %s %d", total(out), r.peer[0], total(theirs))
			}
			peers = append(peers, p)
			ratios = append(ratios, p.wall.Seconds()/o.wall.Seconds())
		}
		o, peer, ratio, theirs := median(ours), "", "", ""
		if len(peers) > 0 {
			p := median(peers)
			slices.Sort(ratios)
			peer, theirs = fmt.Sprintf("%d ms `%s`", p.wall.Milliseconds(), called(r.peer)), costs(p)
			ratio = fmt.Sprintf("%.2f", ratios[len(ratios)/2])
		}
		if wrong != "" {
			fmt.Fprintf(os.Stderr, "%s: %s\n", r.what, wrong)
			ratio = "WRONG: " + wrong
		}
		fmt.Printf("| %s | %s | %d ms | %s | %s | %s | %s |\n", r.what, r.goal, o.wall.Milliseconds(), peer, ratio, costs(o), theirs)
	}
}

// called is a command with its first flags.
func called(args []string) string {
	n := 1
	for n < len(args) && len(args[n]) == 2 && args[n][0] == '-' {
		n++
	}
	return strings.Join(args[:n], " ")
}

// total adds the numbers at the ends of the lines: of "7", "file.gz:7".
func total(out []byte) int {
	sum := 0
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(line)
		n, err := strconv.Atoi(line[strings.LastIndexByte(line, ':')+1:])
		if err == nil {
			sum += n
		}
	}
	return sum
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

// run times a whole process. Its error tells of an exit code above 1, which
// says that nothing was found.
func (b *bench) run(args []string) (figures, []byte, error) {
	cmd := b.command(args)
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	start := time.Now()
	err := cmd.Run()
	f := figures{wall: time.Since(start)}
	if s := cmd.ProcessState; s != nil {
		f.cpu = s.UserTime() + s.SystemTime()
		if u, ok := s.SysUsage().(*syscall.Rusage); ok {
			f.peak = u.Maxrss
		}
		if s.ExitCode() == 1 {
			err = nil
		}
	}
	if err != nil {
		err = fmt.Errorf("%s: %w: %s", args[0], err, bytes.TrimSpace(problem.Bytes()))
	}
	return f, out.Bytes(), err
}
