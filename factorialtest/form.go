package factorialtest

import "net/http"

// readForm reads a multipart body into the members that a JSON body would have.
func (c *call) readForm(r *http.Request) error {
	if err := r.ParseMultipartForm(maxBody); err != nil {
		return badRequest("The form cannot be read")
	}
	c.body = make(fields)
	for name, values := range r.MultipartForm.Value {
		c.body[name] = text(values[0])
	}
	return nil
}
