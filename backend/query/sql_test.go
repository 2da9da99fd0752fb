package query

import (
	"database/sql"
	"database/sql/driver"
	"strconv"
	"strings"
	"sync"
	"testing"

	"modernc.org/sqlite"
	"pgregory.net/rapid"
)

var registerOnce = sync.OnceValue(func() error {
	for _, f := range Functions() {
		call := f.Call
		err := sqlite.RegisterDeterministicScalarFunction(f.Name, int32(f.Args), func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			var a [2]any
			for i, v := range args {
				a[i] = v
			}
			return call(a), nil
		})
		if err != nil {
			return err
		}
	}
	return nil
})

// columns is a table as the store would have one: text in two parts, no column for "bar".
var columns = Columns{
	Text: []string{"head", "tail"},
	Fields: map[string]Column{
		"time": {Expr: "time", Kind: Time}, "level": {Expr: "level", Kind: Level}, "ms": {Expr: "ms", Kind: Duration}, "bytes": {Expr: "bytes", Kind: Bytes},
		"status": {Expr: "status", Kind: Status}, "count": {Expr: "count", Kind: Number}, "ip": {Expr: "ip", Kind: IP}, "account": {Expr: "account"},
		"company": {Expr: "company"}, "memo": {Expr: "memo"}, "call_id": {Expr: "call_id"}, "session": {Expr: "session"}, "foo": {Expr: "foo"},
		"scope": {Expr: "scope"}, "file": {Expr: "file"},
	},
}

const table = `CREATE TABLE e (id INTEGER PRIMARY KEY, head TEXT, tail TEXT, time INTEGER, level INTEGER, ms INTEGER, bytes INTEGER, status INTEGER, count REAL,
	ip TEXT, account TEXT, company TEXT, memo TEXT, call_id TEXT, session TEXT, foo TEXT, scope TEXT, file TEXT)`

func openTable(t *testing.T) *sql.DB {
	t.Helper()
	if err := registerOnce(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(table); err != nil {
		t.Fatal(err)
	}
	return db
}

// insert cuts the text at its first line end, if any.
func insert(db *sql.DB, id int, e *entry) error {
	head, tail, two := strings.Cut(e.text, "\n")
	row := []any{id, head, tail, nil, int(e.level)}
	if !two {
		row[2] = nil
	}
	if !e.at.IsZero() {
		row[3] = e.at.UnixMilli()
	}
	for _, name := range []string{"ms", "bytes", "status", "count", "ip", "account", "company", "memo", "call_id", "session", "foo", "scope", "file"} {
		v, ok := e.fields[name]
		n, err := strconv.ParseFloat(v, 64)
		switch {
		case !ok:
			row = append(row, nil)
		case columns.Fields[name].Kind == Text || columns.Fields[name].Kind == IP || err != nil:
			row = append(row, v)
		case name == "count":
			row = append(row, n)
		default:
			whole, _ := strconv.ParseInt(v, 10, 64)
			row = append(row, whole)
		}
	}
	_, err := db.Exec("INSERT INTO e VALUES (?"+strings.Repeat(",?", len(row)-1)+")", row...)
	return err
}

func TestSQLIsMatch(t *testing.T) {
	db := openTable(t)
	rapid.Check(t, func(t *rapid.T) {
		if _, err := db.Exec("DELETE FROM e"); err != nil {
			t.Fatal(err)
		}
		records := rapid.SliceOfN(genRecord, 1, 6).Draw(t, "records")
		for i, r := range records {
			if err := insert(db, i, r); err != nil {
				t.Fatal(err)
			}
		}
		for range 8 {
			q, _, err := Parse(genQuery(1).Draw(t, "query"), genOptions.Draw(t, "options"))
			if err != nil {
				continue
			}
			compareSQL(t, db, q, records)
		}
	})
}

// TestSQLOfEachTerm asks every term of the list alone and negated, so that none
// is left to chance.
func TestSQLOfEachTerm(t *testing.T) {
	db := openTable(t)
	records := []*entry{visit, trace, silent, {text: "x:y", fields: map[string]string{"foo": "5xx", "memo": ""}}}
	for i := range 40 {
		records = append(records, genRecord.Example(i))
	}
	for i, r := range records {
		if err := insert(db, i, r); err != nil {
			t.Fatal(err)
		}
	}
	for _, in := range written {
		for _, exact := range []bool{false, true} {
			o := openDesk()
			o.Case = exact
			for _, in := range []string{in, "NOT (" + in + ")", in + " OR -account:*"} {
				q, _, err := Parse(in, o)
				if err != nil {
					t.Fatal(err)
				}
				compareSQL(t, db, q, records)
			}
		}
	}
}

func compareSQL(t interface{ Fatalf(string, ...any) }, db *sql.DB, q *Query, records []*entry) {
	where, args, err := q.SQL(columns)
	if err != nil {
		t.Fatalf("%q: %v", q, err)
	}
	rows, err := db.Query("SELECT id FROM e WHERE "+where, args...)
	if err != nil {
		t.Fatalf("%q: %s: %v", q, where, err)
	}
	defer rows.Close()
	found := map[int]bool{}
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			t.Fatalf("%v", err)
		}
		found[id] = true
	}
	for i, r := range records {
		if want := q.Match(r); found[i] != want {
			t.Fatalf("%q matches %v, SQL says %v\n%s %v\n%+v", q, want, found[i], where, args, r)
		}
	}
}

// SQLite refuses deep expressions: a pasted page becomes a flat tree.
func TestSQLOfLongQueries(t *testing.T) {
	db := openTable(t)
	e := &entry{text: "word NOT a-"}
	if err := insert(db, 0, e); err != nil {
		t.Fatal(err)
	}
	for _, in := range []string{"word ", "NOT ", "-a OR ", "word OR ", "(", "-(", "NOT (word OR "} {
		q, _, err := Parse(strings.Repeat(in, maxInput/len(in))+strings.Repeat(")", maxDepth), openDesk())
		if err != nil {
			t.Fatal(err)
		}
		compareSQL(t, db, q, []*entry{e})
	}
}

func TestSQLHoldsNoUserText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, _, err := Parse("zq7 "+genQuery(1).Draw(t, "query")+` account:"zq7'" file:zq7 ~"zq7" foo:>7 time:today foo:zq7*`, openDesk())
		if err != nil {
			t.Skip(err)
		}
		where, args, _ := q.SQL(columns)
		if strings.Contains(strings.ToLower(where), "zq7") || strings.ContainsAny(strings.ReplaceAll(where, "''", ""), `'"`) || strings.Count(where, "?") != len(args) {
			t.Fatalf("%s %v", where, args)
		}
	})
}

func TestSQLWithoutText(t *testing.T) {
	q, _, _ := Parse("word", desk)
	if _, _, err := q.SQL(Columns{}); err == nil {
		t.Error("free text was asked of a table without text")
	}
}
