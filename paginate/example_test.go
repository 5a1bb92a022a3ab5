package paginate_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/factorialhr-go/factorialhr/paginate"
)

type city struct{ ID, Name string }

// cities is a list of five records, two on a page. A real fetch asks a server.
func cities(_ context.Context, r paginate.Request) (*paginate.Page[city], error) {
	all := []city{{"1", "Barcelona"}, {"2", "Girona"}, {"3", "Lleida"}, {"4", "Reus"}, {"5", "Sitges"}}
	from := 0
	for from < len(all) && r.AfterID != "" && all[from].ID <= r.AfterID {
		from++
	}
	to := min(from+2, len(all))
	return &paginate.Page[city]{
		Data: all[from:to],
		Meta: paginate.Meta{Limit: 2, Total: 5, HasNextPage: to < 5, EndCursor: all[to-1].ID},
	}, nil
}

func ExampleAll() {
	for c, err := range paginate.All(context.Background(), cities) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(c.Name)
	}
	// Output:
	// Barcelona
	// Girona
	// Lleida
	// Reus
	// Sitges
}

func ExampleGetAll() {
	all, err := paginate.GetAll(context.Background(), cities)
	fmt.Println(len(all), err)
	// Output: 5 <nil>
}

func ExampleCollect() {
	first, err := paginate.Collect(paginate.All(context.Background(), cities), 3)
	fmt.Println(first, err)
	// Output: [{1 Barcelona} {2 Girona} {3 Lleida}] <nil>
}

// A program that was interrupted continues after the last page that it finished.
func ExampleStart() {
	var dealtWith string
	for page, err := range paginate.Pages(context.Background(), cities) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(page.Data)
		dealtWith = page.Meta.EndCursor
		break
	}
	fmt.Println("later:")
	for c := range paginate.All(context.Background(), cities, paginate.Start(paginate.Request{AfterID: dealtWith})) {
		fmt.Println(c.Name)
	}
	// Output:
	// [{1 Barcelona} {2 Girona}]
	// later:
	// Lleida
	// Reus
	// Sitges
}

func ExamplePrefetch() {
	// While the loop is busy with one page, the next one is on its way.
	for c := range paginate.All(context.Background(), cities, paginate.Prefetch(1)) {
		fmt.Print(c.Name, " ")
	}
	// Output: Barcelona Girona Lleida Reus Sitges
}

func ExampleParallel() {
	key := paginate.Key(func(c *city) string { return c.ID })
	all, err := paginate.GetAll(context.Background(), cities, paginate.Parallel(8), key)
	fmt.Println(len(all), err)
	// Output: 5 <nil>
}

func ExampleProgress() {
	progress := paginate.Progress(func(p paginate.Position) { fmt.Printf("%d of %d\n", p.Records, p.Total) })
	_, err := paginate.GetAll(context.Background(), cities, progress)
	fmt.Println(err)
	// Output:
	// 2 of 5
	// 4 of 5
	// 5 of 5
	// <nil>
}

// A server that ignores the cursor sends its first page forever. The loop ends with an error.
func ExampleError() {
	fetch := func(ctx context.Context, _ paginate.Request) (*paginate.Page[city], error) {
		return cities(ctx, paginate.Request{})
	}
	_, err := paginate.GetAll(context.Background(), fetch)
	fmt.Println(err)
	fmt.Println(errors.Is(err, paginate.ErrRepeatedPage))
	// Output:
	// paginate: page 2: the server sent an earlier page again
	// true
}
