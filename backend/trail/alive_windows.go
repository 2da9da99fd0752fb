package trail

import (
	"fmt"
	"time"

	"golang.org/x/sys/windows"
)

// alive reports whether a process with this number exists and has not ended.
func alive(pid int) bool {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION|windows.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return err == windows.ERROR_ACCESS_DENIED
	}
	defer windows.CloseHandle(h)
	state, err := windows.WaitForSingleObject(h, 0)
	return err == nil && state == uint32(windows.WAIT_TIMEOUT)
}

// bootID tells one start of the machine from the next, by the minute it started.
func bootID() string {
	return fmt.Sprintf("boot-%d", time.Now().Add(-windows.DurationSinceBoot()).Round(time.Minute).Unix())
}
