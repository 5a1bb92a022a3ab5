package documents_test

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/documents"
)

// The documents of an employee are written to a folder on disk. Their names come from people, so
// the program keeps none of the path, and os.Root refuses whatever would leave the folder.
// DownloadDocuments requests the temporary URLs in groups of 100 and sends them no credential.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"documents/documents": [
		{"id": "1", "employee_id": "12", "filename": "contract.pdf", "space": "employee_my_documents"},
		{"id": "2", "employee_id": "12", "filename": "../../.profile", "space": "employee_my_documents"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, client := context.Background(), srv.Client()

	names := map[factorialhr.ID]string{}
	var ids []factorialhr.ID
	of := &documents.DocumentListParams{EmployeeIDs: []factorialhr.ID{"12"}}
	for d, err := range documents.New(client).Documents.All(ctx, of) {
		if err != nil {
			log.Fatal(err)
		}
		// The id makes the name unique and keeps it from beginning with a dot.
		names[d.ID] = d.ID.String() + "-" + path.Base(strings.ReplaceAll(d.Filename, `\`, "/"))
		ids = append(ids, d.ID)
	}

	dir, err := os.MkdirTemp("", "documents")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	folder, err := os.OpenRoot(dir)
	if err != nil {
		log.Fatal(err)
	}
	defer folder.Close()
	err = client.DownloadDocuments(ctx, ids, func(id factorialhr.ID) (io.WriteCloser, error) {
		return folder.OpenFile(names[id], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	})
	if err != nil {
		log.Fatal(err) // joins one error for each document that failed
	}

	files, err := fs.ReadDir(folder.FS(), ".")
	if err != nil {
		log.Fatal(err)
	}
	for _, file := range files {
		fmt.Println(file.Name())
	}
	// Output:
	// 1-contract.pdf
	// 2-.profile
}
