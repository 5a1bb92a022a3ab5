package glossary

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// held returns a function that reports whether one of the specs in a folder has a place. It reads
// them at the first question.
func held(folder string) func(pattern string) bool {
	var addresses []string
	read := false
	return func(pattern string) bool {
		if !read {
			read = true
			addresses = addressesIn(folder)
		}
		if later(pattern) {
			return true
		}
		fits, _ := matcher(pattern)
		for _, address := range addresses {
			if fits(address) {
				return true
			}
		}
		return false
	}
}

// addressesIn lists the places of the specs in a folder. It leaves out a spec that the generator
// does not understand.
func addressesIn(folder string) []string {
	var all []string
	files, _ := filepath.Glob(filepath.Join(folder, "*.json"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		d, err := openapi.Parse(text, strings.TrimSuffix(filepath.Base(file), ".json"))
		if err != nil {
			continue
		}
		p := placesOf(d)
		for address := range p.values {
			all = append(all, address, address+"[]")
		}
		for address, op := range p.operations {
			all = append(all, address, op.Domain, op.Domain+"/"+op.Segment)
		}
	}
	return all
}
