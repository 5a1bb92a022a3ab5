package upgrade

// A Report holds the differences between the specs of two API versions.
type Report struct {
	From, To string
	Findings []Finding // by domain, kind and place

	before, after *Document
}

// A Finding is one difference.
type Finding struct {
	Kind   Kind
	Domain string // timeoff; empty for a difference that belongs to no domain

	// Place is the place as api/overlay.yaml writes it: timeoff_leave.half_day,
	// POST timeoff/leaves, POST timeoff/leaves.half_day, GET timeoff/leaves ?from,
	// EVENT timeoff/leave/create. If the place is gone, it is the place in the older spec.
	Place string

	Breaks bool   // a correct program can stop working after the upgrade
	Guess  bool   // the finding rests on likeness: the spec does not say it
	Text   string // the predicate of a sentence about the place: "is gone"
}

// A Kind says what differs.
type Kind string

// The kinds of findings.
const (
	OperationGone       Kind = "operation gone"
	OperationNew        Kind = "operation new"
	OperationMoved      Kind = "operation moved" // another path, or another resource
	OperationDeprecated Kind = "operation deprecated"
	SecurityChanged     Kind = "security changed"

	ParameterGone     Kind = "parameter gone"
	ParameterNew      Kind = "parameter new"
	ParameterRenamed  Kind = "parameter renamed"
	ParameterRequired Kind = "parameter required"

	BodyGone     Kind = "body gone"
	BodyNew      Kind = "body new"
	BodyRequired Kind = "body required"
	BodyEncoding Kind = "body encoding"

	PropertyGone       Kind = "property gone"
	PropertyNew        Kind = "property new"
	PropertyRenamed    Kind = "property renamed"
	PropertyRequired   Kind = "property required"
	PropertyDeprecated Kind = "property deprecated" // also of a parameter
	Described          Kind = "described"           // the spec did not describe the value before
	DescribedRequired  Kind = "described, required" // the same of an object that a caller sends

	TypeChanged      Kind = "type changed"
	IDNotation       Kind = "id notation" // an ID changed between a number and a string
	NullChanged      Kind = "null changed"
	FormatChanged    Kind = "format changed"
	LimitChanged     Kind = "limit changed"
	EnumValueGone    Kind = "enum value gone"
	EnumValueNew     Kind = "enum value new"
	EnumValueRenamed Kind = "enum value renamed"
	EnumMoved        Kind = "enum moved" // from an array to its items, or back: the same values

	ResponseChanged Kind = "response changed" // another status, or another media type
	ErrorNew        Kind = "error new"
	ErrorGone       Kind = "error gone"

	SchemaGone    Kind = "schema gone"
	SchemaNew     Kind = "schema new"
	SchemaRenamed Kind = "schema renamed"

	WebhookGone       Kind = "webhook gone"
	WebhookNew        Kind = "webhook new"
	WebhookRenamed    Kind = "webhook renamed"
	WebhookPayload    Kind = "webhook payload"
	WebhookDeprecated Kind = "webhook deprecated"

	SettingChanged Kind = "setting changed" // a server, a way to authenticate
)

// kinds lists all kinds in the order of a report.
func kinds() []Kind {
	return []Kind{
		SettingChanged,
		OperationGone, OperationMoved, OperationNew, OperationDeprecated, SecurityChanged,
		ParameterGone, ParameterRenamed, ParameterRequired, ParameterNew,
		BodyGone, BodyNew, BodyRequired, BodyEncoding,
		PropertyGone, PropertyRenamed, PropertyRequired, PropertyNew, Described, DescribedRequired, PropertyDeprecated,
		TypeChanged, IDNotation, NullChanged, FormatChanged, LimitChanged,
		EnumValueGone, EnumValueRenamed, EnumValueNew, EnumMoved,
		ResponseChanged, ErrorGone, ErrorNew,
		SchemaGone, SchemaRenamed, SchemaNew,
		WebhookGone, WebhookRenamed, WebhookPayload, WebhookNew, WebhookDeprecated,
	}
}
