// Package fsx is the one door to files that are not ours: log files that a
// server writes, rotates and deletes while we look, on a disk or on a share,
// in folders where somebody else may plant a link or a named pipe.
//
//	Root    an opened folder; no name and no link leads out of it
//	File    a regular file below it, read by position only, never mapped
//	ID      which file it is, whatever its name: device and inode, or on
//	        Windows volume and file index
//	Volume  a local disk, which is asked directly, or a share
//	share   one mounted file system; every call to it goes through ask
//
// Nothing here writes by itself: Do and Change make the call of somebody who does.
// Nothing here blocks on a named pipe or a device, nor on a share that does not
// answer: a call waits three seconds, is left behind, and until the share answers
// again every other call fails at once with a fault of kind Away that says since
// when. A change that was left behind is a *fault.Unanswered.
package fsx
