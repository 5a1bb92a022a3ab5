package factorialtest

// EventNames returns the names of all webhook events, such as timeoff/leave/create, in the order of
// the spec.
func (s *Server) EventNames() []string {
	names := make([]string, len(s.engine.API.Events))
	for i, e := range s.engine.API.Events {
		names[i] = e.Name
	}
	return names
}

// Emit delivers a webhook to every subscription to event, as if the event had happened. v is a
// record or a list of records, which Emit encodes as JSON. If v is nil, Emit delivers a record of
// the company or a made-up one. If nothing enabled subscribes to event, Emit delivers nothing and
// logs so in the test.
func (s *Server) Emit(event string, v any) error {
	n, err := s.engine.Hooks.Emit(event, v)
	if err == nil && n == 0 && s.tb != nil {
		s.tb.Helper()
		s.tb.Logf("factorialtest: Emit of %s reaches no webhook: no enabled subscription of a version that has the event", event)
	}
	return named(err)
}
