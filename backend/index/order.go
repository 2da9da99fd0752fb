package index

import (
	"slices"
	"sort"
)

// Which times count. A log is written in the order of its entries, so that of the times
// in it those are believed which make up the longest run that never falls; a clock that
// was wrong for a while, or a date in a text that is taken for an entry's, is outside of
// it, be it early or late. Why, and what else was thought of, is in
// docs/decisions/0013-times-that-count.md.

// Rising are the places of the times that make up the run with the most weight that
// never falls; of such runs the one that ends lower. Each has a weight of one where
// weights is nil. It takes n log n steps for n times, near n for a log that is nearly in
// order.
func Rising(times, weights []int64) []int32 {
	total := make([]int64, len(times)) // weight of the best run that ends here
	from := make([]int32, len(times))  // the one before in it
	var ends []int32                   // of runs that no other betters: times and totals rise
	for i, t := range times {
		k := len(ends)
		if k > 0 && times[ends[k-1]] > t {
			k = sort.Search(k, func(j int) bool { return times[ends[j]] > t })
		}
		total[i], from[i] = 1, -1
		if weights != nil {
			total[i] = weights[i]
		}
		lo, hi := k, k
		if k > 0 {
			from[i] = ends[k-1]
			total[i] += total[from[i]]
			if times[from[i]] == t {
				lo--
			}
		}
		for hi < len(ends) && total[ends[hi]] <= total[i] {
			hi++
		}
		ends = slices.Replace(ends, lo, hi, int32(i))
	}
	if len(ends) == 0 {
		return nil
	}
	var run []int32
	for i := ends[len(ends)-1]; i >= 0; i = from[i] {
		run = append(run, i)
	}
	slices.Reverse(run)
	return run
}

// settle notes which times of the block's entries count.
func (b *Block) settle(times []int64) {
	if len(times) == 0 {
		return
	}
	at := func(i int) int64 { return times[i] }
	n := len(times)
	if !slices.IsSorted(times) {
		run := Rising(times, nil)
		at = func(i int) int64 { return times[run[i]] }
		n = len(run)
	}
	b.First, b.Middle, b.Last = at(0), at(n/2), at(n-1)
}

// Ends are the times at which the blocks of a file end, and the one at which it begins: they
// never fall, and the keys of a block's entries lie between the one before it and its own.
// Of the blocks those count whose middle times make up the heaviest run that never falls;
// the others end where the one before them ends. So a wrong time at the edge of a block, or
// a clock that was wrong for many blocks, is no end. All are NoTime in a file without times.
func Ends(n int, block func(i int) *Block) (from int64, ends []int64) {
	var timed []int
	var middles, weights []int64
	for i := range n {
		if b := block(i); b.Middle != NoTime {
			timed = append(timed, i)
			middles, weights = append(middles, b.Middle), append(weights, int64(b.Entries-b.Untimed))
		}
	}
	ends = make([]int64, n)
	run := Rising(middles, weights)
	from = NoTime
	if len(run) > 0 {
		from = block(timed[run[0]]).First
	}
	for i := range ends {
		ends[i] = from
	}
	for k, at := range run {
		b, stop := block(timed[at]), n
		end := b.Last
		if k+1 < len(run) {
			stop = timed[run[k+1]]
			if next := block(stop); end > next.Middle {
				end = max(b.Middle, next.First)
			}
		}
		for i := timed[at]; i < stop; i++ {
			ends[i] = end
		}
	}
	return from, ends
}

// Keys are the times by which entries that stand one behind the other are placed among
// others: of each the last one at or above it that counts, NoTime where there is none.
func Keys(entries []Span) []int64 {
	keys := make([]int64, len(entries))
	sorted, last := true, NoTime
	for i := range entries {
		t := entries[i].Time
		sorted = sorted && (t == NoTime || t >= last)
		last = max(last, t)
		keys[i] = last
	}
	if sorted {
		return keys
	}
	var times []int64
	var at []int32
	for i := range entries {
		if t := entries[i].Time; t != NoTime {
			times, at = append(times, t), append(at, int32(i))
		}
		keys[i] = NoTime
	}
	for _, k := range Rising(times, nil) {
		keys[at[k]] = times[k]
	}
	for i := 1; i < len(keys); i++ {
		keys[i] = max(keys[i], keys[i-1])
	}
	return keys
}
