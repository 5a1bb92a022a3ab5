package journal

// Reset empties the log. The next request has the number 1.
func (j *Log) Reset() {
	j.Forget()
	j.mu.Lock()
	defer j.mu.Unlock()
	j.numbers = 0
}
