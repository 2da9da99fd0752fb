// Package checklist holds the built program against docs/checklist.md, one check
// a line: the verbs and facts that the desks of Cordwood promise.
//
//	docs/checklist.md --number--> check(world) --CLI, serve--> build/bin/cordwood
//	                                   └─── gzip, encoding/json ──> the files themselves
//
// A world is one run of the program: its home, a sample server on disk, and the
// two doors, the command line and `serve`. A check asks through a door and reads
// the files on its own; what they say must be the same.
//
// The checks are checked too: against a mute world, whose doors answer with
// success and nothing, each of them has to fail.
package checklist
