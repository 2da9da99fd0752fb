// Package backend holds the rooms of Cordwood; docs/architecture.md walks
// through them in data order, and deps_test.go keeps who may import whom.
package backend
