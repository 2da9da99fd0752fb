// Package rules knows what a rule for log files says and what follows from it.
//
// A rule gives, for one family of log files, the output level, the number of
// copies kept beside the live file, and whether what exceeds that number is
// cleaned by itself. A Set is the rule for all families and what single
// families override. It lives in cordwood-rules.json beside the logs:
//
//	window --Save(rev+1)--> cordwood-rules.json --Load--> server, agent
//	window <--LoadStatus--- cordwood-rules.status.json <-- server, agent
//
// Cleaning is a plan first and an act after:
//
//	Set + Inventory --Plan--> Plan{Items, Waiting} --Apply--> Witness, Disposer
//
// A copy is a rotated file; the live file is no copy. The excess is what lies
// beyond the number of copies, oldest first. The cleaner is the one actor that
// deletes in a folder. A plan is confirmed when a person saw it while saving
// the rule. A run takes by itself only what was confirmed and what the
// rotations since the last run explain; more than that waits for a person.
package rules
