package audittable

import (
	"strings"
	"unicode"
)

// Fields are what a column can fill. "detail" is a sentence or a document about
// what was done: a document becomes After, a sentence the target where no other
// column gives one, else the reason.
var Fields = []string{
	"time", "account", "name", "role", "company", "ip", "session", "action", "module", "target_type", "target_id",
	"target", "outcome", "reason", "before", "after", "detail", "correlation",
}

// headings names for a header, in normal form, the fields it may mean, the
// likeliest first.
var headings = meanings(map[string]string{
	"time": "time date datetime timestamp operationtime operatetime eventtime createdat createtime createdtime occurredat when logtime " +
		"时间 日期 操作时间 发生时间 创建时间 记录时间 日志时间",
	"account": "account login loginname username userid useraccount operatorid operatoraccount actorid uid extension " +
		"账号 帐号 账户 帐户 用户名 登录名 登录账号 操作账号 用户账号 用户id 工号 分机",
	"account name": "user operator actor who performedby modifiedby operatedby admin administrator 用户 操作人 操作员 操作者 操作用户 管理员 人员",
	"name":         "name fullname realname displayname operatorname actorname nickname 姓名 名称 真实姓名 用户姓名 操作人姓名 昵称",
	"role":         "role userrole usertype 角色 用户角色 用户类型 身份",
	"company":      "company tenant tenantname customer organization organisation org enterprise companyname 公司 租户 企业 客户 公司名称 租户名称 企业名称 所属公司 所属租户 机构 组织",
	"ip":           "ip ipaddress clientip sourceip remoteip loginip remoteaddress ipaddr ip地址 客户端ip 来源ip 登录ip 操作ip 地址",
	"session":      "session sessionid 会话 会话id",
	"action": "action operation operationtype operatetype actiontype event eventtype eventname verb method type activity " +
		"操作 操作类型 动作 行为 类型 事件 事件类型 操作动作 请求方式",
	"module":      "module operationmodule menu function feature page category section subsystem 模块 操作模块 功能 功能模块 菜单 页面 模块名称 业务模块 子系统 分类",
	"target_type": "targettype objecttype resourcetype entitytype 对象类型 目标类型 资源类型",
	"target_id":   "targetid objectid resourceid entityid recordid 对象id 目标id 资源id 记录id 数据id",
	"target":      "target object resource entity targetname objectname resourcename subject item 对象 目标 操作对象 目标对象 资源 对象名称 资源名称",
	"outcome":     "result outcome status success state operationresult 结果 操作结果 状态 是否成功 执行结果",
	"reason":      "reason failurereason errormessage error message errormsg 原因 失败原因 错误信息 异常信息",
	"before":      "before oldvalue old previous previousvalue original valuebefore beforevalue 变更前 修改前 原值 旧值 操作前 更新前 原内容",
	"after":       "after newvalue new current currentvalue valueafter aftervalue 变更后 修改后 新值 操作后 更新后 新内容",
	"detail": "detail details content description remark remarks memo info data parameters params summary log " +
		"内容 详情 明细 描述 操作内容 操作详情 操作描述 备注 说明 参数 请求参数 日志内容 摘要",
	"correlation": "correlation correlationid requestid traceid transactionid 请求id 流水号 追踪id 关联id",
})

// normal folds a header to its letters and digits and drops what stands in
// brackets: "Operation Time (UTC+8)" is operationtime.
func normal(header string) string {
	header = strings.NewReplacer("（", "(", "）", ")").Replace(header)
	if i := strings.IndexByte(header, '('); i > 0 {
		header = header[:i]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, header)
}

// Propose says for each header cell which field it seems to fill, "" for none.
// No field is filled twice.
func (t *Table) Propose() []string {
	columns := make([]string, len(t.Header))
	used := map[string]bool{}
	// A header that can only mean one thing chooses first.
	for _, choices := range []int{1, 2} {
		for i, h := range t.Header {
			may := strings.Fields(headings()[normal(h)])
			if len(may) != choices {
				continue
			}
			for _, f := range may {
				if columns[i] == "" && !used[f] {
					columns[i], used[f] = f, true
				}
			}
		}
	}
	return columns
}
