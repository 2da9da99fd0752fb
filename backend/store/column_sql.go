package store

import (
	"database/sql"
	"strings"
)

// record is what both kinds of event are to the tables.
type record[T any] interface {
	*T
	columns() []column
	head() (id *int64, at *At, ip string)
}

// names lists a record's columns, quoted, after an optional alias.
func names[T any, R record[T]](alias string) string {
	cols := R(new(T)).columns()
	list := make([]string, len(cols))
	for i, c := range cols {
		list[i] = alias + c.name
	}
	return strings.Join(list, ", ")
}

// insertSQL adds one row unless (file, offset) is there already.
func insertSQL[T any, R record[T]](table string) string {
	n := len(R(new(T)).columns())
	return `INSERT INTO ` + table + ` (source, file, "offset", line, ip_bytes, ` + names[T, R]("") +
		`) VALUES (?, ?, ?, ?, ?` + strings.Repeat(", ?", n) + `) ON CONFLICT (file, "offset") DO NOTHING`
}

// selectSQL reads whole records of the ids that inner yields.
func selectSQL[T any, R record[T]](table, inner string) string {
	return `SELECT e.id, e."offset", e.line, f.fingerprint, f.path, s.ulid, ` + names[T, R]("e.") +
		` FROM ` + table + ` e JOIN file f ON f.id = e.file JOIN source s ON s.id = e.source WHERE e.id IN (` + inner + `)`
}

// scan reads the rows of selectSQL.
func scan[T any, R record[T]](rows *sql.Rows) ([]T, error) {
	defer rows.Close()
	var out []T
	for rows.Next() {
		var e T
		r := R(&e)
		id, at, _ := r.head()
		into := []any{id, &at.Offset, &at.Line, &at.File, &at.Path, &at.Source}
		for _, c := range r.columns() {
			into = append(into, c.at)
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}
