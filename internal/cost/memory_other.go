//go:build !linux

package main

import "os"

// peakMemory returns 0: memory is measured only on Linux.
func peakMemory(*os.ProcessState) int64 { return 0 }
