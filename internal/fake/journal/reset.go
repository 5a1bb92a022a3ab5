package journal

// Reset empties the log. The next request has the number 1.
func (j *Log) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.numbers = nil, 0
}
