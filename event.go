package factorialhr

// EventType is the subscription type of a webhook, like timeoff/leave/create. The type parameter is the record that a
// delivery carries. The generated packages declare one constant for each: timeoff.EventLeaveCreate.
type EventType[T any] string

// Name returns the subscription type as the API spells it.
func (e EventType[T]) Name() string { return string(e) }
