// Package match finds text fast in the raw bytes of logs. It knows neither
// files nor entries: it is handed bytes and tells where the next match ends.
//
//	Literal, Fold    the exact bytes; the same in any case
//	AnyOf            the first of several matchers
//	Lines, Entries   RE2 expressions, exact in every line; a superset for entries
//	CountLines, Ends how many lines have a match, and where in them
//
// A needle is what is looked for, text is where. To fold is to replace every
// letter by one chosen from those that Unicode calls the same letter in another
// case; it means the same as in the query language. A line ends with its \n or
// with the text; the \r of a line that ends in \r\n belongs to the line, but
// Entries takes it both ways. An
// anchor is the byte of a needle that text is searched for first, the one that
// is rare in logs. A filter is a literal that every match of an expression
// contains; it is used as long as it leaves little to the automaton.
//
// The rest of the words belong to the expressions. The automaton reads a byte
// at a time; a state is what it knows after the bytes so far: which
// instructions of the compiled expression may come next, and how much of a
// rune it has seen. States are made when they are first met and kept in one flat
// table. A lane is one place where the automaton walks; several lanes walk at
// once, so that the processor waits for several rows of the table at a time.
// Broken UTF-8 is read as package regexp reads it: each bad byte is U+FFFD.
package match
