package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// The room that the garbage collector leaves between two runs, next to the live heap.
const (
	room         = 32 << 20
	leastPercent = 50
	mostPercent  = 400
)

// collector adapts the garbage collector to the size of the heap, after each of its runs. The
// default lets the heap double. For a small company that means many runs a second under load, for a
// large one as much garbage as records.
type collector struct {
	before  int // the percentage to return to
	stopped atomic.Bool
}

// tuneCollector starts to adapt the collector, unless the environment sets it. Call stop.
func tuneCollector() *collector {
	c := new(collector)
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		c.stopped.Store(true)
		return c
	}
	c.before = debug.SetGCPercent(mostPercent)
	c.await()
	return c
}

func (c *collector) stop() {
	if !c.stopped.Swap(true) {
		debug.SetGCPercent(c.before)
	}
}

// await calls adapt when the collector has run: only then is the object gone.
func (c *collector) await() {
	runtime.SetFinalizer(new(byteOnHeap), func(*byteOnHeap) { c.adapt() })
}

// byteOnHeap has a pointer, so that it shares its memory with no other object.
type byteOnHeap struct{ _ *byte }

func (c *collector) adapt() {
	if c.stopped.Load() {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if live[0].Value.Kind() == metrics.KindUint64 {
		debug.SetGCPercent(percent(live[0].Value.Uint64()))
	}
	c.await()
}

// percent returns how much garbage there may be for each 100 bytes of the live heap.
func percent(live uint64) int {
	return int(min(max(100*room/max(live, 1), leastPercent), mostPercent))
}
