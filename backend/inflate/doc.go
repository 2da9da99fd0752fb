// Package inflate decompresses gzip (RFC 1951 and 1952) at more than twice the
// speed of the libraries on log text: rotated logs are read whole at first touch,
// and that is bound by this.
//
//	stored bytes --in--> bits --tables--> literals and matches --window--> text
//
// What makes it fast: 56 bits of input at a time; one table look-up for a symbol
// with its extra bits, or for two short literals at once (huffman.go); matches
// copied 16 bytes at a time inside one window, which is also the text that is
// handed out (codes.go). Where fewer than 40 stored bytes are left, a careful loop
// goes on symbol by symbol. Every member's sum and length are checked.
package inflate
