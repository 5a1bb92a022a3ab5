package ordered

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// YAML writes a value as a YAML document. The document begins with the comment, which is given
// without its # signs.
func YAML(v any, comment string) ([]byte, error) {
	n, err := node(v)
	if err != nil {
		return nil, err
	}
	n.HeadComment = comment
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(n); err != nil {
		return nil, fmt.Errorf("write YAML: %w", err)
	}
	if err := e.Close(); err != nil {
		return nil, fmt.Errorf("write YAML: %w", err)
	}
	return b.Bytes(), nil
}

func node(v any) (*yaml.Node, error) {
	switch v := v.(type) {
	case *Object:
		n := &yaml.Node{Kind: yaml.MappingNode}
		for _, k := range v.keys {
			key, err := node(k)
			if err != nil {
				return nil, err
			}
			value, err := node(v.values[k])
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, key, value)
		}
		return n, nil
	case []any:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		scalars := true
		for _, item := range v {
			value, err := node(item)
			if err != nil {
				return nil, err
			}
			scalars = scalars && value.Kind == yaml.ScalarNode
			n.Content = append(n.Content, value)
		}
		if scalars && len(v) <= 4 {
			n.Style = yaml.FlowStyle
		}
		return n, nil
	case json.Number:
		tag := "!!int"
		if bytes.ContainsAny([]byte(v), ".eE") {
			tag = "!!float"
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: v.String()}, nil
	default:
		n := &yaml.Node{}
		if err := n.Encode(v); err != nil {
			return nil, fmt.Errorf("write YAML: %w", err)
		}
		return n, nil
	}
}

// ParseYAML reads a YAML document into the same values as Parse. The keys of a mapping must be
// plain strings; anchors and aliases are not supported.
func ParseYAML(data []byte) (any, error) {
	d := yaml.NewDecoder(bytes.NewReader(data))
	var n, rest yaml.Node
	switch err := d.Decode(&n); {
	case errors.Is(err, io.EOF):
		return nil, errors.New("an empty YAML document")
	case err != nil:
		return nil, fmt.Errorf("not YAML: %w", err)
	}
	if err := d.Decode(&rest); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one document")
	}
	if len(n.Content) != 1 {
		return nil, errors.New("an empty YAML document")
	}
	return fromNode(n.Content[0], "#")
}

func fromNode(n *yaml.Node, place string) (any, error) {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		return nil, fmt.Errorf("%s: line %d: anchors and aliases are not supported", place, n.Line)
	}
	switch n.Kind {
	case yaml.MappingNode:
		o := &Object{}
		for i := 0; i < len(n.Content); i += 2 {
			if k := n.Content[i]; k.Kind != yaml.ScalarNode || k.ShortTag() != "!!str" {
				return nil, fmt.Errorf("%s: line %d: a key must be plain text", place, k.Line)
			}
			key := n.Content[i].Value
			if _, ok := o.Get(key); ok {
				return nil, fmt.Errorf("%s: appears twice (line %d)", Join(place, key), n.Content[i].Line)
			}
			v, err := fromNode(n.Content[i+1], Join(place, key))
			if err != nil {
				return nil, err
			}
			o.Set(key, v)
		}
		return o, nil
	case yaml.SequenceNode:
		list := []any{}
		for i, item := range n.Content {
			v, err := fromNode(item, Join(place, fmt.Sprint(i)))
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.ScalarNode:
		return scalar(n, place)
	}
	return nil, fmt.Errorf("%s: line %d: not supported", place, n.Line)
}

// scalar reads the values that JSON has too: strings, numbers as JSON writes them, true, false and
// null. It reads a YAML timestamp as a string.
func scalar(n *yaml.Node, place string) (any, error) {
	switch n.ShortTag() {
	case "!!str", "!!timestamp":
		return n.Value, nil
	case "!!null":
		return nil, nil
	case "!!bool":
		var b bool
		if err := n.Decode(&b); err == nil {
			return b, nil
		}
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) && strings.ContainsAny(n.Value[:1], "-0123456789") {
			return json.Number(n.Value), nil
		}
	}
	return nil, fmt.Errorf("%s: line %d: %q is not supported", place, n.Line, n.Value)
}
