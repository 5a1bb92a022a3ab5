package files

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"path"
	"text/template"
)

//go:embed templates
var templates embed.FS

// render executes the template of each file with its data. The name of a template is the name of
// its file and .tmpl.
func (s *Set) render(files map[string]any) error {
	all, err := template.ParseFS(templates, "templates/*.tmpl")
	if err != nil {
		return err
	}
	for file, data := range files {
		var b bytes.Buffer
		if err := all.ExecuteTemplate(&b, path.Base(file)+".tmpl", data); err != nil {
			return err
		}
		s.Files[file] = b.Bytes()
		if path.Ext(file) == ".go" {
			if s.Files[file], err = format.Source(b.Bytes()); err != nil {
				return fmt.Errorf("%s: not Go: %w", file, err)
			}
		}
	}
	return nil
}
