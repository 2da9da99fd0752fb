package store

import (
	"database/sql/driver"
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// column ties one column to the place in a record that holds its value: writing
// a row and reading it back walk the same list.
type column struct {
	name string
	at   any // *string, *int64, *millis or *number
}

// millis keeps a time as milliseconds since 1970; 0 is the zero time.
type millis time.Time

func (m *millis) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("time_ms holds %T", v)
	}
	if *m = (millis{}); n != 0 {
		*m = millis(time.UnixMilli(n).UTC())
	}
	return nil
}

func toMillis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// number keeps Unknown as NULL, so that SQL readers and averages are not misled.
type number int64

func (n *number) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*n = Unknown
	case int64:
		*n = number(v)
	default:
		return fmt.Errorf("number column holds %T", v)
	}
	return nil
}

// value is what the driver is handed for a column.
func (c column) value() driver.Value {
	switch p := c.at.(type) {
	case *string:
		return *p
	case *int64:
		return *p
	case *millis:
		return toMillis(time.Time(*p))
	case *number:
		if *p < 0 {
			return nil
		}
		return int64(*p)
	}
	panic(fmt.Sprintf("store: column %s has a type nobody writes: %T", c.name, c.at))
}

// ipBytes is the sortable form of an address for range queries: 16 bytes, IPv4
// mapped into IPv6, zone dropped; nil when text is no address.
func ipBytes(text string) any {
	a, err := netip.ParseAddr(strings.TrimSpace(text))
	if err != nil {
		return nil
	}
	b := a.As16()
	return b[:]
}

func (e *AccessEvent) columns() []column {
	return []column{
		{"time_ms", (*millis)(&e.Time)},
		{"time_text", &e.TimeText},
		{"kind", &e.Kind},
		{"scope", &e.Scope},
		{"account", &e.Account},
		{"name", &e.Name},
		{"company", &e.Company},
		{"company_origin", &e.CompanyOrigin},
		{"memo", &e.Memo},
		{"memo_origin", &e.MemoOrigin},
		{"note", &e.Note},
		{"host", &e.Host},
		{"method", &e.Method},
		{"path", &e.Path},
		{"page", &e.Page},
		{"status", (*number)(&e.Status)},
		{"result", &e.Result},
		{"ip", &e.IP},
		{"place", &e.Place},
		{"country", &e.Country},
		{"place_origin", &e.PlaceOrigin},
		{"agent", &e.Agent},
		{"ms", (*number)(&e.MS)},
		{"bytes", (*number)(&e.Bytes)},
		{"session", &e.Session},
		{"request_id", &e.RequestID},
		{"raw", &e.Raw},
		{"rec_scope", &e.Recorded.Scope},
		{"rec_name", &e.Recorded.Name},
		{"rec_company", &e.Recorded.Company},
		{"rec_memo", &e.Recorded.Memo},
		{"rec_place", &e.Recorded.Place},
	}
}

func (e *AuditEvent) columns() []column {
	return []column{
		{"time_ms", (*millis)(&e.Time)},
		{"time_text", &e.TimeText},
		{"account", &e.Account},
		{"name", &e.Name},
		{"role", &e.Role},
		{"company", &e.Company},
		{"company_origin", &e.CompanyOrigin},
		{"memo", &e.Memo},
		{"memo_origin", &e.MemoOrigin},
		{"note", &e.Note},
		{"ip", &e.IP},
		{"place", &e.Place},
		{"country", &e.Country},
		{"place_origin", &e.PlaceOrigin},
		{"session", &e.Session},
		{"action", &e.Action},
		{"verb", &e.Verb},
		{"module", &e.Module},
		{"target_type", &e.TargetType},
		{"target_id", &e.TargetID},
		{"target", &e.Target},
		{"outcome", &e.Outcome},
		{"reason", &e.Reason},
		{"before", &e.Before},
		{"after", &e.After},
		{"correlation", &e.Correlation},
		{"raw", &e.Raw},
		{"rec_name", &e.Recorded.Name},
		{"rec_company", &e.Recorded.Company},
		{"rec_memo", &e.Recorded.Memo},
		{"rec_place", &e.Recorded.Place},
	}
}

func (e *AccessEvent) head() (id *int64, at *At, ip string) { return &e.ID, &e.At, e.IP }
func (e *AuditEvent) head() (id *int64, at *At, ip string)  { return &e.ID, &e.At, e.IP }
