package glossary

import "github.com/factorialhr-go/factorialhr/internal/codegen/openapi"

// among returns a function that reports whether one of the documents has a place.
func among(docs []*openapi.Document) func(pattern string) bool {
	var addresses []string
	for _, d := range docs {
		p := placesOf(d)
		for address := range p.values {
			addresses = append(addresses, address, address+"[]")
		}
		for address, op := range p.operations {
			addresses = append(addresses, address, op.Domain, op.Domain+"/"+op.Segment)
		}
	}
	return func(pattern string) bool {
		fits, _ := matcher(pattern)
		for _, address := range addresses {
			if fits(address) {
				return true
			}
		}
		return false
	}
}
