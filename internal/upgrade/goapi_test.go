package upgrade_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/upgrade"
)

func TestGoAPI(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"nothing", "", "\n## The Go API\n\nNothing changed.\n"},
		{"additions only", "Compatible changes:\n- ./gen/ats.File: added\n- ./gen/ats.Client.Files: added\n- Version: added\n",
			"\n## The Go API\n\nNo change breaks the build of a program. Additions: factorialhr (1), gen/ats (2).\n"},
		{"the same change is one line", `Incompatible changes:
- DefaultAPIVersion: value changed from "2026-07-01" to "2026-10-01"
- ./gen/ats.Message.Attachments: changed from []encoding/json.RawMessage to []File
- ./gen/ats.Application.Files: changed from []encoding/json.RawMessage to []File
- ./gen/ats.Old: removed
- package github.com/factorialhr-go/factorialhr/gen/gone: removed
Compatible changes:
- package github.com/factorialhr-go/factorialhr/gen/processes: added
`, "\n## The Go API\n\n4 incompatible changes in 2 packages.\n" + `
- package github.com/factorialhr-go/factorialhr/gen/gone: removed
- package github.com/factorialhr-go/factorialhr/gen/processes: added

### factorialhr

- ` + "`DefaultAPIVersion`" + `: value changed from "2026-07-01" to "2026-10-01"

### gen/ats

- ` + "`Message.Attachments`, `Application.Files`: was `[]json.RawMessage`, is `[]File`" + `
- ` + "`Old`" + `: removed
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, upgrade.GoAPI(test.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
