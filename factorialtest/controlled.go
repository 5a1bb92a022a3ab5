package factorialtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/fake/control"
	"github.com/factorialhr-go/factorialhr/internal/fake/guess"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// controlled is a server as the control surface sees it. It implements control.Fake.
type controlled struct{ *Server }

func (s controlled) Info() control.Info {
	i := control.Info{
		URL: s.URL, FilesURL: s.FilesURL, ControlURL: s.ControlURL,
		APIVersion: s.APIVersion(), APIVersions: factorialhr.APIVersions(),
		Now: s.Now(), ClockStopped: s.engine.Clock.Stopped(), Strict: s.strict,
		Resources: len(s.engine.API.Resources), CredentialsOnFiles: s.CredentialsOnFiles(),
		OAuth: control.OAuthApp{ClientID: s.engine.OAuth.ClientID(), RedirectURI: s.engine.OAuth.RedirectURI()},
	}
	for _, c := range s.credentials {
		if !c.Bearer {
			i.APIKey = c.Key
			break
		}
	}
	return i
}

func (s controlled) Resources() []control.Resource {
	var all []control.Resource
	for _, path := range s.Server.Resources() {
		r := control.Resource{Path: path, Singular: singular(s.engine.API.Resources[path].Shape.Name)}
		if n, ok := s.engine.Store.Len(path); ok {
			r.Records = &n
		}
		all = append(all, r)
	}
	return all
}

// singular returns the name of one record: contract_version for contracts.ContractVersion, it_asset
// for it.ITAsset.
func singular(shape string) string {
	_, name, _ := strings.Cut(shape, ".")
	upper := func(i int) bool { return i < len(name) && name[i] >= 'A' && name[i] <= 'Z' }
	var out strings.Builder
	for i := range len(name) {
		if i > 0 && upper(i) && (!upper(i-1) || i+1 < len(name) && !upper(i+1)) {
			out.WriteByte('_')
		}
		out.WriteByte(name[i])
	}
	return strings.ToLower(out.String())
}

// known returns an error if the API has no such resource.
func (s controlled) known(resource string) error {
	if s.engine.API.Resources[resource] != nil {
		return nil
	}
	return fmt.Errorf("%w: there is no resource %s%s", control.ErrNotFound, resource, guess.DidYouMean(resource, s.Server.Resources()))
}

// has returns an error if there is no such record.
func (s controlled) has(resource, id string) error {
	_, err := s.Find(resource, id)
	return err
}

func (s controlled) Records(resource string) ([]json.RawMessage, error) {
	if err := s.known(resource); err != nil {
		return nil, err
	}
	return s.Server.Records(resource), nil
}

func (s controlled) Insert(resource string, record json.RawMessage) (string, error) {
	if err := s.known(resource); err != nil {
		return "", err
	}
	return s.Server.Insert(resource, record)
}

func (s controlled) Find(resource, id string) (json.RawMessage, error) {
	if err := s.known(resource); err != nil {
		return nil, err
	}
	var record json.RawMessage
	found, err := s.Server.Find(resource, id, &record)
	if err == nil && !found {
		return nil, fmt.Errorf("%w: %s has no record %s", control.ErrNotFound, resource, id)
	}
	return record, err
}

func (s controlled) Change(resource, id string, record json.RawMessage) error {
	if err := s.has(resource, id); err != nil {
		return err
	}
	if sent := value.Members(record)["id"]; sent != nil && value.Plain(sent) != id {
		return errors.New("the id of a record does not change")
	}
	return s.Server.Change(resource, id, record)
}

func (s controlled) Remove(resource, id string) error {
	if err := s.has(resource, id); err != nil {
		return err
	}
	_, err := s.Server.Remove(resource, id)
	return err
}

func (s controlled) Files(resource, id string) ([]control.File, error) {
	if err := s.known(resource); err != nil {
		return nil, err
	}
	var all []control.File
	for _, f := range s.Server.Files(resource, id) {
		all = append(all, control.File(f))
	}
	return all, nil
}
