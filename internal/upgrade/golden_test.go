package upgrade_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/upgrade"
)

var update = flag.Bool("update", false, "write the golden files")

// The reports are golden files for people to read: read their difference after a change.
func TestReportsOfPublishedVersions(t *testing.T) {
	for _, v := range [][2]string{
		{"2026-04-01", "2026-07-01"},
		{"2026-07-01", "2026-10-01"},
		{"2026-10-01", "2027-01-01"},
	} {
		t.Run(v[0]+" to "+v[1], func(t *testing.T) {
			whole := func() string {
				r := upgrade.Compare(published(t, v[0]), published(t, v[1]))
				return r.Markdown() + r.Changelog()
			}
			got := whole()
			for range 3 {
				if again := whole(); again != got {
					t.Fatal("two reports of the same specs differ")
				}
			}
			golden := filepath.Join("testdata", v[0]+"-to-"+v[1]+".md")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("run with -update and read the difference:\n%s", diff)
			}
		})
	}
}

// published reads a spec that the module holds.
func published(t *testing.T, version string) *upgrade.Document {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "api", "upstream", version+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		text = unzipped(t, version)
	} else if err != nil {
		t.Fatal(err)
	}
	d, err := upgrade.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func unzipped(t *testing.T, version string) []byte {
	t.Helper()
	for _, dir := range []string{"testdata", filepath.Join("..", "codegen", "files", "testdata")} {
		file, err := os.ReadFile(filepath.Join(dir, version+".json.gz"))
		if err != nil {
			continue
		}
		z, err := gzip.NewReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	t.Fatalf("the module holds no spec of %s", version)
	return nil
}
