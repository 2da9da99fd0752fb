package app

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// A row written in Settings wins over the row of tenants.csv that selects the same
// visits, for records that are stored already too; taken away again, the file speaks.
// The file itself is left alone.
func TestOwnTenantsWin(t *testing.T) {
	a := testApp(t)
	dir := t.TempDir()
	table := "company,memo,account\nAcme,desk 3,1001\n"
	for name, text := range map[string]string{
		"access_log.log": `10.2.0.1 - 1001 [24/Nov/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 15` + "\n" +
			`10.2.0.1 - 1002 [24/Nov/2026:10:00:01 +0000] "GET /a HTTP/1.1" 200 15` + "\n",
		"tenants.csv": table,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	src, err := a.OpenPath(dir, Records)
	if err == nil {
		src, err = a.Wait(t.Context(), src.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	o, err := a.source(src.ID)
	if err != nil {
		t.Fatal(err)
	}
	type who struct{ first, memo, second string }
	now := func() who {
		var w who
		for account, company := range map[string]*string{"1001": &w.first, "1002": &w.second} {
			counts, err := o.countBy("account", account, "company")
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range counts {
				*company += c.Text
			}
		}
		memos, err := o.countBy("account", "1001", "memo")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range memos {
			w.memo += c.Text
		}
		return w
	}
	steps := []struct {
		own  []Tenant
		want who
	}{
		{nil, who{"Acme", "desk 3", ""}},
		{[]Tenant{{Account: "100*", Company: "Delta"}}, who{"Delta", "", "Delta"}},
		{[]Tenant{{Account: "1002", Company: "Beta"}, {Account: "1001", Memo: "moved"}}, who{"Acme", "moved", "Beta"}},
		{[]Tenant{}, who{"Acme", "desk 3", ""}},
	}
	for i, s := range steps {
		if s.own != nil {
			view, err := a.Settings().SetTenants(s.own)
			if err != nil || len(view.Tenants) != len(s.own) {
				t.Fatalf("%d: %+v, %v", i, view.Tenants, err)
			}
		}
		eventually(t, fmt.Sprintf("%+v of step %d", s.want, i), func() bool { return now() == s.want })
	}
	if found, err := a.Settings().FoundTenants(src.ID); err != nil || found.Total != 1 || found.Rows[0] != (Tenant{Account: "1001", Company: "Acme", Memo: "desk 3"}) {
		t.Errorf("found %+v, %v", found, err)
	}
	for _, bad := range [][]Tenant{{{Company: "Acme"}}, {{Account: "1"}}, {{Network: "10.0.0.0/99", Memo: "x"}}, make([]Tenant, maxTenants+1)} {
		if _, err := a.Settings().SetTenants(bad); err == nil {
			t.Errorf("%d rows such as %+v were taken", len(bad), bad[0])
		}
	}
	if text, err := os.ReadFile(filepath.Join(dir, "tenants.csv")); err != nil || string(text) != table {
		t.Errorf("tenants.csv now is %q, %v", text, err)
	}
	saved, err := a.home.Load()
	if err != nil || len(saved.Tenants) != 0 {
		t.Errorf("config.toml has %+v, %v", saved.Tenants, err)
	}
}
