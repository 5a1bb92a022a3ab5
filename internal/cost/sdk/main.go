// Command sdk lists employees with this module: the size of a program that uses one domain.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/gen/employees"
)

func main() {
	client, err := factorialhr.New(auth.APIKey(os.Args[2]), factorialhr.BaseURL(os.Args[1]))
	if err != nil {
		panic(err)
	}
	for e, err := range employees.New(client).Employees.All(context.Background(), nil) {
		if err != nil {
			panic(err)
		}
		fmt.Println(e.ID, e.FullName)
	}
}
