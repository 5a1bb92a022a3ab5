package factorialtest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// A program in any language controls the fake over HTTP. This one makes the next request fail.
func ExampleControl() {
	srv, err := factorialtest.Start(factorialtest.Control())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	client := srv.HTTPClient()
	resp, err := client.Post(srv.ControlURL+"/faults", "", strings.NewReader(`{"kind": "rate-limit", "times": 1}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	resp.Body.Close()

	for range 2 {
		r, err := http.NewRequest(http.MethodGet, srv.URL+"/api/"+srv.APIVersion()+"/resources/teams/teams", nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
		resp, err := client.Do(r)
		if err != nil {
			fmt.Println(err)
			return
		}
		resp.Body.Close()
		fmt.Println(resp.Status)
	}

	resp, err = client.Get(srv.ControlURL + "/faults")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, counts, _ := strings.Cut(string(text), `"retry_after":"",`)
	fmt.Print(counts)
	// Output:
	// 429 Too Many Requests
	// 200 OK
	// "matched":2,"struck":1}]
}
