package serve

import "path"

// Matches reports whether a pattern, in the syntax of path.Match, matches the name of an operation.
func (s *Server) Matches(pattern string) bool {
	matches := func(name string) bool {
		ok, _ := path.Match(pattern, name)
		return ok
	}
	for _, name := range oauthOperations {
		if matches(name) {
			return true
		}
	}
	for _, resource := range s.API.Order {
		for _, op := range resource.Operations {
			if matches(op.Name) {
				return true
			}
		}
	}
	return false
}
