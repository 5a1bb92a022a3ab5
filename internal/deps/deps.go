package deps
import (
 _ "github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
 _ "github.com/getkin/kin-openapi/openapi3"
 _ "github.com/pb33f/libopenapi"
 _ "go.yaml.in/yaml/v3"
 _ "golang.org/x/oauth2"
 _ "golang.org/x/time/rate"
 _ "github.com/gofrs/flock"
 _ "github.com/google/go-cmp/cmp"
)
