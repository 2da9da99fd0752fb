package parse

import "bytes"

// continues reports whether a line of unmarked text belongs to the entry above:
// it is indented, blank, or shaped like a line of a stack trace. It serves the
// formats whose heads have no mark of their own.
func continues(line []byte) bool {
	if len(line) == 0 {
		return true
	}
	switch ch := line[0]; {
	case ch == ' ' || ch == '\t' || ch == '}' || ch == ')' || ch == ']':
		return true
	case ch == '#' && len(line) > 2 && isDigit(line[1]): // PHP and gdb: "#0 file(12): f()"
		return true
	case ch == '-' && bytes.HasPrefix(line, []byte("--- End of ")), ch == '-' && bytes.HasPrefix(line, []byte("-->")):
		return true
	}
	for _, prefix := range tracePrefixesOf[line[0]] {
		if bytes.HasPrefix(line, prefix) {
			return true
		}
	}
	return frameLine(line) || goTraceLine(line) || exceptionLine(line)
}

// tracePrefixes start unindented lines inside the traces of Java, Python, Go,
// Ruby and .NET.
var tracePrefixes = [][]byte{
	[]byte("Caused by: "), []byte("Suppressed: "), []byte("... "),
	[]byte("Traceback (most recent call last)"), []byte("During handling of the above"),
	[]byte("The above exception was"), []byte("Nested Exception"), []byte("Wrapped by: "),
	[]byte("goroutine "), []byte("panic("), []byte("created by "), []byte("exit status "), []byte("[signal "),
	[]byte("Stack trace:"), []byte("[stacktrace]"),
}

// tracePrefixesOf are the prefixes that begin with a byte.
var tracePrefixesOf = func() (of [256][][]byte) {
	for _, prefix := range tracePrefixes {
		of[prefix[0]] = append(of[prefix[0]], prefix)
	}
	return of
}()

// frameLine recognises unindented frames, "at a.B.c(B.java:1)" of Java, Node and
// .NET, "from x.rb:4:in `f'" of Ruby, and not a sentence that begins so.
func frameLine(line []byte) bool {
	if bytes.HasPrefix(line, []byte("at ")) {
		return bytes.IndexByte(line, '(') > 0 || bytes.IndexByte(line, ':') > 0
	}
	return bytes.HasPrefix(line, []byte("from ")) && bytes.Contains(line, []byte(":in "))
}

// goTraceLine recognises "main.(*T).f(0x1, 0x2)" and "runtime.gopark(...)": a
// dotted name without blanks that ends in its arguments.
func goTraceLine(line []byte) bool {
	if line[len(line)-1] != ')' {
		return false
	}
	open := bytes.IndexByte(line, '(')
	if open > 0 && bytes.HasPrefix(line[open:], []byte("(*")) {
		if next := bytes.IndexByte(line[open+1:], '('); next >= 0 {
			open += 1 + next
		}
	}
	if open < 3 || bytes.IndexByte(line[:open], ' ') >= 0 {
		return false
	}
	return bytes.IndexByte(line[:open], '.') > 0
}

// exceptionLine recognises the line that names an exception, "ValueError: x" or
// "java.io.IOException: gone": Python ends a trace with it, Java begins one below
// the line that was logged. A file of bare Java traces is less common than either.
func exceptionLine(line []byte) bool {
	n := 0
	for n < len(line) && n < 200 && (isWord(line[n]) || line[n] == '.' || line[n] == '$') {
		n++
	}
	if n < len(line) && line[n] != ':' {
		return false
	}
	name := line[:n]
	for _, suffix := range exceptionSuffixes {
		if bytes.HasSuffix(name, suffix) {
			return isUpper(name[bytes.LastIndexByte(name, '.')+1])
		}
	}
	return false
}

var exceptionSuffixes = [][]byte{
	[]byte("Error"), []byte("Exception"), []byte("Throwable"),
	[]byte("KeyboardInterrupt"), []byte("SystemExit"),
}
