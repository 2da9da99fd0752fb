// Package directory knows who is who: which company an account, an address, a
// host or a path belongs to, and what is to be remembered about it.
//
//	the rows of Settings --> []Row  \
//	tenants.csv --Parse----> []Row   --New--> Directory --Lookup(Visit)--> Who
//	the user's notes ------> []Note /
//
// A row selects visits by account, host, path and network, as far as it names
// them, and says their company, memo, name and scope. A row that names nothing
// but a company says the memo of that company. The rows of Settings are heard before
// those of tenants.csv, in each table narrow rows before wide ones, all rows before the
// notes, and what the log record said itself (Visit's
// Company) is never contradicted.
package directory
