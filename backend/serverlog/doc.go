// Package serverlog is what a Go server imports to write its logs, on zerolog
// and lumberjack, with rules that change while it runs.
//
//	Logger, Writer, Access, Audit --line--> live file <family>.log
//	live file full --rename--> <family>-2026-11-22.log --compress--> .log.gz
//	cordwood-rules.json --watch, poll--> level, size, copies
//	cordwood-rules.status.json <--what is in force-- housekeeper
//
// A family is one log with all its copies. A line is one record, whatever it
// holds inside: a call of Write is written whole or not at all.
//
// What a server may rely on:
//
//   - The live file never exceeds its limit, not by a byte. A record that is
//     longer than the limit becomes a dated copy of its own, whole.
//   - When Write has returned without an error the record survives the death of
//     the process; after Sync it survives a power cut.
//   - A name that exists is never overwritten, and never followed when it is a
//     link: what takes the place of a live file is set aside under another name.
//   - One process writes a file. Open fails with fault.Locked for a second one;
//     the lock dies with its holder.
//   - A file that is removed, replaced or truncated by somebody else is opened
//     anew before the next record. There are never runs of NUL bytes.
//   - Cleaning happens only with a good rule file that names serverlog as the
//     cleaner, after rules.Plan, on copies only.
//
// lumberjack appends to the live file and does nothing else. Its rotation,
// compression and cleaning are not used; live.go says why for each.
package serverlog
