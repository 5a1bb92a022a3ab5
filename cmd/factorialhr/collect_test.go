package main

import (
	"runtime/debug"
	"testing"
)

func TestTheCollectorLeavesRoomNextToTheLiveHeap(t *testing.T) {
	for _, test := range []struct {
		name string
		live uint64
		want int
	}{
		{"nothing", 0, 400},
		{"a small company", 8 << 20, 400},
		{"a full log", 50 << 20, 64},
		{"a large company", 600 << 20, 50},
	} {
		if got := percent(test.live); got != test.want {
			t.Errorf("%s: %d%%, want %d%%", test.name, got, test.want)
		}
	}
}

func TestTheCollectorIsLeftAsItWas(t *testing.T) {
	before := debug.SetGCPercent(123)
	defer debug.SetGCPercent(before)
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	c := tuneCollector()
	if got := debug.SetGCPercent(mostPercent); got != mostPercent {
		t.Errorf("%d%% while the command runs", got)
	}
	c.stop()
	c.stop()
	if got := debug.SetGCPercent(123); got != 123 {
		t.Errorf("%d%% after the command", got)
	}
	t.Setenv("GOGC", "77")
	tuneCollector().stop()
	if got := debug.SetGCPercent(123); got != 123 {
		t.Errorf("%d%% although the environment sets it", got)
	}
}
