package factorialtest

import "github.com/factorialhr-go/factorialhr/internal/fake/fault"

// FaultState is a fault in force.
type FaultState struct {
	ID int // from 1, in the order of the injections
	Fault
	// Matched is the number of requests that match Operation and Method, without those that an
	// earlier fault hit. Struck is the number of requests that this fault hit.
	Matched, Struck int
}

// Faults returns the faults in force, in the order of their injection.
func (s *Server) Faults() []FaultState {
	var all []FaultState
	for _, f := range s.engine.Faults.List() {
		all = append(all, FaultState{f.ID, outerFaults([]fault.Fault{f.Fault})[0], f.Matched, f.Struck})
	}
	return all
}

// RemoveFault removes one fault. It returns false if there is none with this id.
func (s *Server) RemoveFault(id int) bool { return s.engine.Faults.Remove(id) }
