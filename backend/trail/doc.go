// Package trail is the record of what Cordwood itself did: deletions, rule
// changes, exports, unlocks. It is kept in audit.db, a database of its own, as a
// chain that shows every edit.
//
//	Intent --durable--> (the act) --> Outcome        two rows, joined by ref_seq
//	every row: hash = SHA-256(its fields || hash of the row before)
//	now and then: a signed checkpoint {size, root, time}, outside the database
//
// No act without its intent: when Intent fails, the caller does not act. An
// intent whose process died before the outcome gets the outcome "recovered:
// unknown" at the next start.
//
// What Verify can promise: an edit, an insertion, a removal, a reordering and a
// return to an older copy are found by anyone with the public key, as far as the
// last checkpoint that survives outside. What it cannot: prevent anything, prove
// what was never recorded, resist somebody who holds the key, prove the time or
// the person. The triggers in the database stop accidents only.
package trail
