package index

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// risingSlowly looks at all pairs.
func risingSlowly(times, weights []int64) []int32 {
	best, from := make([]int64, len(times)), make([]int, len(times))
	choose := func(upto int, fits func(j int) bool) int {
		at := -1
		for j := range upto {
			if fits(j) && (at < 0 || best[j] > best[at] || best[j] == best[at] && times[j] < times[at]) {
				at = j
			}
		}
		return at
	}
	for i := range times {
		best[i] = 1
		if weights != nil {
			best[i] = weights[i]
		}
		if from[i] = choose(i, func(j int) bool { return times[j] <= times[i] }); from[i] >= 0 {
			best[i] += best[from[i]]
		}
	}
	var run []int32
	if len(times) > 0 {
		for i := choose(len(times), func(int) bool { return true }); i >= 0; i = from[i] {
			run = append(run, int32(i))
		}
	}
	slices.Reverse(run)
	return run
}

func TestRisingIsTheHeaviestRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOfN(rapid.Int64Range(0, 30), 0, 40).Draw(t, "times")
		var weights []int64
		if rapid.Bool().Draw(t, "weighted") {
			weights = rapid.SliceOfN(rapid.Int64Range(1, 5), len(times), len(times)).Draw(t, "weights")
		}
		if got, want := Rising(times, weights), risingSlowly(times, weights); !slices.Equal(got, want) {
			t.Fatalf("%v %v: %v, want %v", times, weights, got, want)
		}
	})
}

// A wrong time, early or late, moves no entry but its own, which stays behind the one
// above it.
func TestKeys(t *testing.T) {
	const no = NoTime
	f := func(times, want []int64) {
		t.Helper()
		entries := make([]Span, len(times))
		for i := range times {
			entries[i].Time = times[i]
		}
		if got := Keys(entries); !slices.Equal(got, want) {
			t.Errorf("%v: %v, want %v", times, got, want)
		}
	}
	f(nil, []int64{})
	f([]int64{1, 2, 2, 3}, []int64{1, 2, 2, 3})
	f([]int64{no, 1, no, 2, no}, []int64{no, 1, 1, 2, 2})
	f([]int64{no, no}, []int64{no, no})
	f([]int64{1, 2, 99, 3, 4}, []int64{1, 2, 2, 3, 4})
	f([]int64{5, 6, 0, 7, 8}, []int64{5, 6, 6, 7, 8})
	f([]int64{1, 2, 99, 98, no, 3, 4, 5}, []int64{1, 2, 2, 2, 2, 3, 4, 5})
	f([]int64{99, 1, 2}, []int64{no, 1, 2})
	f([]int64{1, 2, 99}, []int64{1, 2, 99}) // nothing below says otherwise
	f([]int64{1, 3, 2, 4}, []int64{1, 1, 2, 4})
}

// What a block notes of its times is what its entries say.
func TestBlockNotesTheTimesThatCount(t *testing.T) {
	f := func(data string, want string) {
		t.Helper()
		x := New()
		if err := x.Update(t.Context(), &text{data: []byte(data)}, stamps{}, nil); err != nil {
			t.Fatal(err)
		}
		b := *x.Snapshot().Tail
		got := fmt.Sprint(b.Min/1e9, b.First/1e9, b.Middle/1e9, b.Last/1e9, b.Max/1e9)
		if got != want {
			t.Errorf("%q: %s, want %s", data, got, want)
		}
	}
	f("1 INFO a\n2 INFO b\n3 INFO c\n", "1 1 2 3 3")
	f("1 INFO a\n2 INFO b\n900 INFO b\n3 INFO c\n4 INFO c\n", "1 1 3 4 900")
	f("7 INFO a\n8 INFO a\n1 INFO b\n9 INFO c\n", "1 7 8 9 9")
}

func BenchmarkKeysOfJitter(b *testing.B) {
	entries := make([]Span, 500)
	for i := range entries {
		entries[i].Time = int64(i + i*7919%5)
	}
	for b.Loop() {
		Keys(entries)
	}
}

// Blocks end where their times say, but for the wrong ones.
func TestEnds(t *testing.T) {
	const no = NoTime
	f := func(times [][]int64, from int64, want []int64) {
		t.Helper()
		blocks := make([]Block, len(times))
		for i, ts := range times {
			blocks[i] = newBlock(0, 1)
			for _, nanos := range ts {
				blocks[i].add(nanos, 0)
			}
			blocks[i].settle(slices.DeleteFunc(slices.Clone(ts), func(nanos int64) bool { return nanos == no }))
		}
		got, ends := Ends(len(blocks), func(i int) *Block { return &blocks[i] })
		if got != from || !slices.Equal(ends, want) {
			t.Errorf("%v: from %d, %v; want %d, %v", times, got, ends, from, want)
		}
	}
	f(nil, no, []int64{})
	f([][]int64{{no, no}, {no}}, no, []int64{no, no})
	f([][]int64{{no}, {3, 4}, {no}, {5, 6}}, 3, []int64{3, 4, 4, 6})
	f([][]int64{{1, 2, 3}, {3, 4, 5}, {5, 6, 7}}, 1, []int64{3, 5, 7})
	f([][]int64{{1, 2, 4}, {3, 5, 6}}, 1, []int64{4, 6})                                         // threads that overtake each other
	f([][]int64{{1, 2, 99}, {3, 4, 5}}, 1, []int64{3, 5})                                        // a wrong one at the edge
	f([][]int64{{1, 2, 3}, {0, 4, 5}}, 1, []int64{3, 5})                                         // or behind it
	f([][]int64{{1, 2, 99}, {0, 4, 5}}, 1, []int64{2, 5})                                        // on both sides
	f([][]int64{{1, 2, 3}, {90, 91}, {92, 93}, {4, 5, 6}, {7, 8, 9}}, 1, []int64{3, 3, 3, 6, 9}) // a wrong clock
	f([][]int64{{90, 91}, {1, 2, 3}, {4, 5, 6}}, 1, []int64{1, 3, 6})
	f([][]int64{{1, 2, 3}, {4, 5, 6}, {90}}, 1, []int64{3, 6, 90}) // nothing behind it says otherwise
}
