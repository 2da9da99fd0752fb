package source

import (
	"path"
	"strconv"
	"strings"
)

// Numbered takes a copy's name apart at the number that a rotation raises, as in
// app.log.3, app.log.3.gz and app.3.log; ok is false of a name that has none.
func Numbered(name string) (before string, n int, after string, ok bool) {
	base := name
	if ext := path.Ext(base); packed[strings.ToLower(ext)] {
		base = strings.TrimSuffix(base, ext)
	}
	switch ext := path.Ext(base); ext {
	case ".log", ".txt", ".out": // see rotations
		base = strings.TrimSuffix(base, ext)
	}
	digits := path.Ext(base)
	if len(digits) < 2 || len(digits) > 7 || digits[1] == '0' || len(digits) == len(path.Base(base)) {
		return "", 0, "", false
	}
	n, err := strconv.Atoi(digits[1:])
	if err != nil || n < 0 {
		return "", 0, "", false
	}
	before = base[:len(base)-len(digits)+1]
	return before, n, name[len(before)+len(digits)-1:], true
}

// Raised are the names that a file may have after one more rotation by numbers.
func Raised(name string) []string {
	if before, n, after, ok := Numbered(name); ok {
		return []string{before + strconv.Itoa(n+1) + after}
	}
	ext := path.Ext(name)
	return []string{name + ".1", strings.TrimSuffix(name, ext) + ".1" + ext}
}

// CompareRising orders names so that a rotation by numbers moves a file to a later one:
// app.log, app.log.1, app.log.2, app.log.10.
func CompareRising(a, b string) int {
	digit := func(s string, i int) bool { return '0' <= s[i] && s[i] <= '9' }
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch x, y := digit(a, i), digit(b, j); {
		case x && y:
			n, m := number(a[i:]), number(b[j:])
			if c := compareNumbers(n, m); c != 0 {
				return c
			}
			i, j = i+len(n), j+len(m)
			continue
		case x:
			return 1
		case y:
			return -1
		case a[i] != b[j]:
			return int(a[i]) - int(b[j])
		}
		i, j = i+1, j+1
	}
	if c := (len(a) - i) - (len(b) - j); c != 0 {
		return c
	}
	return strings.Compare(a, b) // leading zeros
}

// number is the digits that s begins with.
func number(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
}

func compareNumbers(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}
