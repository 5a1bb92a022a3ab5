// Command plain lists employees with only net/http and encoding/json: the baseline for the size of
// a program.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
)

type employee struct {
	ID       string `json:"id"`
	FullName string `json:"full_name"`
}

func main() {
	request, err := http.NewRequest(http.MethodGet, os.Args[1]+"/api/2026-10-01/resources/employees/employees", nil)
	if err != nil {
		panic(err)
	}
	request.Header.Set("x-api-key", os.Args[2])
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	var page struct {
		Data []employee `json:"data"`
	}
	if err := json.NewDecoder(response.Body).Decode(&page); err != nil {
		panic(err)
	}
	for _, e := range page.Data {
		fmt.Println(e.ID, e.FullName)
	}
}
