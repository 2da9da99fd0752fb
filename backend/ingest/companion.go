package ingest

import (
	"context"

	"cordwood/backend/directory"
	"cordwood/backend/fault"
	"cordwood/backend/source"
)

// Tenants reads the tenant directories found beside the logs, as far as they can
// be read; a problem names the file and the row.
func (s *Source) Tenants(ctx context.Context) (rows []directory.Row, problems []directory.Problem, errs []error) {
	return Tenants(ctx, s.files, s.Inventory())
}

// Tenants reads them before a Source is open: who enriches must know them first.
func Tenants(ctx context.Context, files source.Files, inv *source.Inventory) (rows []directory.Row, problems []directory.Problem, errs []error) {
	reader, ok := files.(source.CompanionReader)
	if !ok {
		return nil, nil, nil
	}
	for _, c := range inv.Companions {
		if c.Name != "tenants.csv" {
			continue
		}
		text, err := reader.ReadCompanion(ctx, c.Path, tenantsBytes)
		if err == nil && int64(len(text)) < c.Size {
			err = fault.New("read", fault.Limit, c.Path, "only the first rows are used", nil)
		}
		if err != nil {
			errs = append(errs, err)
		}
		got, bad, err := directory.Parse(text, c.Path)
		if err != nil {
			errs = append(errs, err)
		}
		rows, problems = append(rows, got...), append(problems, bad...)
	}
	return rows, problems, errs
}
