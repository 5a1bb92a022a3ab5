package openapi

// Effects lists the words for what an operation does to the data of a company.
func Effects() []string { return []string{"reads", "writes", "mails", "deletes", "deletes more"} }

// plainEffect returns the effect of an operation that does no more than its method says.
func (o *Operation) plainEffect() string {
	switch {
	case o.Method == "GET", o.Retry == "safe":
		return "reads"
	case o.Method == "DELETE":
		return "deletes"
	}
	return "writes"
}

// Does returns what the operation does: the effects of the glossary, or the plain one.
func (o *Operation) Does() []string {
	if len(o.Effect) > 0 {
		return o.Effect
	}
	return []string{o.plainEffect()}
}

// BeyondReading reports whether the operation has an effect that its method does not tell, or is an
// action that changes something.
func (o *Operation) BeyondReading() bool {
	does := o.Does()
	return len(does) > 1 || does[0] != o.plainEffect() || o.Action != "" && does[0] != "reads"
}
