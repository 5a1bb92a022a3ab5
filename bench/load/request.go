package main

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	version = "2026-10-01"
	key     = "load"
)

// request prepares an HTTP/1.1 request. path begins after /resources/.
func request(method, path, body string) []byte {
	head := fmt.Sprintf("%s /api/%s/resources/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: %s\r\n", method, version, path, key)
	if body != "" {
		head += "Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n"
	}
	return []byte(head + "\r\n" + body)
}

// requests prepares n requests that differ in their number, from 1.
func requests(n int, prepare func(i int) []byte) [][]byte {
	all := make([][]byte, n)
	for i := range all {
		all[i] = prepare(i + 1)
	}
	return all
}

// speed is a kind of request whose rate is measured.
type speed struct {
	name     string
	status   int
	requests [][]byte
}

// companySize is the number of employees of the company for the measurements of speed.
const companySize = 500

func speeds() []speed {
	one := func(prepare func(i int) []byte) [][]byte { return requests(connections, prepare) }
	return []speed{
		{"GET one employee", 200, one(func(i int) []byte {
			return request("GET", "employees/employees/"+strconv.Itoa(i), "")
		})},
		{"list of 10 employees", 200, one(func(i int) []byte {
			return request("GET", "employees/employees?limit=10&page="+strconv.Itoa(i), "")
		})},
		{"list of 100 employees", 200, one(func(int) []byte {
			return request("GET", "employees/employees?limit=100", "")
		})},
		{"filtered list, 2 of 1,000 leaves", 200, one(func(i int) []byte {
			return request("GET", "timeoff/leaves?employee_ids[]="+strconv.Itoa(i), "")
		})},
		{"PUT one employee", 200, one(func(i int) []byte {
			return request("PUT", "employees/employees/"+strconv.Itoa(i), `{"nationality":"es","city":"Barcelona"}`)
		})},
		{"POST a team", 201, one(func(i int) []byte {
			return request("POST", "teams/teams", fmt.Sprintf(`{"name":"Team %d","description":"The team number %[1]d"}`, i))
		})},
	}
}

// put prepares updates of 50 employees with a body of size bytes.
func put(size int) [][]byte {
	return requests(connections, func(i int) []byte {
		return request("PUT", "employees/employees/"+strconv.Itoa(i), `{"address_line_2":"`+strings.Repeat("x", size)+`"}`)
	})
}

// padded prepares the creation of small records with bodies of size bytes, most of them spaces.
func padded(size int) [][]byte {
	return requests(connections, func(i int) []byte {
		return request("POST", "teams/teams", fmt.Sprintf(`{"name":"Team %d"%s}`, i, strings.Repeat(" ", size)))
	})
}
