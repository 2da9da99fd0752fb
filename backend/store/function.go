package store

import (
	"database/sql/driver"

	"modernc.org/sqlite"

	"cordwood/backend/query"
)

// register teaches a driver the functions that compiled queries call, so that
// SQL and the exact matcher run the same code.
func register(d *sqlite.Driver) {
	for _, f := range query.Functions() {
		d.MustRegisterDeterministicScalarFunction(f.Name, int32(f.Args), func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			var in [2]any
			for i, a := range args {
				in[i] = a
			}
			return f.Call(in), nil
		})
	}
}
