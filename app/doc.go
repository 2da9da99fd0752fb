// Package app is what the frontend talks to. It translates and never computes.
//
// Bound, one struct a desk: Sources, Health, Access, Audit, ServerLogs, Rules,
// Downloads, Settings. In the window Wails binds them; `serve` offers the same
// methods as POST /call/Struct.Method with a JSON array of the arguments.
//
// Pages and everything that grows with the data are bounded GETs under /data/
// (data.go has the table of routes). What changes state is always a call.
//
// Emitted is one event, "tick", whose payload is a Tick: it says that something
// changed, never what it is now.
//
//	frontend --call--> bound struct --> backend rooms
//	frontend --GET /data/--> data.go --> open results
//	frontend <--tick-- notify.go <-- callbacks of the rooms below
package app
