package hook

// Reset forgets the webhooks that are not delivered yet, and the log. An attempt in progress ends
// without an entry in the log.
func (h *Sender) Reset() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.queue, h.log = nil, nil
	h.notify()
}
