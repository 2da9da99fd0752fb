// Package query is the query language of Cordwood; it knows no disk. The
// language itself is taught to its users in docs/query.md.
//
//	text --lex--> terms --parse--> nodes, as they are written --simplify--> Query
//	                                 |-> Match      one record, exactly; the oracle of the rest
//	                                 |-> Long       a text in parts, as far as Match can be told from them
//	                                 |-> SQL        the same answer from the event store
//	                                 |-> Literals   what a block of a file must contain at least
//	                                 |-> Highlights what to underline in a line
//	                                 |-> String     as it is written, Explain in words
//
// A term is what stands between blanks: a word, a quoted text, an expression,
// or a field with a test. A node is a term that was understood, or AND, OR and
// NOT over nodes. Each sort of node has a file of its own that says how it is
// matched, printed, explained, prefiltered and put into SQL: node_logic.go,
// node_text.go, node_expr.go, node_phone.go, node_id.go and node_field.go. What
// is asked of a field's value is a test; each sort of test is in a test_*.go.
//
// To fold is to replace every letter by one chosen from those that Unicode
// calls the same letter in another case (simple folding: one rune for one
// rune, so "ß" stays apart from "ss"). A missing field and an empty value are
// the same thing.
package query
