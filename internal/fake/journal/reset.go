package journal

// Reset empties the log. The next request has the number 1.
func (j *Log) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.forget()
	j.numbers = 0
}
