package ordered

import (
	"bytes"
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// YAML writes a value as a YAML document that begins with the given comment
// (without the # signs).
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

// ParseYAML reads a YAML document into the same values as Parse. Mappings need
// plain string keys; anchors and aliases are not understood.
func ParseYAML(data []byte) (any, error) {
	var n yaml.Node
	if err := yaml.Unmarshal(data, &n); err != nil {
		return nil, fmt.Errorf("not YAML: %w", err)
	}
	if len(n.Content) != 1 {
		return nil, fmt.Errorf("an empty YAML document")
	}
	return fromNode(n.Content[0], "#")
}

func fromNode(n *yaml.Node, place string) (any, error) {
	switch n.Kind {
	case yaml.MappingNode:
		o := &Object{}
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i].Value
			if _, ok := o.Get(key); ok {
				return nil, fmt.Errorf("%s: stands twice (line %d)", Join(place, key), n.Content[i].Line)
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
		if n.Tag == "!!int" || n.Tag == "!!float" {
			return json.Number(n.Value), nil
		}
		if n.Tag == "!!timestamp" {
			return n.Value, nil
		}
		var v any
		if err := n.Decode(&v); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", place, n.Line, err)
		}
		return v, nil
	}
	return nil, fmt.Errorf("%s: line %d: anchors and aliases are not understood", place, n.Line)
}
