package paging

import (
	"context"
	"errors"
	"iter"
	"reflect"
)

// ReadInto appends all records of a list to the slice that list points to. After an error the
// slice ends with a part of the list. If the list changes while ReadInto reads it by page numbers,
// ReadInto starts again and follows the cursor.
func ReadInto(ctx context.Context, list any, fetch Source, o *Options) error {
	records := reflect.ValueOf(list).Elem()
	start := records.Len()
	err := gather(Read(ctx, fetch, o), records, start)
	if errors.Is(err, ErrChanged) {
		again := *o
		again.Parallel = 0
		err = gather(Read(ctx, fetch, &again), records, start)
	}
	return err
}

// gather keeps the first n records of list and appends those of all pages.
func gather(pages iter.Seq2[*Sheet, error], list reflect.Value, n int) error {
	list.SetLen(n)
	for s, err := range pages {
		if err != nil {
			return err
		}
		list.Set(reflect.AppendSlice(list, s.records))
	}
	return nil
}
