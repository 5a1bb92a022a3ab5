package oauthserver

// Reset forgets all codes and tokens, the counts and the log.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.numbers, s.counts, s.log = 0, Counts{}, nil
	s.newCodes, s.newTokens = 0, 0
	clear(s.codes)
	clear(s.byAccess)
	clear(s.byRefresh)
}

// ClientID returns the id of the client.
func (s *Server) ClientID() string { return s.options.ClientID }
