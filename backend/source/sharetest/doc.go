// Package sharetest mounts a folder as a share for tests: a real file system of
// the kernel's, served by the test itself, that can stop answering, fail, die, be
// mounted again, and count what it is asked.
//
//	s := sharetest.Mount(t)  // or the test is skipped, with the reason
//	write into s.Dir         // what the server writes
//	read at s.Path           // what a client sees
//
// It is FUSE, as sshfs is. Only Linux has it.
package sharetest
