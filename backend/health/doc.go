// Package health decides what stands out: it is given counts over the last day
// and returns findings, most urgent first. It is pure; every finding carries the
// figures it rests on and names a rule below, never a score.
//
//	errors      the last hour has at least 10 errors and 3 times the hourly mean of the 23 hours before
//	silent      no entry for 20 times the usual distance between two, and at least 30 minutes
//	growing     the last hour wrote more than 5 times the hourly mean before, and at least 1,000 entries
//	refused     one address was refused at least 10 times in the day
//	disk        less than 10 % free, or full within 14 days
//	unreadable  a copy of a family cannot be read
//	waiting     a rule waits for a person
package health
