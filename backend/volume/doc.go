// Package volume says how much room there is where logs lie.
package volume
