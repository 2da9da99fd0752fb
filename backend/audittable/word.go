package audittable

import (
	"strings"
	"sync"
	"unicode"
)

// meanings names for each of the words what it means; the table is made when it is
// first asked for.
func meanings(words map[string]string) func() map[string]string {
	return sync.OnceValue(func() map[string]string {
		all := map[string]string{}
		for meaning, list := range words {
			for word := range strings.FieldsSeq(list) {
				all[word] = meaning
			}
		}
		return all
	})
}

// actions are Latin words and what they do to the target.
var actions = meanings(map[string]string{
	"add":    "add added adding create created creating new insert inserted import imported register registered post copy copied clone upload uploaded",
	"delete": "delete deleted deleting remove removed removing destroy purge purged drop dropped clear cleared erase unregister",
	"modify": "modify modified edit edited update updated change changed set save saved enable enabled disable disabled reset patch put rename renamed move moved assign assigned " +
		"configure configured lock locked unlock unlocked bind unbind approve approved reject rejected grant granted revoke revoked restore restored",
	"query": "query queried view viewed read get list listed search searched export exported download downloaded print printed access accessed browse open opened show find",
})

// hanActions are looked for anywhere, for Chinese has no blanks between words.
var hanActions = meanings(map[string]string{
	"add":    "新增 添加 创建 新建 增加 导入 录入 注册 复制 上传",
	"delete": "删除 移除 清空 清除 注销 销毁",
	"modify": "修改 编辑 更新 变更 设置 保存 启用 禁用 停用 重置 配置 调整 分配 绑定 解绑 锁定 解锁 授权 审核 恢复",
	"query":  "查询 查看 浏览 导出 下载 搜索 检索 打印 访问",
})

// Action maps a suite's own word ("新增队列", "batchDelete", "Updated agent") to
// add, delete, modify or query; "" for words that are none of them, such as a
// sign-in. The first word that is known counts.
func Action(verb string) string {
	for _, word := range words(verb) {
		if a := actions()[word]; a != "" {
			return a
		}
	}
	first, found := len(verb), ""
	for word, action := range hanActions() {
		if i := strings.Index(verb, word); i >= 0 && i < first {
			first, found = i, action
		}
	}
	return found
}

// words parts at marks, blanks and inner capitals, in lower case.
func words(s string) []string {
	var out []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			out, word = append(out, strings.ToLower(string(word))), nil
		}
	}
	lower := false
	for _, r := range s {
		letter := unicode.IsLetter(r) && !unicode.Is(unicode.Han, r)
		if !letter || unicode.IsUpper(r) && lower {
			flush()
		}
		if letter {
			word = append(word, r)
		}
		lower = unicode.IsLower(r)
	}
	flush()
	return out
}

var outcomes = meanings(map[string]string{
	"ok":      "ok success successful succeeded true yes 1 200 passed done normal completed 成功 是 正常 通过 完成",
	"failed":  "fail failed failure error false no 0 500 exception abnormal 失败 否 异常 错误",
	"refused": "denied refused forbidden rejected unauthorized 401 403 拒绝 无权限 未授权 禁止",
})

// Outcome maps a suite's own word to ok, refused or failed; another word stays
// as it is.
func Outcome(word string) string {
	word = strings.TrimSpace(word)
	if o := outcomes()[strings.ToLower(word)]; o != "" {
		return o
	}
	for _, han := range []string{"失败", "拒绝", "成功"} {
		if strings.Contains(word, han) {
			return outcomes()[han]
		}
	}
	return word
}
