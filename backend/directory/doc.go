// Package directory knows who is who: which company an account, an address, a
// host or a path belongs to, and what is to be remembered about it.
//
//	tenants.csv --Parse--> []Row  \
//	the user's notes ------> []Note --New--> Directory --Lookup(Visit)--> Who
//
// A row selects visits by account, host, path and network, as far as it names
// them, and says their company, memo, name and scope. A row that names nothing
// but a company says the memo of that company. Narrow rows are heard before wide
// ones, all rows before the notes, and what the log record said itself (Visit's
// Company) is never contradicted.
package directory
