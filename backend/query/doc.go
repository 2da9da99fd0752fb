// Package query is the query language of Cordwood: lex, parse, print, simplify,
// compile to an exact matcher and to SQL. It knows no disk.
package query

// Query is a parsed query; nil matches everything.
type Query struct{}
