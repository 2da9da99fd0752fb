package match

import "math"

// often lists the bytes of log text, the most frequent first: the mean of some
// hundred public log files of all sorts, each counted the same.
const often = " etorsan0\"i1,:c2ld.um\np-35g4h6f879[]_k/ybvE=>IwSx()*<NTCLFRO\\DMPA\r{}BWjGUHzVKqJZ;$QX+'@Y%#`\t&!|?~"

// frequency holds how many of a thousand bytes are that byte.
var frequency = makeFrequency()

func makeFrequency() *[256]float64 {
	var t [256]float64
	for c := range t {
		t[c] = 0.05
		if c >= 0x80 {
			t[c] = 1 // rare in most logs, in others half of the text
		}
	}
	for i := range len(often) {
		t[often[i]] = 40 * math.Pow(0.947, float64(i)) // fits the counts within a third
	}
	t[' '] = 120
	return &t
}

// bits is how much a byte tells: 10 for one that is met once in 1,024 bytes.
func bits(perMille float64) float64 { return math.Log2(1000 / perMille) }
