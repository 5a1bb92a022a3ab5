//go:build !linux

package auth_test

// fillDisk needs a disk of its own, which only Linux gives to a process.
func breakDisk(string, string) int { return 2 }

func fillDisk(string) int { return 2 }
