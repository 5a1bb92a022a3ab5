package upgrade

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// section writes findings by domain.
func section(b *strings.Builder, title, intro string, list []Finding) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n", title)
	if intro != "" {
		fmt.Fprintf(b, "\n%s\n", wrap(intro))
	}
	domains, order := grouped(list, func(f Finding) string { return f.Domain })
	for _, d := range order {
		fmt.Fprintf(b, "\n### %s\n\n", heading(d))
		for _, l := range bullets(domains[d]) {
			b.WriteString(item(l))
		}
	}
}

// bullets writes the findings of a domain, the same difference in one line.
func bullets(list []Finding) []string {
	groups, order := grouped(list, func(f Finding) string {
		if label(f) != "" {
			return label(f)
		}
		return string(f.Kind) + f.Text
	})
	lines := make([]string, 0, len(order))
	for _, key := range order {
		g := groups[key]
		text := label(g[0]) + ": " + places(g)
		if label(g[0]) == "" {
			text = places(g) + ": " + g[0].Text
		}
		if g[0].Guess {
			text += " (a guess: a similar name and type)"
		}
		lines = append(lines, text)
	}
	return lines
}

// label names a difference that needs no text of its own.
func label(f Finding) string {
	if f.Breaks && f.Kind == PropertyNew && strings.HasSuffix(f.Text, "required") {
		return "New and required"
	}
	switch f.Kind {
	case OperationNew:
		return "New operations"
	case SchemaNew:
		return "New schemas"
	case WebhookNew:
		return "New webhooks"
	case ParameterNew:
		return map[bool]string{false: "New parameters", true: "New and required"}[f.Breaks]
	case PropertyNew:
		return "New properties"
	case Described:
		return "Described for the first time"
	}
	if f.Text == "is gone" {
		return map[Kind]string{
			OperationGone: "Removed operations", ParameterGone: "Removed parameters", PropertyGone: "Removed properties",
			SchemaGone: "Removed schemas", WebhookGone: "Removed webhooks",
		}[f.Kind]
	}
	return ""
}

// places lists the places of findings: operations by path, properties by their owners.
func places(g []Finding) string {
	switch g[0].Kind {
	case OperationNew, OperationGone:
		return operationList(g)
	case PropertyNew, PropertyGone, PropertyRequired, PropertyDeprecated, Described, ParameterNew, ParameterGone,
		EnumValueGone, EnumValueNew, IDNotation, TypeChanged, NullChanged:
		return ownerList(g)
	}
	names := make([]string, 0, len(g))
	for _, f := range g {
		names = append(names, "`"+strings.TrimPrefix(f.Place, "EVENT ")+"`")
	}
	return strings.Join(names, ", ")
}

// operationList joins the methods of a path: `compensations/cycles` (GET, GET one).
func operationList(g []Finding) string {
	methods := map[string][]string{}
	single := map[string]string{}
	var paths []string
	for _, f := range g {
		method, path, _ := strings.Cut(f.Place, " ")
		if one, ok := strings.CutSuffix(path, "/{id}"); ok {
			path = one
			if method == "GET" {
				method = "GET one"
			}
		}
		if methods[path] == nil {
			paths = append(paths, path)
		}
		methods[path] = append(methods[path], method)
		single[path] = f.Place
	}
	slices.Sort(paths)
	for i, path := range paths {
		list := methods[path]
		slices.SortFunc(list, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
		paths[i] = fmt.Sprintf("`%s` (%s)", path, strings.Join(list, ", "))
		if len(list) == 1 {
			paths[i] = "`" + single[path] + "`"
		}
	}
	return strings.Join(paths, ", ")
}

func rank(method string) int {
	return slices.Index([]string{"GET", "GET one", "POST", "PUT", "PATCH", "DELETE"}, method)
}

// ownerList joins the properties of the same owners: `a`, `b` of `timeoff_leave` and
// `POST timeoff/leaves`.
func ownerList(g []Finding) string {
	owners := map[string][]string{}
	var names []string
	for _, f := range g {
		owner, name := split(f.Place)
		if owners[name] == nil {
			names = append(names, name)
		}
		owners[name] = append(owners[name], owner)
	}
	slices.Sort(names)
	byOwners := map[string][]string{}
	var order []string
	for _, name := range names {
		key := enumeration(owners[name])
		if byOwners[key] == nil {
			order = append(order, key)
		}
		byOwners[key] = append(byOwners[key], "`"+name+"`")
	}
	for i, key := range order {
		order[i] = strings.Join(byOwners[key], ", ")
		if key != "" {
			order[i] += " of " + key
		}
	}
	return strings.Join(order, "; ")
}

// enumeration writes `a`, `b` and `c`. It is empty for an empty name.
func enumeration(names []string) string {
	if names[0] == "" {
		return ""
	}
	last := "`" + names[len(names)-1] + "`"
	if len(names) == 1 {
		return last
	}
	return "`" + strings.Join(names[:len(names)-1], "`, `") + "` and " + last
}

// split splits a place into its owner and the name of a property or a parameter.
func split(place string) (owner, name string) {
	if i := strings.Index(place, " ?"); i >= 0 {
		return place[:i], place[i+1:]
	}
	path := strings.LastIndexByte(place, '/') + 1 // no dots of a path
	if i := strings.IndexByte(place[path:], '.'); i >= 0 {
		return place[:path+i], place[path+i+1:]
	}
	return "", place
}
