// Package tail reads on in growing chains and hands out what matches as it comes.
//
//	chains --Begin--> the last entries that match, and a spot in each file
//	chains as they are now --Take--> new, renamed, copied and gone files are told apart
//	files --Look: bytes behind the spots--> lines --Head--> entries --query--> Give
//
// A spot is where reading stands in one file, with the bytes before it: when
// these are not what they were, the file was emptied or rewritten and is read
// from its start. A strand is the spots of one family. A file that is new in a
// strand and begins with all that was read of another is a copy of it (the server
// copies and then empties its log), and is read on from the same place.
//
// An entry is open until the next one begins. It is handed out then, or when its
// file has been silent for a moment; lines that come later are handed out as more
// of it. Nothing but open entries is held, at most index.MaxText of each.
package tail
