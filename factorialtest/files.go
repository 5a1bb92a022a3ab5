package factorialtest

// File is an uploaded file.
type File struct {
	Field       string // the form field: file
	Name        string // as sent by the client
	ContentType string
	Content     []byte
}

// Files returns the files that were uploaded with a record. resource is a path such as
// documents/documents. The server keeps the files in memory, without a limit, until a request or
// [Server.Remove] deletes their record.
func (s *Server) Files(resource, id string) []File {
	var all []File
	for _, f := range s.engine.Files.Of(resource, id) {
		all = append(all, File(f))
	}
	return all
}

// CredentialsOnFiles returns the number of requests to the second origin that carried a credential.
// It should stay 0: download URLs belong to another host, which must not learn the key.
func (s *Server) CredentialsOnFiles() int { return s.engine.Files.CredentialsSeen() }
