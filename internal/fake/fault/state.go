package fault

import "slices"

// State is a fault in force, with the number of requests that matched it and that it hit.
type State struct {
	ID int // from 1, in the order of the injections
	Fault
	Matched, Struck int
}

// List returns the faults in force.
func (f *Plan) List() []State {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]State, len(f.all))
	for i, p := range f.all {
		all[i] = State{p.id, p.Fault, p.matched, p.fired}
	}
	return all
}

// Remove removes one fault. It returns false if there is none with this id.
func (f *Plan) Remove(id int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	before := len(f.all)
	f.all = slices.DeleteFunc(f.all, func(p *plannedFault) bool { return p.id == id })
	return len(f.all) < before
}

// Keep remembers the faults in force, for Reset.
func (f *Plan) Keep() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kept = nil
	for _, p := range f.all {
		f.kept = append(f.kept, p.Fault)
	}
}

// Reset returns to the faults of the last Keep. Their counts are 0.
func (f *Plan) Reset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all, f.numbers = nil, 0
	f.plan(f.kept)
}
