package people

// groups are disjoint sets of the numbers from 0 to n-1.
type groups struct{ parent []int }

func newGroups(n int) *groups {
	g := &groups{make([]int, n)}
	for i := range g.parent {
		g.parent[i] = i
	}
	return g
}

func (g *groups) root(i int) int {
	for g.parent[i] != i {
		g.parent[i] = g.parent[g.parent[i]]
		i = g.parent[i]
	}
	return i
}

func (g *groups) join(a, b int) {
	a, b = g.root(a), g.root(b)
	g.parent[max(a, b)] = min(a, b)
}

// list returns the sets, ordered by their smallest number.
func (g *groups) list() [][]int {
	var list [][]int
	at := map[int]int{}
	for i := range g.parent {
		r := g.root(i)
		n, ok := at[r]
		if !ok {
			n = len(list)
			at[r] = n
			list = append(list, nil)
		}
		list[n] = append(list[n], i)
	}
	return list
}
