package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
	"github.com/factorialhr-go/factorialhr/internal/codegen/typecheck"
)

// check refuses generated files that do not compile. Nothing has been written yet.
func check(ctx context.Context, root string, out *files.Set) error {
	module, err := moduleOf(ctx, root)
	if err != nil {
		return err
	}
	checker, err := typecheck.New(ctx, module, out.Files)
	if err == nil {
		err = checker.Check(out.Files)
	}
	if err != nil {
		return fmt.Errorf("the generated code would not compile, and no file has changed; name or correct what it shows in "+
			"api/overlay.yaml or api/patches.yaml, or mend the generator:\n%w", err)
	}
	return nil
}

// moduleOf returns the folder of the module that the generated code belongs to: root, or the module
// of this command for a root that holds only an API.
func moduleOf(ctx context.Context, root string) (string, error) {
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
		return root, nil
	}
	text, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	file := strings.TrimSpace(string(text))
	if err == nil && (file == "" || file == os.DevNull) {
		err = fmt.Errorf("%s is not the folder of a module", root)
	}
	return filepath.Dir(file), err
}
