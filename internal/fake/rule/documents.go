package rule

import (
	"encoding/json"
	"mime"
	"path"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func documentBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"documents.Documents.Create":        createDocument,
		"documents.DownloadURLs.BulkCreate": createDownloadURLs,
	}
}

// createDocument fills the file properties of the record from the uploaded file.
func createDocument(c *Call) (*reply.Reply, error) {
	f := c.rest()
	if len(c.Uploads) > 0 {
		file := c.Uploads[0]
		name := file.Name
		if other := value.Plain(c.Body["file_filename"]); other != "" {
			name = other
		}
		kind, _, _ := mime.ParseMediaType(file.ContentType)
		f["filename"], f["content_type"], f["file_size"] = value.Text(name), value.TextOrNull(kind), value.Number(len(file.Content))
		f["extension"] = value.TextOrNull(strings.TrimPrefix(path.Ext(name), "."))
	}
	f["signees"] = c.Body["signee_ids"]
	space := value.Plain(c.Body["space"])
	f["is_company_document"] = value.Bool(strings.HasPrefix(space, "company"))
	return c.object(c.insert(c.table(), f)), nil
}

// createDownloadURLs returns a temporary URL for each document. It changes no record.
func createDownloadURLs(c *Call) (*reply.Reply, error) {
	documents := c.on("documents/documents")
	records := []*record.Record{}
	for _, id := range value.Elements(c.Body["ids"]) {
		if documents.Find(value.Plain(id)) == nil {
			return nil, reply.NotFound()
		}
		url := c.Files.Link(value.Plain(id), c.Now)
		records = append(records, record.Encode(c.Op.Shape, value.Plain(id), value.Fields{"id": json.RawMessage(value.Text(value.Plain(id))), "url": value.Text(url)}))
	}
	return c.array(records), nil
}
