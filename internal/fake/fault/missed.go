package fault

import "fmt"

// Missed describes the faults that never struck, those that were cleared before included. It leaves
// out faults that may miss, and faults with a rate that had a chance to strike.
func (f *Plan) Missed() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append(f.missed[:len(f.missed):len(f.missed)], missed(f.all)...)
}

func missed(all []*plannedFault) []string {
	var texts []string
	for _, p := range all {
		if p.MayMiss || p.fired > 0 || p.Rate > 0 && p.matched > p.Skip {
			continue
		}
		text := "the fault " + string(p.Kind)
		if p.Operation != "" {
			text += " for " + p.Operation
		}
		texts = append(texts, text+" never struck: "+p.reason()+"; set MayMiss if that is all right")
	}
	return texts
}

func (p *plannedFault) reason() string {
	switch {
	case p.matched > 0:
		return fmt.Sprintf("%s matched it, and Skip is %d", requests(p.matched), p.Skip)
	case p.shadowed > 0:
		return fmt.Sprintf("%s matched it, and another fault struck first", requests(p.shadowed))
	}
	return "no request matched it"
}

func requests(n int) string {
	if n == 1 {
		return "one request"
	}
	return fmt.Sprintf("%d requests", n)
}
