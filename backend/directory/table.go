package directory

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"cordwood/backend/fault"
)

// Problem names a line that was skipped.
type Problem struct {
	Line int
	Text fault.Said
}

// headings are the words that name a column, folded and without blanks, dashes
// and underscores.
var headings = map[string]string{}

func init() {
	for field, words := range map[string]string{
		"company": "company companyname tenant tenantname customer 公司 公司名称 租户 客户 企业",
		"memo":    "memo note notes remark remarks comment description 备注 说明 备忘",
		"account": "account accounts accountpattern user username login extension 账号 帐号 账户 帐户 用户 分机",
		"name":    "name fullname realname displayname 姓名 名称",
		"scope":   "scope role 范围 角色",
		"host":    "host hostname domain vhost server 域名 主机",
		"path":    "path pathprefix prefix url 路径 路径前缀",
		"network": "network networks cidr subnet ip iprange 网段 网络 地址 ip地址",
	} {
		for word := range strings.FieldsSeq(words) {
			headings[word] = field
		}
	}
}

func heading(cell string) string {
	return headings[strings.NewReplacer(" ", "", "_", "", "-", "").Replace(fold(cell))]
}

// maxRows bounds a table; a directory of more tenants is a database.
const maxRows = 200_000

// Parse reads tenants.csv, as UTF-8 with or without a byte order mark, separated
// by commas, semicolons or tabs. Its first line names the columns, in any order
// and in English or Chinese; unknown columns are passed over. A bad row is named
// and skipped; the error is for a table that is none.
func Parse(text []byte, name string) (rows []Row, problems []Problem, err error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.Comment = separator(text), '#'
	r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace, r.ReuseRecord = -1, true, r.Comma != '\t', true
	header, err := r.Read()
	if err != nil {
		return nil, nil, fault.New("read tenants", fault.Invalid, name, "write the column names into the first line", err)
	}
	fields := make([]string, len(header))
	found := map[string]bool{}
	for i, cell := range header {
		if f := heading(cell); f != "" && !found[f] {
			fields[i], found[f] = f, true
		}
	}
	if len(found) == 0 || !found["company"] && !found["memo"] && !found["name"] {
		return nil, nil, fault.New("read tenants", fault.Invalid, name,
			"name the columns company, memo, account, host, path prefix, network", fault.Say("the first line names no known column"))
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, problems, nil
		}
		if err != nil {
			line, _ := lineOf(err)
			problems = append(problems, Problem{line, fault.Why(err)})
			continue
		}
		line, _ := r.FieldPos(0)
		row, err := fill(fields, cells)
		row.Line = line
		if err == nil {
			err = row.Check()
		}
		switch {
		case row == (Row{Line: line}): // an empty line, or one of separators
		case err != nil:
			problems = append(problems, Problem{line, fault.Why(err)})
		case len(rows) == maxRows:
			problems = append(problems, Problem{line, fault.Say("only the first {0} rows are used", maxRows)})
			return rows, problems, nil
		default:
			rows = append(rows, row)
		}
	}
}

func lineOf(err error) (int, bool) {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return bad.Line, true
	}
	return 0, false
}

func fill(fields, cells []string) (Row, error) {
	var row Row
	to := map[string]*string{
		"company": &row.Company, "memo": &row.Memo, "account": &row.Account, "name": &row.Name,
		"scope": &row.Scope, "host": &row.Host, "path": &row.Path, "network": &row.Network,
	}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if i >= len(fields) {
			if cell != "" {
				return row, fault.Say("the row has {0} cells, the first line names {1}", len(cells), len(fields))
			}
			continue
		}
		if p := to[fields[i]]; p != nil {
			*p = strings.ToValidUTF8(cell, "\ufffd")
		}
	}
	return row, nil
}

// separator is the mark that the first line has most of.
func separator(text []byte) rune {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := ',', 0
	for _, mark := range ",;\t" {
		if n := bytes.Count(first, []byte(string(mark))); n > most {
			best, most = mark, n
		}
	}
	return best
}
