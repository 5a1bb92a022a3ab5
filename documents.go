package factorialhr

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
)

// documentBatch is how many temporary URLs one request asks for: few enough that the last one is
// still valid when its download begins.
const documentBatch = 20

// documentURLs is a POST that only reads, so the client repeats it like a GET.
var documentURLs = Operation{
	Name: "Client.DownloadDocuments", Method: http.MethodPost, Path: "documents/download_urls/bulk_create", Retry: RetrySafe,
}

// ErrNoDocument means that the API returned no URL for a document: it does not exist, or the
// credential is not allowed to see it.
var ErrNoDocument = errors.New("no URL for the document")

// A DocumentError reports a document that [Client.DownloadDocuments] could not download. Neither
// its text nor its JSON contains the id.
type DocumentError struct {
	// ID is the document.
	ID ID
	// Err is the cause: [ErrNoDocument], an [*Error], or the error of create or of closing its
	// writer.
	Err error
}

func (e *DocumentError) Error() string { return fmt.Sprintf("document: %v", e.Err) }

// GoString returns the text of Error, for %#v.
func (e *DocumentError) GoString() string {
	return fmt.Sprintf("&factorialhr.DocumentError{%q}", e.Error())
}

// MarshalJSON encodes the text of Error, for logs that encode errors as JSON.
func (e *DocumentError) MarshalJSON() ([]byte, error) { return json.Marshal(e.Error()) }

// Unwrap returns e.Err.
func (e *DocumentError) Unwrap() error { return e.Err }

// DownloadDocuments downloads documents by their ids, one after the other. It requests their
// temporary URLs (POST /documents/download_urls/bulk_create), writes each document to the writer
// that create returns for its id, and closes the writer. See [Client.Download] for how it
// downloads.
//
// If a document fails, DownloadDocuments continues with the next one. The error joins a
// [*DocumentError] for each document that failed. An error of the API or the end of the context
// ends the whole, and is joined to them. When a download fails, its writer has received a prefix of
// the document, possibly empty.
func (c *Client) DownloadDocuments(ctx context.Context, ids []ID, create func(id ID) (io.WriteCloser, error), opts ...RequestOption) error {
	if len(ids) == 0 {
		return nil
	}
	s, err := c.settingsFor(opts)
	if err != nil {
		return refuse(&documentURLs, err)
	}
	var failed []error
	for batch := range slices.Chunk(ids, documentBatch) {
		urls, err := c.documentURLs(ctx, batch, s)
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		for _, id := range batch {
			if err := c.downloadDocument(ctx, urls[id], id, create, s); err != nil {
				failed = append(failed, &DocumentError{ID: id, Err: err})
			}
			if ctx.Err() != nil {
				return errors.Join(failed...)
			}
		}
	}
	return errors.Join(failed...)
}

// documentURLs requests the URLs of some documents.
func (c *Client) documentURLs(ctx context.Context, ids []ID, s settings) (map[ID]string, error) {
	var list []struct {
		ID  ID     `json:"id"`
		URL string `json:"url"`
	}
	body := struct {
		IDs []ID `json:"ids"`
	}{ids}
	res := c.run(ctx, &call{op: &documentURLs, in: Input{Body: body}, settings: s, out: &list})
	if res.err != nil {
		return nil, res.err
	}
	urls := make(map[ID]string, len(list))
	for _, d := range list {
		urls[d.ID] = d.URL
	}
	return urls, nil
}

func (c *Client) downloadDocument(ctx context.Context, url string, id ID, create func(ID) (io.WriteCloser, error), s settings) error {
	if url == "" {
		return ErrNoDocument
	}
	w, err := create(id)
	if err != nil {
		return err
	}
	_, err = c.download(ctx, url, w, s)
	return errors.Join(err, w.Close())
}
