package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// logVariable turns this program into a wrapper for the Go toolchain (go build -toolexec). Its
// value is the log file.
const logVariable = "FACTORIALHR_COST_LOG"

// compile runs a tool. If the tool is the compiler, compile logs its CPU time and memory.
func compile(log string, args []string) int {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	tool := strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	if state := cmd.ProcessState; state != nil && tool == "compile" {
		cpu := (state.UserTime() + state.SystemTime()).Seconds()
		line := fmt.Sprintf("%s %.3f %d\n", os.Getenv("TOOLEXEC_IMPORTPATH"), cpu, peakMemory(state))
		if f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
			_, _ = f.WriteString(line)
			_ = f.Close()
		}
	}
	if err != nil {
		return 1
	}
	return 0
}
