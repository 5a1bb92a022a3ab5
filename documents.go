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

// documentBatch is how many temporary URLs are asked for at once: few enough that the last one is still good when its
// turn comes.
const documentBatch = 20

// documentURLs only reads, although it is a POST, so it is repeated like a GET.
var documentURLs = Operation{
	Name: "Client.DownloadDocuments", Method: http.MethodPost, Path: "documents/download_urls/bulk_create", Retry: RetrySafe,
}

// ErrNoDocument means that the API gave no URL for a document: there is none of this id, or the credential may not see
// it.
var ErrNoDocument = errors.New("no URL for the document")

// A DocumentError is a document that [Client.DownloadDocuments] could not download. Neither its text nor its JSON has the id.
type DocumentError struct {
	// ID is the document.
	ID ID
	// Err is the cause: [ErrNoDocument], an [*Error], or what create or closing reported.
	Err error
}

func (e *DocumentError) Error() string { return fmt.Sprintf("document: %v", e.Err) }

// GoString is Error, for %#v.
func (e *DocumentError) GoString() string {
	return fmt.Sprintf("&factorialhr.DocumentError{%q}", e.Error())
}

// MarshalJSON writes what Error returns, for logs that encode what they are handed.
func (e *DocumentError) MarshalJSON() ([]byte, error) { return json.Marshal(e.Error()) }

// Unwrap returns e.Err.
func (e *DocumentError) Unwrap() error { return e.Err }

// DownloadDocuments downloads documents by their ids, one after the other: it asks the API for their temporary URLs
// (POST /documents/download_urls/bulk_create) and writes what is behind each to what create returns for its id, which it
// closes. See [Client.Download] for how.
//
// A document that fails does not keep the others from being downloaded. The error joins a [*DocumentError] for each that
// failed; a failure of the API, or the end of the context, ends the whole and is joined to them. When a download fails,
// its writer has got the beginning of the document, or nothing.
func (c *Client) DownloadDocuments(ctx context.Context, ids []ID, create func(id ID) (io.WriteCloser, error), opts ...RequestOption) error {
	var failed []error
	for batch := range slices.Chunk(ids, documentBatch) {
		urls, err := c.documentURLs(ctx, batch, opts)
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		for _, id := range batch {
			if err := c.downloadDocument(ctx, urls[id], id, create, opts); err != nil {
				failed = append(failed, &DocumentError{ID: id, Err: err})
			}
			if ctx.Err() != nil {
				return errors.Join(failed...)
			}
		}
	}
	return errors.Join(failed...)
}

// documentURLs asks for the URLs of some documents.
func (c *Client) documentURLs(ctx context.Context, ids []ID, opts []RequestOption) (map[ID]string, error) {
	type documentURL struct {
		ID  ID     `json:"id"`
		URL string `json:"url"`
	}
	body := struct {
		IDs []ID `json:"ids"`
	}{ids}
	list, err := CallSlice[documentURL](ctx, c, &documentURLs, Input{Body: body}, opts...)
	if err != nil {
		return nil, err
	}
	urls := make(map[ID]string, len(list))
	for _, d := range list {
		urls[d.ID] = d.URL
	}
	return urls, nil
}

func (c *Client) downloadDocument(ctx context.Context, url string, id ID, create func(ID) (io.WriteCloser, error), opts []RequestOption) error {
	if url == "" {
		return ErrNoDocument
	}
	w, err := create(id)
	if err != nil {
		return err
	}
	_, err = c.Download(ctx, url, w, opts...)
	return errors.Join(err, w.Close())
}
