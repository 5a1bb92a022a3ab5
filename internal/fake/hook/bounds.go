package hook

import "slices"

// The bounds of what the sender holds. Package factorialtest documents them.
const (
	maxLog         = 1 << 16  // attempts
	maxQueue       = 1 << 14  // webhooks that wait
	maxQueuedBytes = 32 << 20 // of their bodies
)

// accept queues a webhook. If the queue is full, the webhook is lost, and the log has it as the
// attempt 0. The caller holds the lock.
func (h *Sender) accept(d *delivery) {
	if len(h.queue) < maxQueue && h.queued < maxQueuedBytes {
		h.queue = append(h.queue, d)
		h.queued += len(d.body)
		return
	}
	if h.logf != nil {
		h.logf("factorialtest: the webhook %s to %s is lost: too many others wait for their receivers", d.event, d.url)
	}
	h.record(Delivery{
		Event: d.event, Subscription: d.subscription, URL: d.url, Time: d.due,
		Hint: "the webhook is lost: too many others wait for their receivers",
	})
}

// drop removes webhooks from the queue. The caller holds the lock.
func (h *Sender) drop(gone func(*delivery) bool) {
	h.queue = slices.DeleteFunc(h.queue, func(d *delivery) bool {
		if !gone(d) {
			return false
		}
		h.queued -= len(d.body)
		return true
	})
}

// record adds an attempt to the log, tells the follower, and forgets the oldest attempts of a full
// log. The caller holds the lock.
func (h *Sender) record(entry Delivery) {
	if len(h.log) == 2*maxLog {
		h.log = append(h.log[:0], h.log[maxLog:]...)
	}
	h.log = append(h.log, entry)
	if h.follow != nil {
		h.follow(entry)
	}
}
