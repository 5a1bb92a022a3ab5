package files

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

const (
	factsBegin = "<!-- generated -->"
	factsEnd   = "<!-- end -->"
)

// facts returns the figures for the README.
func (s *Set) facts() string {
	versions := s.Version
	if n := len(s.Versions); n > 1 {
		versions = fmt.Sprintf("%s, and all from %s to %s", s.Version, s.Versions[0], s.Versions[n-1])
	}
	return fmt.Sprintf("%s: %d operations, %d webhooks", versions, s.Summary.Operations, s.Summary.Events)
}

// AddREADME puts the figures of the spec between their marks in the README below root. It does
// nothing without a README.
func (s *Set) AddREADME(root string) error {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	before, rest, ok := bytes.Cut(text, []byte(factsBegin))
	_, after, ok2 := bytes.Cut(rest, []byte(factsEnd))
	if !ok || !ok2 {
		return errors.New("README.md: the marks of the figures are missing")
	}
	s.Files["README.md"] = slices.Concat(before, []byte(factsBegin+s.facts()+factsEnd), after)
	return nil
}
