package parse

// nameLed reads the stamps that start with a weekday or a month.
func (c *clock) nameLed(b []byte, p *parts) int {
	i := weekdayName(b)
	if i > 0 {
		for i < len(b) && (b[i] == ',' || b[i] == '.' || b[i] == ' ') {
			i++
		}
		if i < len(b) && isDigit(b[i]) {
			v, n := number(b, i)
			if n > 2 || i+n >= len(b) {
				return 0
			}
			m, w := monthName(b[i+n+1:])
			if w == 0 {
				return 0
			}
			p.day, p.month = v, m
			return afterDayMonth(b, i+n+1+w, p)
		}
	}
	m, n := monthName(b[i:])
	if n == 0 {
		return 0
	}
	p.month = m
	return monthLed(b, i+n, p)
}

// monthLed reads what follows a month's name: "22 10:11:12", "22 10:11:12 CET 2026",
// "22 2026 10:11:12", "22, 2026 10:11:12 AM".
func monthLed(b []byte, i int, p *parts) int {
	i = blanks(b, i)
	v, n := number(b, i)
	if n < 1 || n > 2 {
		return 0
	}
	p.day = v
	i += n
	if i+1 < len(b) && isAlpha(b[i]) && ordinal(b[i:i+2]) {
		i += 2
	}
	j := i
	if j < len(b) && b[j] == ',' {
		j++
	}
	j = blanks(b, j)
	if y, k := number(b, j); k == 4 {
		p.year = y
		j += 4
		if j < len(b) && b[j] == ',' {
			j++
		}
		return timePart(b, j, p)
	}
	p.noYear = true
	i = timePart(b, i, p)
	if i == 0 {
		return 0
	}
	return yearBehind(b, i, p)
}

// ordinal recognises what may follow a day: 1st, 2nd, 3rd, 4th.
func ordinal(b []byte) bool {
	switch [2]byte{b[0] | 0x20, b[1] | 0x20} {
	case [2]byte{'s', 't'}, [2]byte{'n', 'd'}, [2]byte{'r', 'd'}, [2]byte{'t', 'h'}:
		return true
	}
	return false
}

// yearBehind takes the year of "Nov 22 10:11:12 2026", with milliseconds behind
// it as vtiger writes them ("2015,910").
func yearBehind(b []byte, i int, p *parts) int {
	j := blanks(b, i)
	y, k := number(b, j)
	if j == i || k != 4 || y < 1970 || y > 2199 {
		return i
	}
	if j+4 < len(b) && (isWord(b[j+4]) || b[j+4] == '-') {
		return i
	}
	p.year, p.noYear = y, false
	i = j + 4
	if i < len(b) && b[i] == ',' && p.nano == 0 {
		return fraction(b, i, p)
	}
	return i
}

// afterDayMonth reads the year and time after "22/Nov" and "22 Nov".
func afterDayMonth(b []byte, i int, p *parts) int {
	for i < len(b) && (b[i] == '/' || b[i] == '-' || b[i] == ' ' || b[i] == '.') {
		i++
	}
	v, n := number(b, i)
	switch n {
	case 4:
		p.year = v
	case 2:
		if i+2 < len(b) && b[i+2] == ':' {
			p.noYear = true
			return timePart(b, i, p)
		}
		p.year = century(v)
	default:
		return 0
	}
	return timePart(b, i+n, p)
}
