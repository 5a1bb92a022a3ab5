package files

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"path"
	"strings"
	"text/template"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

//go:embed templates
var templates embed.FS

// render executes the template of each file with its data. The name of a template is the name of
// its file and .tmpl.
func (s *Set) render(files map[string]any) error {
	all, err := template.New("").Funcs(template.FuncMap{"anchor": strings.ToLower, "first": openapi.FirstSentence}).ParseFS(templates, "templates/*.tmpl")
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
