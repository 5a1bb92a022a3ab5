package files

// Reset forgets the uploads, the download links and the count of credentials.
func (f *Store) Reset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.uploads, f.links = make(map[string][]File), make(map[string]download)
	f.linked, f.refused = 0, 0
}
