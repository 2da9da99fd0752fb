// Package folder is the source of a local folder, a mounted share, or one file.
//
//	walk      what lies there, without opening anything
//	examine   one file's beginning: compression, charset, head hashes
//	memory    which file is which since the last scan, whatever its name is now
//	file      one opened copy
//	watch     news: from the system on a local disk, by looking on a share
//
// A file keeps its id when it is renamed, compressed, or grows: the id is made
// from its first bytes, and the folder remembers how many there were when it
// saw the file first.
package folder
