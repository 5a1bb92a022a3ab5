package hook

// Reset forgets the webhooks that are not delivered yet, and the log. An attempt in progress ends
// without an entry in the log.
func (h *Sender) Reset() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(func(*delivery) bool { return true })
	h.log = nil
	h.resets++
	h.notify()
}

// isReset reports whether there was a reset since the given number of resets.
func (h *Sender) isReset(since int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.resets != since
}

// Follow calls f for each attempt when it has entered the log. f must not call the sender.
func (h *Sender) Follow(f func(Delivery)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.follow = f
}
