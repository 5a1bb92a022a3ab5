package factorialtest

import (
	"encoding/json"
	"mime"
	"path"
	"strings"
)

func documentBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"documents.Documents.Create":        createDocument,
		"documents.DownloadURLs.BulkCreate": createDownloadURLs,
	}
}

// createDocument fills the file properties of the record from the uploaded file.
func createDocument(c *call) (*reply, error) {
	f := c.rest()
	if len(c.uploads) > 0 {
		file := c.uploads[0]
		name := file.Name
		if other := plain(c.body["file_filename"]); other != "" {
			name = other
		}
		kind, _, _ := mime.ParseMediaType(file.ContentType)
		f["filename"], f["content_type"], f["file_size"] = text(name), textOrNull(kind), number(len(file.Content))
		f["extension"] = textOrNull(strings.TrimPrefix(path.Ext(name), "."))
	}
	f["signees"] = c.body["signee_ids"]
	space := plain(c.body["space"])
	f["is_company_document"] = boolean(strings.HasPrefix(space, "company"))
	return c.object(c.insert(c.table(), f)), nil
}

// createDownloadURLs returns a temporary URL for each document. It changes no record.
func createDownloadURLs(c *call) (*reply, error) {
	documents := c.on("documents/documents")
	records := []*record{}
	for _, id := range elements(c.body["ids"]) {
		if documents.find(plain(id)) == nil {
			return nil, notFound()
		}
		url := c.server.FilesURL + c.server.files.link(plain(id), c.now)
		records = append(records, c.op.shape.encode(plain(id), fields{"id": json.RawMessage(text(plain(id))), "url": text(url)}))
	}
	return c.array(records), nil
}
