package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// line is a line of the file.
type line struct {
	on                factorialhr.Date
	employee, project factorialhr.ID
	minutes           int
}

const minutesOfDay = 24 * 60

// readInput reads the whole file. One wrong line refuses all of it, before the first call.
func readInput(r io.Reader) ([]line, error) {
	reader := csv.NewReader(r)
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) < 2 || !slices.Equal(rows[0], []string{"date", "employee_id", "project_id", "minutes"}) {
		return nil, errors.New("the file needs the header date,employee_id,project_id,minutes and at least one line")
	}
	type day struct {
		on       factorialhr.Date
		employee factorialhr.ID
	}
	seen, sum := make(map[line]bool), make(map[day]int)
	var lines []line
	for i, row := range rows[1:] {
		on, err := time.Parse(time.DateOnly, row[0])
		minutes, notNumber := strconv.Atoi(row[3])
		l := line{on: factorialhr.NewDate(on.Date()), employee: factorialhr.ID(row[1]), project: factorialhr.ID(row[2])}
		at := day{l.on, l.employee}
		switch {
		case err != nil:
			return nil, fmt.Errorf("line %d: the date is not like 2026-10-05", i+2)
		case l.employee == "" || l.project == "":
			return nil, fmt.Errorf("line %d: employee_id or project_id is empty", i+2)
		case notNumber != nil || minutes < 0 || minutes > minutesOfDay:
			return nil, fmt.Errorf("line %d: minutes is not a whole number from 0 to %d", i+2, minutesOfDay)
		case seen[l]:
			return nil, fmt.Errorf("line %d: the same date, employee and project as an earlier line", i+2)
		case sum[at]+minutes > minutesOfDay:
			return nil, fmt.Errorf("line %d: the employee has more than 24 hours on this day", i+2)
		}
		seen[l] = true
		sum[at] += minutes
		l.minutes = minutes
		lines = append(lines, l)
	}
	return lines, nil
}
