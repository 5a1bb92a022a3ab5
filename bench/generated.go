package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/factorialhr-go/factorialhr/bench/stock"
)

// generated returns a contender with the client that oapi-codegen generates with its own templates,
// in a loop that its user writes.
func generated(name string) contender {
	return contender{name: name, start: func(_ context.Context, url string) (reader, error) {
		hc := &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
		key := func(_ context.Context, req *http.Request) error {
			req.Header.Set("X-Api-Key", "key")
			return nil
		}
		client, err := stock.NewClientWithResponses(url, stock.WithHTTPClient(hc), stock.WithRequestEditorFn(key))
		if err != nil {
			return nil, err
		}
		return &timed{
			work: func(ctx context.Context, r *result) error { return readGenerated(ctx, client, r) },
			end:  func() error { hc.CloseIdleConnections(); return nil },
		}, nil
	}}
}

func readGenerated(ctx context.Context, client *stock.ClientWithResponses, r *result) error {
	params := &stock.EmployeesEmployeesListParams{Limit: new(pageSize)}
	for {
		resp, err := client.EmployeesEmployeesListWithResponse(ctx, params)
		if err != nil {
			return err
		}
		if resp.JSON200 == nil {
			return fmt.Errorf("status %d", resp.StatusCode())
		}
		for i := range resp.JSON200.Data {
			r.see(*resp.JSON200.Data[i].Id)
		}
		if next := resp.JSON200.Meta.HasNextPage; next == nil || !*next {
			return nil
		}
		params.AfterId = resp.JSON200.Meta.EndCursor
	}
}
