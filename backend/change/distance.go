package change

import (
	"math/big"
	"strings"
)

// maxDigits bounds the numbers that are calculated with: 1e999999999 is a number
// of a gigabyte.
const maxDigits = 30

func rat(s string) (*big.Rat, bool) {
	if len(s) == 0 || len(s) > maxDigits || strings.ContainsAny(s, "eE/_xXpP") {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// distance says how far apart two numbers are: "+360, ×10". Both may have the
// same unit behind them ("30 s", "90 s"). It is "" for anything else.
func distance(before, after string) string {
	a, unitA := cutUnit(before)
	b, unitB := cutUnit(after)
	x, okX := rat(a)
	y, okY := rat(b)
	if !okX || !okY || unitA != unitB {
		return ""
	}
	diff := new(big.Rat).Sub(y, x)
	if diff.Sign() == 0 {
		return ""
	}
	note := decimal(diff)
	if diff.Sign() > 0 {
		note = "+" + note
	} else {
		note = "−" + strings.TrimPrefix(note, "-")
	}
	note += unitA
	if x.Sign() > 0 && y.Sign() > 0 {
		sign, times := "×", new(big.Rat).Quo(y, x)
		if diff.Sign() < 0 {
			sign, times = "÷", new(big.Rat).Quo(x, y)
		}
		if times.Cmp(big.NewRat(2, 1)) >= 0 {
			note += ", " + sign + trimZeros(times.FloatString(1))
		}
	}
	return note
}

// cutUnit parts "30 s" and "10%" into the number and what stands behind it.
func cutUnit(s string) (number, unit string) {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.' || i == 0 && (s[i] == '-' || s[i] == '+')) {
		i++
	}
	unit = s[i:]
	if len(unit) > 8 || strings.ContainsAny(unit, "0123456789.:-/,") {
		return "", "" // a time, a version, an address: no number with a unit
	}
	return s[:i], unit
}

// decimal writes a fraction that came from decimals exactly.
func decimal(r *big.Rat) string {
	places, _ := r.FloatPrec()
	return trimZeros(r.FloatString(places))
}

func trimZeros(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
