package factorialhr_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
)

// This example uploads a file with an untyped call. The upload methods of the generated packages
// have typed parameters, whose files are a File, too.
func ExampleForm() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		file := r.MultipartForm.File["file"][0]
		fmt.Printf("%s for task %s: %d bytes of %s\n", file.Filename, r.FormValue("task_id"), file.Size, file.Header.Get("Content-Type"))
		fmt.Fprint(w, `{"id":"8"}`)
	}))
	defer server.Close()
	client, err := factorialhr.New(auth.APIKey("key"), factorialhr.BaseURL(server.URL))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()

	form := factorialhr.FormFunc(func(f *factorialhr.Form) {
		f.ID("task_id", "7")
		f.File("file", factorialhr.FileFromBytes("receipt.pdf", []byte("%PDF-1.7")))
	})
	var created struct{ ID factorialhr.ID }
	err = client.Post(context.Background(), "tasks/task_files", form, &created)
	fmt.Println(created.ID, err)
	// Output:
	// receipt.pdf for task 7: 8 bytes of application/pdf
	// 8 <nil>
}

func ExampleClient_Download() {
	storage := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("x-api-key") != "" {
			w.WriteHeader(http.StatusBadRequest) // the client sends the credential only to the API
			return
		}
		fmt.Fprint(w, "content")
	}))
	defer storage.Close()
	// A client of the real API downloads only over HTTPS.
	client, err := factorialhr.New(auth.APIKey("key"), factorialhr.BaseURL(storage.URL))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()

	temporaryURL := storage.URL + "/file?signature=1"
	n, err := client.Download(context.Background(), temporaryURL, os.Stdout)
	fmt.Println()
	fmt.Println(n, err)
	// Output:
	// content
	// 7 <nil>
}
