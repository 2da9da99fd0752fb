// Package event is the vocabulary every other room speaks.
//
// An entry is one log record: a head line and the continuation lines that
// belong to it (a stack trace, a wrapped document). Parsing an entry gives an
// Event. A family is one logical log; a chain is a family's files, oldest copy
// first, live file last. Positions in files are bytes of decoded, UTF-8 text.
package event
