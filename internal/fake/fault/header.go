package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Header is the header of a request to the API with a fault for this request only.
const Header = "X-Fake-Fault"

// ParseHeader parses the values of [Header], in the syntax of Parse without share and pattern. They
// contain one fault, or a delay, or both. isList reports whether the request is for a list.
func ParseHeader(values []string, isList bool) (delay time.Duration, fault *Fault, err error) {
	defer func() {
		if err != nil {
			delay, fault, err = 0, nil, fmt.Errorf("%s: %w", Header, err)
		}
	}()
	text := strings.Join(values, ",")
	list, err := Parse(text)
	switch {
	case err != nil:
		return 0, nil, err
	case strings.Contains(text, "@"):
		return 0, nil, errors.New("it applies to this request, so it takes no pattern")
	}
	for _, f := range list {
		switch {
		case f.Rate > 0:
			return 0, nil, errors.New("it applies to this request, so it takes no share")
		case f.Kind == Latency:
			delay += f.Delay
		case fault != nil:
			return 0, nil, errors.New("it takes one fault, and latency beside it")
		case f.Kind.ofList() && !isList:
			return 0, nil, fmt.Errorf("%s applies to lists only", f.Kind)
		default:
			fault = &f
		}
	}
	if len(list) == 0 {
		return 0, nil, errors.New("it has no fault; an example is server-error")
	}
	return delay, fault, nil
}
