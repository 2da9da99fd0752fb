// Package cache keeps house in the folder of files that can be made again:
// indexes, skip filters, marks and side copies.
//
//	cache/<source>/<file>.<kind>           an entry; its time is that of its last use
//	cache/<source>/<file>.<kind>.<x>.part  one in the making, renamed when it is whole
//
// An entry belongs to a source, so that it is forgotten with it. Above the limit
// those go that were not used for the longest time.
//
// Other processes use the folder at the same time, without a lock: a file that is
// gone when we come to it was removed by another, one that another has open stays
// readable on Unix, and on Windows is left until the next time. What is not named
// as above, and links, are neither followed nor removed.
package cache
