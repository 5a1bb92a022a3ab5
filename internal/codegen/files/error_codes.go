package files

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// errorCodesFile holds the constants of the error codes. A spec that documents no errors has none.
const errorCodesFile = "error_codes.go"

// errorCode is a constant of error_codes.go.
type errorCode struct{ Name, Code string }

func addErrorCodes(pages map[string]any, d *openapi.Document) {
	var codes []errorCode
	for _, code := range d.ErrorCodes {
		codes = append(codes, errorCode{name.Constant("Code", code), code})
	}
	if len(codes) > 0 {
		pages[errorCodesFile] = codes
	}
}

// removeErrorCodes removes the constants that an earlier run left, and returns the number of
// removed files.
func (s *Set) removeErrorCodes(root string) (int, error) {
	if _, ok := s.Files[errorCodesFile]; ok {
		return 0, nil
	}
	file := filepath.Join(root, errorCodesFile)
	text, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil || !bytes.HasPrefix(text, []byte("// Code generated ")):
		return 0, err
	}
	return 1, os.Remove(file)
}
