package decode

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// Logs say little and say it again and again: each of these is all that a log has
// beside ASCII, in lines as servers write them.
var said = map[Charset][]string{
	GB18030: {
		"错误", "[错误] code=5", "ERROR 错误 用户", "登录失败", "呼叫超时 call timeout", "Gr 错误 M", "连接断开", "用户名或密码错误", "msg=超时", "坐席1001签入", "成功", "失败", "线程池已满",
		"数据库连接失败: ORA-12541", "等待应答", "客户挂断", "接口调用成功，耗时：35毫秒", "/日志/应用.log 不存在", "空指针异常", "user=张伟 登录成功", "队列已满，丢弃消息",
	},
	Big5: {"錯誤", "連線逾時", "登入失敗", "使用者 1001 登入成功", "資料庫連線失敗", "呼叫轉接", "[錯誤] code=5", "找不到檔案", "伺服器啟動完成"},
	ShiftJIS: {
		"エラー", "接続エラー", "ログイン失敗", "[エラー] code=5", "ファイルが見つかりません", "処理を開始しました", "接続に失敗しました", "通話終了",
	},
	EUCKR: {"오류", "연결 실패", "로그인 실패", "시간 초과", "사용자 1001 로그인 성공", "서버 시작", "데이터베이스 연결 오류", "통화 종료"},
	EUCJP: {"接続エラー", "ログイン失敗", "ファイルが見つかりません", "処理を開始しました"},
	Windows1252: {
		"größe überschritten", "Benutzer Müller nicht gefunden", "connexion refusée", "délai dépassé", "sesión expirada: contraseña inválida", "AUTENTICAÇÃO FALHOU", "não encontrado", "Größe", "für",
		"Störung behoben, Gerät läuft", "température: 20°C réglée", "20°C", "“ready”",
	},
	"windows-1250": {"błąd połączenia", "użytkownik zalogowany", "Przekroczono limit czasu żądania", "Chyba: uživatel neexistuje, heslo je špatně"},
	"windows-1254": {"bağlantı hatası", "kullanıcı bulunamadı", "geçersiz şifre"},
	"windows-1253": {"Σφάλμα σύνδεσης", "ο χρήστης δεν βρέθηκε"},
	"windows-1255": {"שגיאת חיבור"},
	"windows-874":  {"การเชื่อมต่อล้มเหลว"},
	"koi8-r":       {"Ошибка подключения", "пользователь не найден"},
	"ibm866":       {"Ошибка подключения"},
	"windows-1251": {"Ошибка подключения", "пользователь не найден", "Ошибка входа пользователя", "время ожидания истекло", "соединение закрыто, код=5"},
}

func TestShortLinesOfEachCharset(t *testing.T) {
	for c, texts := range said {
		for _, text := range texts {
			stored, err := encodings[c].NewEncoder().String(text)
			if err != nil {
				t.Fatal(c, text, err)
			}
			for _, lines := range []int{1, 3, 500} {
				var b, want bytes.Buffer
				for i := range lines {
					stamp := fmt.Sprintf("2026-11-01 00:%02d:%02d.000 [main] INFO  a.B - ", i/60%60, i%60)
					fmt.Fprintf(&b, "%s%s %d\n", stamp, stored, i)
					fmt.Fprintf(&want, "%s%s %d\n", stamp, text, i)
				}
				for _, cut := range []int{0, 1, len(stored) / 2} { // the sample may end anywhere
					sample := b.Bytes()[:b.Len()-1-len(fmt.Sprint(lines-1))-1-cut*min(lines-1, 1)]
					got := DetectCharset(sample, "")
					read, _ := io.ReadAll(got.Text(bytes.NewReader(b.Bytes())))
					if string(read) != want.String() {
						line, _, _ := strings.Cut(string(read), "\n")
						t.Errorf("%s %q, %d lines, is taken for %s: %q", c, text, lines, got, line)
						break
					}
				}
			}
		}
	}
}
