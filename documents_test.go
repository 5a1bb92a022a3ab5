package factorialhr_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
)

// shelfFile is a file that a test writes a document to.
type shelfFile struct {
	bytes.Buffer
	closed bool
}

func (f *shelfFile) Close() error {
	f.closed = true
	return nil
}

// newArchive serves documents: 404 has no URL, and the URL of 500 leads nowhere.
func newArchive(t *testing.T) *factorialhr.Client {
	t.Helper()
	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("x-api-key") != "" {
			t.Error("the credential went to the files")
		}
		if strings.HasSuffix(r.URL.Path, "/500") {
			http.Error(w, "gone", http.StatusGone)
			return
		}
		fmt.Fprint(w, "content of ", strings.TrimPrefix(r.URL.Path, "/"))
	}))
	t.Cleanup(files.Close)
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if n := strings.Count(string(body), ",") + 1; n > 20 {
			t.Errorf("%d URLs were asked for at once: the last one would be old when its turn comes", n)
		}
		var answer []string
		for id := range strings.SplitSeq(strings.Trim(string(body), `{"ids:[]}`), `","`) {
			if id != "404" {
				answer = append(answer, fmt.Sprintf(`{"id":%q,"url":"%s/%s"}`, id, files.URL, id))
			}
		}
		fmt.Fprintf(w, "[%s]", strings.Join(answer, ","))
	}))
	t.Cleanup(api.Close)
	client, err := factorialhr.New(auth.APIKey("secret"), factorialhr.BaseURL(api.URL), factorialhr.WithoutPacing())
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestDocumentsAreDownloadedByTheirIDs(t *testing.T) {
	var many []factorialhr.ID
	for i := range 45 {
		many = append(many, factorialhr.ID(fmt.Sprint(1000+i)))
	}
	tests := map[string]struct {
		ids    []factorialhr.ID
		failed map[factorialhr.ID]error
	}{
		"none":                              {nil, nil},
		"one":                               {[]factorialhr.ID{"1"}, nil},
		"more than one request can ask for": {many, nil},
		"one that the API does not know":    {[]factorialhr.ID{"1", "404", "2"}, map[factorialhr.ID]error{"404": factorialhr.ErrNoDocument}},
		"one that is not there any more":    {[]factorialhr.ID{"500", "2"}, map[factorialhr.ID]error{"500": nil}},
		"two that fail, and one in between works": {[]factorialhr.ID{"404", "2", "500"}, map[factorialhr.ID]error{"404": factorialhr.ErrNoDocument, "500": nil}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := newArchive(t)
			got := map[factorialhr.ID]*shelfFile{}
			err := client.DownloadDocuments(t.Context(), test.ids, func(id factorialhr.ID) (io.WriteCloser, error) {
				got[id] = new(shelfFile)
				return got[id], nil
			})
			failed := documentErrors(err)
			for _, id := range test.ids {
				cause, shouldFail := test.failed[id]
				failure, didFail := failed[id]
				switch {
				case shouldFail != didFail:
					t.Errorf("document %s: failed is %v, want %v", id, didFail, shouldFail)
				case cause != nil && !errors.Is(failure, cause):
					t.Errorf("document %s: %v, want %v", id, failure, cause)
				case !shouldFail:
					if diff := cmp.Diff("content of "+string(id), got[id].String()); diff != "" || !got[id].closed {
						t.Errorf("document %s, closed %v: %s", id, got[id].closed, diff)
					}
				case failure != nil && strings.Contains(failure.Error(), string(id)+"/"):
					t.Errorf("the text has the URL: %v", failure)
				}
			}
		})
	}
}

func TestADocumentErrorIsPrintedWithoutItsID(t *testing.T) {
	err := &factorialhr.DocumentError{ID: "secret-id", Err: factorialhr.ErrNoDocument}
	asJSON, jsonErr := json.Marshal(err)
	for _, got := range []string{err.Error(), fmt.Sprintf("%+v %#v", err, err), string(asJSON)} {
		if jsonErr != nil || strings.Contains(got, "secret-id") || !strings.Contains(got, "no URL") {
			t.Errorf("got %s, %v", got, jsonErr)
		}
	}
}

func documentErrors(err error) map[factorialhr.ID]error {
	found := map[factorialhr.ID]error{}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			if d, ok := errors.AsType[*factorialhr.DocumentError](e); ok {
				found[d.ID] = d
			}
		}
	}
	return found
}

func TestDocumentsEndWhenTheyCannotBeKept(t *testing.T) {
	client := newArchive(t)
	full := errors.New("the disk is full")
	err := client.DownloadDocuments(t.Context(), []factorialhr.ID{"1"}, func(factorialhr.ID) (io.WriteCloser, error) {
		return nil, full
	})
	if !errors.Is(err, full) {
		t.Errorf("%v, want %v", err, full)
	}
}

func TestDownloadsOfDocumentsApplyTheirOptionsOnce(t *testing.T) {
	client := newArchive(t)
	var applied int
	var info factorialhr.ResponseInfo
	create := func(factorialhr.ID) (io.WriteCloser, error) { return new(shelfFile), nil }
	err := client.DownloadDocuments(t.Context(), []factorialhr.ID{"1", "2"}, create,
		factorialhr.CountApplied(&applied), factorialhr.ResponseInto(&info))
	if err != nil || applied != 1 || info.StatusCode != 200 || info.Attempts != 1 {
		t.Errorf("got %v, %+v, options applied %d times", err, info, applied)
	}
	err = client.DownloadDocuments(t.Context(), []factorialhr.ID{"1"}, create, factorialhr.MaxAttempts(0))
	if _, ok := errors.AsType[*factorialhr.Error](err); !ok || !errors.Is(err, factorialhr.ErrInvalidRequest) {
		t.Errorf("got %v", err)
	}
}
