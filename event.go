package factorialhr

// EventType is the subscription type of a webhook, such as timeoff/leave/create. The type parameter
// is the record that a delivery carries. The generated packages declare one constant per event
// type, such as timeoff.EventLeaveCreate.
type EventType[T any] string

// Name returns the subscription type as the API spells it.
func (e EventType[T]) Name() string { return string(e) }
