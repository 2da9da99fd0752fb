package query

import (
	"strconv"
	"strings"
)

// Names of the SQL functions.
const (
	fnContains     = "cw_contains"
	fnContainsFold = "cw_contains_fold"
	fnText         = "cw_text"
	fnFold         = "cw_fold"
	fnGlob         = "cw_glob"
	fnGlobFold     = "cw_glob_fold"
	fnIPIn         = "cw_ip_in"
	fnHasIP        = "cw_has_ip"
	fnRE2          = "cw_re2"
	fnNumber       = "cw_number"
	fnHasPhone     = "cw_has_phone"
	fnIsID         = "cw_is_id"
	fnHasID        = "cw_has_id"
	fnIsFile       = "cw_is_file"
)

// Function is a deterministic SQL function the store registers for SQL.
type Function struct {
	Name string
	Args int
	// Call takes the first Args of args, as a driver hands them over (int64,
	// float64, string, []byte, nil), and gives int64, float64, string or nil. It
	// is nil where an argument is NULL.
	Call func(args [2]any) any
}

// Functions are all functions that conditions of SQL call.
func Functions() []Function {
	two := func(name string, f func(a, b string) bool) Function {
		return Function{name, 2, func(a [2]any) any {
			if a[0] == nil || a[1] == nil {
				return nil
			}
			return truth(f(sqlText(a[0]), sqlText(a[1])))
		}}
	}
	one := func(name string, f func(s string) string) Function {
		return Function{name, 1, func(a [2]any) any {
			if a[0] == nil {
				return nil
			}
			return f(sqlText(a[0]))
		}}
	}
	return []Function{
		one(fnText, func(s string) string { return s }),
		one(fnFold, Fold),
		two(fnContains, strings.Contains),
		two(fnContainsFold, ContainsFold),
		two(fnGlob, func(pattern, s string) bool { return matchGlob(pattern, s, true) }),
		two(fnGlobFold, GlobFold),
		two(fnIPIn, IPIn),
		two(fnHasIP, HasIP),
		two(fnRE2, MatchRE2),
		two(fnHasPhone, HasPhone),
		two(fnIsID, IsID),
		two(fnHasID, HasID),
		two(fnIsFile, IsFile),
		{fnNumber, 2, func(a [2]any) any {
			dim, ok := a[1].(int64)
			if f, _, read := parseNumber(sqlText(a[0]), dimension(dim)); ok && read {
				return f
			}
			return nil
		}},
	}
}

func truth(b bool) any {
	if b {
		return int64(1)
	}
	return int64(0)
}

// sqlText is a value as Record.Field would give it.
func sqlText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}
