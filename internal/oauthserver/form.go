package oauthserver

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxForm limits the size of a body.
const maxForm = 64 << 10

// post serves a POST: it reads the form, checks the client, and writes the value that act
// returns, or its refusal. act also returns the hint of a success. The server is locked while act
// runs.
func (s *Server) post(w http.ResponseWriter, r *http.Request, kind string, act func(url.Values) (any, string, *refusal)) string {
	form, refused := s.form(w, r)
	if refused == nil {
		refused = s.client(r, form)
	}
	if refused != nil {
		refused.kind = kind
		return s.refuse(w, refused)
	}
	s.mu.Lock()
	response, hint, refused := act(form)
	if refused != nil {
		s.noteRefusalLocked(refused)
	}
	s.mu.Unlock()
	if refused != nil {
		return writeRefusal(w, refused)
	}
	writeJSON(w, http.StatusOK, response)
	return hint
}

// form reads the parameters, which RFC 6749 demands as a form in the body (§4.1.3, appendix B),
// each at most once (§3.2).
func (s *Server) form(w http.ResponseWriter, r *http.Request) (url.Values, *refusal) {
	invalid := func(hint string) (url.Values, *refusal) {
		return nil, &refusal{code: "invalid_request", hint: hint}
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if media != "application/x-www-form-urlencoded" {
		return invalid(wrongMedia(media))
	}
	if err := r.ParseForm(); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return invalid("the body is larger than 64 KB")
		}
		return invalid("the body or the query cannot be read as a form: percent-encode the parameters")
	}
	if name := repeated(r.PostForm); name != "" {
		return invalid(name + " appears more than once in the body")
	}
	if len(r.PostForm) == 0 && r.URL.Query().Has("grant_type") {
		return invalid("the parameters are in the URL: send them as a form in the body")
	}
	return r.PostForm, nil
}

func wrongMedia(media string) string {
	const want = "send the parameters as application/x-www-form-urlencoded"
	switch media {
	case "":
		return "the Content-Type is missing: " + want
	case "application/json":
		return "the body is JSON: " + want
	case "multipart/form-data":
		return "the body is multipart/form-data: " + want + " (with curl, -d in place of -F)"
	}
	return "the Content-Type is another one: " + want
}

// parameters are the names that a hint may repeat. Other names come from the client.
var parameters = []string{
	"client_id", "client_secret", "code", "code_challenge", "code_challenge_method", "code_verifier", "grant_type",
	"redirect_uri", "refresh_token", "resource_owner_type", "response_type", "scope", "state", "token", "token_type_hint",
}

// repeated returns the name of a parameter that has several values, or "".
func repeated(form url.Values) string {
	for name, values := range form {
		if len(values) < 2 {
			continue
		}
		if slices.Contains(parameters, name) {
			return name
		}
		return "a parameter"
	}
	return ""
}

// client checks the client's credentials. They must be in the body, as Factorial documents.
func (s *Server) client(r *http.Request, form url.Values) *refusal {
	id, secret := form.Get("client_id"), form.Get("client_secret")
	if id == s.options.ClientID && secret == s.options.ClientSecret {
		return nil
	}
	refused := &refusal{code: "invalid_client"}
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch {
	case id == "" && strings.EqualFold(scheme, "Basic"):
		refused.hint = "client_id and client_secret are in an Authorization header: Factorial documents them as parameters of the form"
	case id == "":
		refused.hint = "client_id is missing in the form"
	case id != s.options.ClientID:
		refused.hint = s.unknownClient()
	case secret == "":
		refused.hint = "client_secret is missing in the form"
	default:
		refused.hint = "client_secret is not the one of the client " + s.options.ClientID
	}
	return refused
}

func (s *Server) unknownClient() string {
	return "client_id is unknown: this server has only the client " + s.options.ClientID
}
